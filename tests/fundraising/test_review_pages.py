"""The desk for appeals: the list, the difference, the decision."""

import pytest
from django.core import mail
from django.urls import reverse

from delegation import outbox
from fundraising.actions import reviews, updates
from fundraising.models import Appeal, AppealUpdate, Review
from tests.factories.appeals import amend, bring_appeal, make_rate, send, write_draft
from tests.factories.delegation import make_delegate, make_delegation, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate():
    return make_delegate(make_delegation(), person=make_person(name_used="Ana Reyes"))


@pytest.fixture
def reviewer(client, delegate):
    person = make_staff(delegate.delegation, "reviewer")
    client.force_login(person)
    return person


def desk(delegation, **query):
    return reverse("fundraising:appeals_desk", args=[delegation.slug], query=query)


def page_of(appeal, **query):
    return reverse("fundraising:review", args=[appeal.uuid], query=query)


# -- who ------------------------------------------------------------------------------------------


def test_the_desk_is_for_staff_of_the_delegation(client, delegate):
    appeal = send(delegate).version.appeal
    assert client.get(desk(delegate.delegation)).status_code == 302
    client.force_login(make_staff(make_delegation(), "reviewer"))
    assert client.get(desk(delegate.delegation)).status_code == 403
    assert client.get(page_of(appeal)).status_code == 404
    assert client.post(reverse("fundraising:approve_appeal", args=[appeal.uuid])).status_code == 404
    client.force_login(delegate.person)
    assert client.get(page_of(appeal)).status_code == 404


def test_other_staff_read_but_do_not_decide(client, delegate):
    review = send(delegate)
    client.force_login(make_staff(delegate.delegation, "treasurer"))
    page = client.get(page_of(review.version.appeal))
    assert page.status_code == 200
    assert b"Record my decision" not in page.content
    answer = client.post(page_of(review.version.appeal), {"decision": "approve", "review": str(review.uuid)})
    assert answer.status_code == 403
    assert Review.objects.get().status == "waiting"


def test_a_reviewer_who_is_the_author_reads_who_can(client, delegate):
    author = make_staff(delegate.delegation, "reviewer")
    review = send(make_delegate(delegate.delegation, person=author))
    client.force_login(author)
    page = client.get(page_of(review.version.appeal)).content.decode()
    assert "You cannot decide your own appeal" in page
    assert "Record my decision" not in page


# -- the list -------------------------------------------------------------------------------------


def test_the_longest_waiting_comes_first(client, delegate, reviewer):
    first = send(delegate, title="First").version.appeal
    send(make_delegate(delegate.delegation), title="Second")
    rows = client.get(desk(delegate.delegation)).context["page"].object_list
    assert [row.newest_title for row in rows] == ["First", "Second"]
    assert rows[0] == first


def test_tabs_counts_and_search(client, delegate, reviewer):
    delegation = delegate.delegation
    make_rate(delegation)
    send(delegate, title="Water")
    bring_appeal(delegate=make_delegate(delegation), title="Houses")
    bring_appeal("closed", delegate=make_delegate(delegation), title="Schools")
    write_draft(make_delegate(delegation), title="Unsent")
    amend(bring_appeal(delegate=make_delegate(delegation)), title="Open and waiting")
    answer = client.get(desk(delegation))
    assert answer.context["counts"] == {"waiting": 2, "open": 2, "drafts": 1, "closed": 1}
    for tab, n in answer.context["counts"].items():
        assert len(client.get(desk(delegation, tab=tab)).context["page"].object_list) == n
    assert [a.newest_title for a in client.get(desk(delegation, q="wat")).context["page"].object_list] == ["Water"]
    assert client.get(desk(delegation, tab="nonsense", page="x", q="\x00%")).status_code == 200
    assert client.get(desk(make_delegation())).status_code == 403


def test_other_delegations_are_not_in_the_list(client, delegate, reviewer):
    send(make_delegate(make_delegation()))
    assert client.get(desk(delegate.delegation)).context["page"].paginator.count == 0


