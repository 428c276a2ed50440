"""From a draft to a public page and its later life, by the verbs that people have."""

import pytest
from django.utils import timezone

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent, OutboxMail
from fundraising.actions import appeals, budgets, reviews
from fundraising.models import Appeal, AppealDraft, AppealSlug, BudgetLine, Fund, Photo
from tests.factories.appeals import TEXT, amend, bring_appeal, fill_budget, make_picture, send, write_draft
from tests.factories.delegation import make_delegate, make_delegation, make_person, make_role, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate():
    return make_delegate(make_delegation(), person=make_person(name_used="Ana Reyes"))


@pytest.fixture
def reviewer(delegate):
    return make_staff(delegate.delegation, "reviewer")


def verbs(row):
    return list(AuditEvent.objects.filter(object_uuid=row.uuid).order_by("id").values_list("verb", flat=True))


# -- the draft ------------------------------------------------------------------------------------


def test_a_draft_is_saved_with_gaps(delegate):
    draft = appeals.save_draft(delegate, {"title": "Only a title"}, by=delegate.person)
    assert (draft.title, draft.story, draft.region) == ("Only a title", "", "Georgia")
    assert draft.appeal.status == "draft"
    assert verbs(draft.appeal) == ["fundraising.edit_appeal"]


def test_only_the_author_writes(delegate, reviewer):
    for other in (reviewer, make_person()):
        with pytest.raises(NotPermitted):
            appeals.save_draft(delegate, TEXT, by=other)
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("status", ["applied", "declined", "withdrawn", "closed"])
def test_only_who_is_nominated_writes(status):
    delegate = make_delegate(make_delegation(), status)
    with pytest.raises(NotPermitted):
        appeals.save_draft(delegate, TEXT, by=delegate.person)


def test_a_second_tab_does_not_overwrite_the_first(delegate):
    first = appeals.save_draft(delegate, TEXT, by=delegate.person)
    drawn = appeals.saved_stamp(first)
    appeals.save_draft(delegate, TEXT | {"title": "From the other tab"}, seen=drawn, by=delegate.person)
    with pytest.raises(Conflict) as caught:
        appeals.save_draft(delegate, TEXT | {"title": "From the old tab"}, seen=drawn, by=delegate.person)
    assert caught.value.code == "stale"
    assert AppealDraft.objects.get().title == "From the other tab"


def test_two_tabs_before_the_first_save(delegate):
    appeals.save_draft(delegate, TEXT, seen="none", by=delegate.person)
    with pytest.raises(Conflict):
        appeals.save_draft(delegate, {"title": "Other"}, seen="none", by=delegate.person)


def test_a_full_name_is_confirmed_twice_and_for_one_name(delegate):
    full = TEXT | {"naming": "full_name", "shown_name": "Ana Reyes"}
    appeal = write_draft(delegate, **full)
    assert appeal.draft.full_name_confirmed_at
    appeals.save_draft(delegate, full | {"title": "New"}, by=delegate.person)
    assert AppealDraft.objects.get().full_name_confirmed_at
    appeals.save_draft(delegate, full | {"shown_name": "Ana Maria Reyes"}, by=delegate.person)
    assert AppealDraft.objects.get().full_name_confirmed_at is None
    with pytest.raises(DomainError, match="full name"):
        appeals.submit(appeal, by=delegate.person)


def test_a_full_name_cannot_be_confirmed_unsaid(delegate):
    write_draft(delegate)
    with pytest.raises(DomainError) as caught:
        appeals.confirm_full_name(delegate, by=delegate.person)
    assert caught.value.code == "no_full_name"


def test_new_words_for_a_picture_leave_the_reviewed_one_alone(delegate):
    appeal = bring_appeal(delegate=delegate, photo=make_picture())
    public = appeal.approved_version.text.photo
    appeals.save_draft(delegate, TEXT, photo_alt="Ana with a strip", by=delegate.person)
    public.refresh_from_db()
    assert public.alt == ""
    assert AppealDraft.objects.get().photo.alt == "Ana with a strip"
    assert Photo.objects.count() == 2


# -- sending --------------------------------------------------------------------------------------


def test_sending_makes_a_numbered_version_with_text_budget_and_dates(delegate, reviewer):
    review = send(delegate)
    version = review.version
    assert (version.number, review.status, version.made_by) == (1, "waiting", delegate.person)
    assert version.text.shown_name == "Ana"
    assert version.text.budget[0]["code"] == "airfare_west"
    assert version.goal_minor == sum(line["amount_minor"] for line in version.text.budget)
    assert version.dates == delegate.delegation.dates.first()
    assert len(version.content_hash) == 64
    assert verbs(version.appeal)[-1] == "fundraising.submit_appeal"


def test_the_reviewers_of_today_hear_and_the_author_does_not(delegate, reviewer):
    make_role(delegate.person, delegate.delegation, "reviewer")
    ended = make_staff(delegate.delegation)
    make_role(ended, delegate.delegation, "reviewer", ends_on=timezone.localdate() - timezone.timedelta(days=1))
    make_staff(make_delegation(), "reviewer")
    send(delegate)
    mails = OutboxMail.objects.filter(notice="fundraising.review_waiting")
    assert [mail.to_uuid for mail in mails] == [reviewer.uuid]