def test_the_list_asks_as_often_at_3_as_at_30(
    client, delegate, reviewer, django_assert_num_queries, django_assert_max_num_queries
):
    delegation = delegate.delegation
    make_rate(delegation)
    for _ in range(3):
        send(make_delegate(delegation))
    with django_assert_max_num_queries(30) as few:
        client.get(desk(delegation))
    for _ in range(27):
        send(make_delegate(delegation))
    with django_assert_num_queries(len(few)):
        answer = client.get(desk(delegation))
    assert len(answer.context["page"].object_list) == 30
    assert answer.context["page"].paginator.per_page == 50


# -- one review -----------------------------------------------------------------------------------


def test_a_first_version_is_read_whole(client, delegate, reviewer):
    page = client.get(page_of(send(delegate).version.appeal)).content.decode()
    assert "trunk full of strips" in page
    assert "1 CHF = 1.12 USD" in page
    assert "<del>" not in page


def test_the_difference_to_the_public_version(client, delegate, reviewer):
    appeal = bring_appeal(delegate=delegate, reviewer=make_staff(delegate.delegation, "reviewer"))
    amend(appeal, story=appeal.draft.story.replace("a trunk full", "two trunks full"), region="")
    page = client.get(page_of(appeal)).content.decode()
    assert "<del>a trunk</del>" in page
    assert "<ins>two trunks</ins>" in page
    assert "<del>California</del> <ins>none</ins>" in page
    assert "Version 1 is public" in page
    assert "1 paragraph unchanged" in page


def test_a_changed_budget_line_stands_beside_its_range(client, delegate, reviewer):
    appeal = bring_appeal(delegate=delegate, reviewer=make_staff(delegate.delegation, "reviewer"))
    line = delegate.budget.lines.get(code="airfare_west")
    line.each_minor = line.amount_minor = 1300_00
    line.save()
    amend(appeal)
    page = client.get(page_of(appeal)).content.decode()
    assert "+ $25" in page
    assert "$850 to $1,700" in page


@pytest.mark.parametrize("tab", ["changes", "whole", "history", "nonsense"])
def test_every_tab_opens(client, delegate, reviewer, tab):
    appeal = bring_appeal(delegate=delegate, reviewer=make_staff(delegate.delegation, "reviewer"))
    amend(appeal, title="New")
    assert client.get(page_of(appeal, tab=tab)).status_code == 200


def test_a_draft_is_its_author_s_alone(client, delegate, reviewer):
    appeal = write_draft(delegate)
    page = client.get(page_of(appeal)).content.decode()
    assert "Nothing was sent yet" in page
    assert "trunk full of strips" not in page
    assert client.get(reverse("fundraising:review_preview", args=[appeal.uuid])).status_code == 404


def test_the_checklist_finds_what_points_to_people(client, delegate, reviewer):
    story = "Call Rosa on +1 415 555 0133. Your gift is 100 % earmarked for me."
    page = client.get(page_of(send(delegate, story=story).version.appeal)).content.decode()
    assert "a telephone number" in page
    assert "May promise what we do not" in page


def test_approving_by_the_form(client, delegate, reviewer):
    review = send(delegate)
    answer = client.post(page_of(review.version.appeal), {"decision": "approve", "review": str(review.uuid)})
    assert answer.status_code == 302
    assert Appeal.objects.get().status == "open"


@pytest.mark.parametrize(
    ("verb", "data", "status"),
    [
        ("approve", {}, "approved"),
        ("request_changes", {"note": "Which well?"}, "changes_requested"),
        ("decline", {"reason": "risk", "note": "Too small a village."}, "declined"),
    ],
)
def test_each_verb_has_its_own_address(client, delegate, reviewer, verb, data, status):
    review = send(delegate)
    address = reverse(f"fundraising:{verb}_appeal", args=[review.version.appeal.uuid])
    assert client.get(address).status_code == 405
    assert client.post(address, data | {"review": str(review.uuid)}).status_code == 302
    assert Review.objects.get().status == status


@pytest.mark.parametrize(
    "data",
    [
        {"decision": "request_changes"},
        {"decision": "decline"},
        {"decision": "decline", "reason": "bad"},
        {"decision": "burn"},
        {},
        {"decision": "approve", "note": "x" * 601},
        {"decision": "approve", "review": "not-a-uuid"},
    ],
)
def test_a_decision_that_is_none_keeps_the_note(client, delegate, reviewer, data):
    review = send(delegate)
    answer = client.post(page_of(review.version.appeal), {"review": str(review.uuid)} | data)
    assert answer.status_code == 422
    assert Review.objects.get().status == "waiting"
    assert data.get("note", "") in answer.content.decode()


def test_a_decision_is_about_the_version_that_was_read(client, delegate, reviewer):
    old = send(delegate)
    new = amend(old.version.appeal, title="Quite another title")
    answer = client.post(page_of(old.version.appeal), {"decision": "approve", "review": str(old.uuid), "note": "Fine."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Look again" in page
    assert "Quite another title" in page
    assert "Fine." in page
    assert Review.objects.get(pk=new.pk).status == "waiting"


def test_a_review_of_another_appeal_is_404(client, delegate, reviewer):
    appeal = send(delegate).version.appeal
    other = send(make_delegate(delegate.delegation))
    assert client.post(page_of(appeal), {"decision": "approve", "review": str(other.uuid)}).status_code == 404


def test_the_review_page_asks_as_often_with_many_versions(
    client, delegate, reviewer, django_assert_num_queries, django_assert_max_num_queries
):
    appeal = bring_appeal(delegate=delegate, reviewer=make_staff(delegate.delegation, "reviewer"))
    amend(appeal, title="One")
    with django_assert_max_num_queries(40) as few:
        client.get(page_of(appeal, tab="history"))
    for n in range(9):
        amend(appeal, title=f"Title {n}")
    with django_assert_num_queries(len(few)):
        client.get(page_of(appeal, tab="history"))


def test_the_preview_for_reviewers(client, delegate, reviewer):
    appeal = send(delegate).version.appeal
    page = client.get(reverse("fundraising:review_preview", args=[appeal.uuid])).content.decode()
    assert page.count("<h1") == 1
    assert "trunk full of strips" in page
    assert "/give/" not in page


@pytest.mark.parametrize(("verb", "status"), [("pause", "paused"), ("close", "closed")])
def test_staff_read_the_consequences_first(client, delegate, reviewer, verb, status):
    appeal = bring_appeal(delegate=delegate, reviewer=make_staff(delegate.delegation, "reviewer"))
    address = reverse(f"fundraising:{verb}_appeal", args=[appeal.uuid])
    assert client.get(address).status_code == 200
    client.post(address)
    appeal.refresh_from_db()
    assert appeal.status == status


def test_an_update_is_read_by_a_second_person(client, delegate, reviewer):
    appeal = bring_appeal(delegate=delegate, reviewer=make_staff(delegate.delegation, "reviewer"))
    update = updates.write(appeal, title="News", text="We sold 140 plates.", by=delegate.person)
    assert "We sold 140 plates." in client.get(page_of(appeal)).content.decode()
    client.post(reverse("fundraising:approve_update", args=[update.uuid]))
    update.refresh_from_db()
    assert update.approved_by == reviewer
    client.post(reverse("fundraising:hide_update", args=[update.uuid]))
    assert AppealUpdate.objects.get().hidden_at


# -- mails ----------------------------------------------------------------------------------------


def test_mails_about_reviews_say_nothing_of_people(delegate, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    reviewer = make_staff(delegate.delegation, "reviewer", email="rev@example.org")
    review = send(delegate)
    outbox.deliver()
    reviews.request_changes(review, by=reviewer, note="Which well?")
    outbox.deliver()
    assert [m.to for m in mail.outbox] == [["rev@example.org"], [delegate.person.email]]
    for message in mail.outbox:
        whole = message.subject + message.body + "".join(str(a[0]) for a in message.alternatives)
        for secret in ("Ana", "Reyes", "valley", "California", "well?"):
            assert secret not in whole
    assert str(review.version.appeal.uuid) in mail.outbox[0].body
    assert "/my/appeal/submit/" in mail.outbox[1].body


def test_a_mail_about_a_decided_review_is_not_sent(delegate, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    reviewer = make_staff(delegate.delegation, "reviewer", email="rev@example.org")
    reviews.approve(send(delegate), by=reviewer)
    outbox.deliver()
    assert ["rev@example.org"] not in [m.to for m in mail.outbox]