@pytest.mark.parametrize("gap", ["title", "lede", "story", "in_geneva"])
def test_what_is_missing_is_named_and_nothing_is_sent(delegate, gap):
    appeal = write_draft(delegate, **{gap: ""})
    with pytest.raises(DomainError) as caught:
        appeals.submit(appeal, by=delegate.person)
    assert caught.value.code == "incomplete"
    assert not appeal.versions.exists()


def test_a_line_outside_its_range_needs_a_note(delegate):
    appeal = write_draft(delegate)
    line = BudgetLine.objects.get(code="daily")
    BudgetLine.objects.filter(pk=line.pk).update(each_minor=99_00)
    with pytest.raises(DomainError, match="above the usual range"):
        appeals.submit(appeal, by=delegate.person)
    BudgetLine.objects.filter(pk=line.pk).update(note="I cannot eat gluten.")
    assert appeals.submit(appeal, by=delegate.person).number == 1


def test_one_version_waits_at_a_time(delegate):
    first = send(delegate)
    second = amend(first.version.appeal, title="A better title")
    first.refresh_from_db()
    assert (first.status, second.status, second.version.number) == ("taken_back", "waiting", 2)


def test_the_same_words_are_not_sent_twice(delegate, reviewer):
    review = send(delegate)
    appeal = review.version.appeal
    with pytest.raises(Conflict, match="already waits"):
        appeals.submit(appeal, by=delegate.person)
    reviews.approve(review, by=reviewer)
    with pytest.raises(Conflict, match="Nothing has changed"):
        appeals.submit(appeal, by=delegate.person)


def test_a_pseudonym_is_what_the_version_says(delegate):
    review = send(delegate, naming="pseudonym", shown_name="River", region="")
    assert (review.version.text.shown_name, review.version.text.region) == ("River", "")


# -- the decision ---------------------------------------------------------------------------------


def test_approval_opens_the_page_with_an_address_and_a_fund(delegate, reviewer):
    review = send(delegate)
    reviews.approve(review, by=reviewer, note="Strong.")
    appeal = Appeal.objects.get()
    assert (appeal.status, appeal.approved_version) == ("open", review.version)
    assert appeal.opened_at
    assert appeal.slug
    assert "ana" not in appeal.slug.split("-")
    assert Fund.objects.get(delegate=delegate).kind == "travel"
    review.refresh_from_db()
    assert (review.status, review.decided_by, review.notes.get().text) == ("approved", reviewer, "Strong.")
    assert verbs(review) == ["fundraising.approve_appeal"]
    assert "fundraising.open_appeal" in verbs(appeal)
    mail = OutboxMail.objects.get(notice="fundraising.review_decided")
    assert (mail.to_uuid, mail.ids) == (delegate.person.uuid, {"review": str(review.uuid)})


def test_nobody_decides_their_own(delegate):
    make_role(delegate.person, delegate.delegation, "reviewer")
    delegate.person.is_superuser = True
    delegate.person.save()
    review = send(delegate)
    for decide in (
        lambda: reviews.approve(review, by=delegate.person),
        lambda: reviews.request_changes(review, by=delegate.person, note="More."),
        lambda: reviews.decline(review, by=delegate.person, reason="risk"),
    ):
        with pytest.raises(NotPermitted, match="your own"):
            decide()
    review.refresh_from_db()
    assert review.status == "waiting"


@pytest.mark.parametrize("role", ["treasurer", "logistics", "communications", "director", "auditor"])
def test_only_reviewers_decide(delegate, role):
    review = send(delegate)
    with pytest.raises(NotPermitted):
        reviews.approve(review, by=make_staff(delegate.delegation, role))


def test_a_reviewer_of_another_delegation_does_not_decide(delegate):
    with pytest.raises(NotPermitted):
        reviews.approve(send(delegate), by=make_staff(make_delegation(), "reviewer"))


def test_the_second_of_two_decisions_is_refused(delegate, reviewer):
    review = send(delegate)
    reviews.approve(review, by=reviewer)
    with pytest.raises(Conflict):
        reviews.decline(review, by=make_staff(delegate.delegation, "reviewer"), reason="risk")
    review.refresh_from_db()
    assert review.status == "approved"


def test_changes_are_asked_with_words(delegate, reviewer):
    review = send(delegate)
    with pytest.raises(DomainError) as caught:
        reviews.request_changes(review, by=reviewer, note="  ")
    assert caught.value.field == "note"
    reviews.request_changes(review, by=reviewer, note="Which well?")
    review.refresh_from_db()
    assert (review.status, review.version.appeal.status) == ("changes_requested", "draft")
    assert review.notes.get().written_by == reviewer


def test_declining_has_a_named_reason(delegate, reviewer):
    review = send(delegate)
    with pytest.raises(DomainError) as caught:
        reviews.decline(review, by=reviewer, reason="dislike")
    assert caught.value.field == "reason"
    reviews.decline(review, by=reviewer, reason="risk", note="Their village is small.")
    review.refresh_from_db()
    assert (review.status, review.decline_reason) == ("declined", "risk")


def test_the_approved_version_stays_public_while_the_next_one_waits(delegate, reviewer):
    appeal = bring_appeal(delegate=delegate, reviewer=reviewer)
    first, slug = appeal.approved_version, appeal.slug
    review = amend(appeal, title="New title")
    appeal.refresh_from_db()
    assert (appeal.status, appeal.approved_version) == ("open", first)
    reviews.request_changes(review, by=reviewer, note="Which well?")
    appeal.refresh_from_db()
    assert appeal.approved_version == first
    reviews.approve(amend(appeal, title="Newer title"), by=reviewer)
    appeal = Appeal.objects.get()
    assert (appeal.approved_version.number, appeal.slug) == (3, slug)
    assert first.text.title == TEXT["title"]


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ({"naming": "full_name", "shown_name": "Ana Reyes"}, {"naming": "first_region"}, True),
        ({"naming": "first_region"}, {"naming": "pseudonym", "shown_name": "River"}, True),
        ({"naming": "pseudonym", "shown_name": "River"}, {"shown_name": "Stone"}, True),
        ({"naming": "first_region"}, {"region": ""}, True),
        ({"naming": "first_region"}, {"naming": "full_name", "shown_name": "Ana Reyes"}, False),
        ({"naming": "first_region"}, {"title": "New"}, False),
    ],
)
def test_a_more_private_name_takes_a_new_address(delegate, reviewer, before, after, gone):
    appeal = bring_appeal(delegate=delegate, reviewer=reviewer, **before)
    old = appeal.slug
    reviews.approve(amend(appeal, **after), by=reviewer)
    assert (Appeal.objects.get().slug != old) is gone
    assert (AppealSlug.objects.get(slug=old).gone_at is not None) is gone


# -- the page's life ------------------------------------------------------------------------------


def test_taking_back_is_the_author_s(delegate, reviewer):
    review = send(delegate)
    with pytest.raises(NotPermitted):
        appeals.take_back(review, by=reviewer)
    appeals.take_back(review, by=delegate.person)
    review.refresh_from_db()
    assert (review.status, review.decided_by) == ("taken_back", None)
    with pytest.raises(Conflict):
        reviews.approve(review, by=reviewer)


def test_the_author_pauses_and_opens_again(delegate):
    appeal = bring_appeal(delegate=delegate)
    appeals.pause(appeal, by=delegate.person)
    appeals.resume(appeal, by=delegate.person)
    appeal.refresh_from_db()
    assert appeal.status == "open"


def test_what_staff_paused_its_author_does_not_open(delegate, reviewer):
    appeal = bring_appeal(delegate=delegate)
    appeals.pause(appeal, by=reviewer)
    with pytest.raises(NotPermitted, match="Staff paused"):
        appeals.resume(appeal, by=delegate.person)
    appeals.resume(appeal, by=reviewer)
    appeals.pause(appeal, by=delegate.person)
    appeals.resume(appeal, by=delegate.person)


def test_pausing_is_not_for_everybody(delegate):
    appeal = bring_appeal(delegate=delegate)
    for other in (
        make_person(),
        make_staff(delegate.delegation, "treasurer"),
        make_staff(make_delegation(), "director"),
    ):
        with pytest.raises(NotPermitted):
            appeals.pause(appeal, by=other)


def test_a_version_approved_while_paused_does_not_open_the_page(delegate, reviewer):
    appeal = bring_appeal("paused", delegate=delegate, reviewer=reviewer)
    reviews.approve(amend(appeal, title="New"), by=reviewer)
    appeal.refresh_from_db()
    assert (appeal.status, appeal.approved_version.number) == ("paused", 2)


def test_closing_ends_what_waits_and_nothing_more_is_sent(delegate, reviewer):
    appeal = bring_appeal(delegate=delegate)
    review = amend(appeal, title="New")
    appeals.close(appeal, by=delegate.person)
    appeal.refresh_from_db()
    review.refresh_from_db()
    assert (appeal.status, review.status) == ("closed", "taken_back")
    assert appeal.closed_at
    for late in (
        lambda: appeals.submit(appeal, by=delegate.person),
        lambda: appeals.save_draft(delegate, TEXT, by=delegate.person),
        lambda: reviews.approve(review, by=reviewer),
        lambda: appeals.resume(appeal, by=reviewer),
    ):
        with pytest.raises(Conflict):
            late()


def test_a_changed_budget_is_a_new_version(delegate, reviewer):
    appeal = bring_appeal(delegate=delegate, reviewer=reviewer)
    goal = appeal.approved_version.goal_minor
    fill_budget(delegate, region="east")
    version = appeals.submit(appeal, by=delegate.person)
    assert version.goal_minor != goal
    assert appeal.approved_version.text.budget[0]["code"] == "airfare_west"
    assert budgets.snapshot(delegate.budget)[0]["code"] == "airfare_east"
