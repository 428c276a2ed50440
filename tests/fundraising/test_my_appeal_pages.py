"""The author's pages: nothing typed is lost, nothing is public before its time, other people's things are 404."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fundraising.actions import appeals, reviews
from fundraising.models import Appeal, AppealDraft, AppealUpdate, BudgetLine, Photo
from tests.factories.appeals import TEXT, amend, bring_appeal, fill_budget, make_picture, send, write_draft
from tests.factories.delegation import make_delegate, make_delegation, make_person, make_staff

pytestmark = pytest.mark.django_db

STORY = reverse("fundraising:my_appeal")
BUDGET = reverse("fundraising:my_budget")
SEND = reverse("fundraising:my_appeal_submit")


@pytest.fixture
def delegate():
    return make_delegate(make_delegation(), person=make_person(name_used="Ana Reyes"))


@pytest.fixture
def author(client, delegate):
    client.force_login(delegate.person)
    return client


def typed(delegate, **changes):
    draft = AppealDraft.objects.filter(appeal__delegate=delegate).first()
    data = {name: ("on" if value is True else value) for name, value in TEXT.items() if value is not False}
    return data | {"seen": appeals.saved_stamp(draft), "who": str(delegate.uuid)} | changes


def lines_form(delegate, **changes):
    """The budget form as a browser would send it."""
    rows = list(BudgetLine.objects.filter(budget__delegate=delegate).order_by("position"))
    data = {"line-TOTAL_FORMS": len(rows) + 1, "line-INITIAL_FORMS": len(rows), "who": str(delegate.uuid)}
    for i, row in enumerate(rows):
        data |= {
            f"line-{i}-uuid": str(row.uuid),
            f"line-{i}-label": row.label,
            f"line-{i}-quantity": row.quantity,
            f"line-{i}-each": f"{row.each_minor / 100:.2f}",
            f"line-{i}-currency": row.each_currency,
            f"line-{i}-basis": row.basis,
            f"line-{i}-note": row.note,
        }
        if row.required:
            data[f"line-{i}-required"] = "on"
    new = len(rows)
    data |= {f"line-{new}-{name}": value for name, value in {"currency": "USD", "basis": "once"}.items()}
    return data | changes


# -- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["my_appeal", "my_budget", "my_appeal_preview", "my_appeal_submit", "my_updates"])
def test_strangers_sign_in_first(client, name):
    address = reverse(f"fundraising:{name}")
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url.endswith(f"?next={address}")


@pytest.mark.parametrize("status", ["applied", "declined", "withdrawn", "remote"])
def test_who_is_not_nominated_reads_why(client, status):
    delegate = make_delegate(make_delegation(), status)
    client.force_login(delegate.person)
    answer = client.get(STORY)
    assert answer.status_code == 200
    assert b'name="title"' not in answer.content
    client.post(STORY, typed(delegate))
    assert not Appeal.objects.exists()


def test_staff_without_a_journey_read_why(client):
    client.force_login(make_staff(make_delegation(), "reviewer"))
    assert client.get(STORY).status_code == 200


# -- story ----------------------------------------------------------------------------------------


def test_a_fresh_page_has_nothing_stored(author):
    for address in (STORY, BUDGET, SEND, reverse("fundraising:my_appeal_preview")):
        assert author.get(address).status_code == 200
    assert not Appeal.objects.exists()


def test_saving_and_going_on(author, delegate):
    answer = author.post(STORY, typed(delegate, next="1"))
    assert answer.status_code == 302
    assert answer.url == BUDGET
    page = author.get(STORY).content.decode()
    assert "trunk full of strips" in page
    assert "Ana · California" in page


def test_what_is_missing_is_listed(author, delegate):
    author.post(STORY, typed(delegate, in_geneva="", lede=""))
    page = author.get(STORY).content.decode()
    assert "3 things are missing" in page
    assert 'href="/my/appeal/#id_in_geneva"' in page


def test_too_long_is_said_at_the_field_and_the_text_stays(author, delegate):
    long = "word " * 700
    answer = author.post(STORY, typed(delegate, story=long, title="Kept title"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Kept title" in page
    assert page.count("word ") >= 699
    assert 'aria-invalid="true"' in page
    assert not AppealDraft.objects.exists()


def test_two_tabs_show_both_texts_and_saving_again_is_a_decision(author, delegate):
    author.post(STORY, typed(delegate))
    old = typed(delegate, title="From the old tab")
    author.post(STORY, typed(delegate, title="From the other tab"))
    answer = author.post(STORY, old)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "From the old tab" in page
    assert "From the other tab" in page
    assert AppealDraft.objects.get().title == "From the other tab"
    seen = re.search(r'name="seen" value="([^"]+)"', page).group(1)
    assert author.post(STORY, old | {"seen": seen}).status_code == 302
    assert AppealDraft.objects.get().title == "From the old tab"


def test_a_full_name_asks_a_second_time(author, delegate):
    answer = author.post(STORY, typed(delegate, naming="full_name", shown_name="Ana Reyes"))
    assert answer.url == reverse("fundraising:my_appeal_full_name")
    page = author.get(answer.url).content.decode()
    assert "Anybody can connect this appeal with you" in page
    assert author.post(answer.url, {}).status_code == 422
    assert AppealDraft.objects.get().full_name_confirmed_at is None
    assert author.post(answer.url, {"understood": "on"}).status_code == 302
    assert AppealDraft.objects.get().full_name_confirmed_at


def test_words_survive_a_lost_session(client, delegate):
    answer = client.post(STORY, typed(delegate, title="Written before the log-in"))
    assert answer.status_code == 302
    assert not AppealDraft.objects.exists()
    client.force_login(delegate.person)
    page = client.get(STORY).content.decode()
    assert "Written before the log-in" in page
    assert "Written before the log-in" not in client.get(STORY).content.decode()


def test_kept_words_are_not_for_another_person(client, delegate):
    client.post(STORY, typed(delegate, title="A secret title"))
    client.force_login(make_delegate(delegate.delegation).person)
    assert "A secret title" not in client.get(STORY).content.decode()


def test_markup_in_a_title_is_text(author, delegate):
    author.post(STORY, typed(delegate, title="<script>alert(1)</script>"))
    for address in (STORY, SEND, reverse("fundraising:my_appeal_preview")):
        assert b"<script>alert" not in author.get(address).content


# -- picture --------------------------------------------------------------------------------------


def upload(data, name="photo.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, data, kind)


def test_a_picture_is_stored_as_pixels_and_shown_to_its_owner(author, delegate):
    author.post(STORY, typed(delegate, photo=upload(make_picture(comment=b"secret")), photo_alt="Ana with a strip"))
    photo = Photo.objects.get()
    assert b"secret" not in bytes(photo.image)
    address = reverse("fundraising:photo", args=[photo.uuid])
    answer = author.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert answer["Content-Disposition"] == "inline"
    assert address in author.get(STORY).content.decode()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.jpg", "empty"),
        (b"<svg/>", "a.svg", "cannot read"),
        (make_picture((300, 300))[:2000], "a.jpg", "damaged"),
        (b"x" * (8 * 1024 * 1024 + 1), "a.jpg", "larger than 8 MB"),
    ],
)
def test_a_picture_we_cannot_take_loses_no_words(author, delegate, data, name, words):
    answer = author.post(STORY, typed(delegate, title="Kept title", photo=upload(data, name)))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Kept title" in page
    assert not Photo.objects.exists()


def test_taking_the_picture_away(author, delegate):
    author.post(STORY, typed(delegate, photo=upload(make_picture())))
    author.post(STORY, typed(delegate, remove_photo="on"))
    assert AppealDraft.objects.get().photo is None


def test_who_sees_a_picture_and_when(client, delegate):
    appeal = bring_appeal(delegate=delegate, photo=make_picture())
    public = appeal.approved_version.text.photo
    appeals.save_draft(delegate, TEXT, photo=make_picture(colour=(1, 2, 3)), by=delegate.person)
    draft = AppealDraft.objects.get().photo

    def sees(photo, person=None):
        client.logout()
        if person:
            client.force_login(person)
        return client.get(reverse("fundraising:photo", args=[photo.uuid])).status_code == 200

    staff, stranger = make_staff(delegate.delegation, "logistics"), make_staff(make_delegation(), "reviewer")
    assert sees(public)
    assert not sees(draft)
    assert not sees(draft, stranger)
    assert sees(draft, staff)
    assert sees(draft, delegate.person)
    appeals.pause(appeal, by=delegate.person)
    assert not sees(public)
    assert sees(public, delegate.person)


# -- budget ---------------------------------------------------------------------------------------


def test_filling_from_the_template(author, delegate):
    answer = author.post(BUDGET, {"fill": "1", "region": "west", "room": "single", "extras": ["care", "passport_new"]})
    assert answer.url == BUDGET
    page = author.get(BUDGET).content.decode()
    assert "usual: $850 to $1,700" in page
    assert "a rough guess" in page
    assert "Staff must enter the rate for CHF first" in page
    assert BudgetLine.objects.filter(code="care").exists()


def test_filling_needs_a_choice(author):
    answer = author.post(BUDGET, {"fill": "1"})
    assert answer.status_code == 422
    assert not BudgetLine.objects.exists()


def test_a_line_is_changed_added_removed_and_moved(author, delegate):
    fill_budget(delegate)
    first, second = BudgetLine.objects.order_by("position")[:2]
    n = BudgetLine.objects.count()
    new = {"label": "Childcare", "quantity": "6", "each": "50", "currency": "USD", "basis": "per day"}
    data = lines_form(delegate, **{"line-0-each": "1,240"} | {f"line-{n}-{k}": v for k, v in new.items()})
    assert author.post(BUDGET, data).status_code == 302
    assert BudgetLine.objects.get(pk=first.pk).amount_minor == 1240_00
    assert BudgetLine.objects.get(label="Childcare").amount_minor == 300_00
    author.post(BUDGET, lines_form(delegate, **{"line-1-remove": "on", "line-1-each": ""}))
    assert not BudgetLine.objects.filter(pk=second.pk).exists()
    author.post(BUDGET, lines_form(delegate, down="line-0"))
    assert BudgetLine.objects.get(pk=first.pk).position == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"line-0-each": "abc"}, "Write an amount in figures"),
        ({"line-0-each": ""}, "Write how much one costs"),
        ({"line-0-each": "12.345"}, "more decimal places"),
        ({"line-0-quantity": "0"}, "greater than or equal to 1"),
        ({"line-0-quantity": "many"}, "whole number"),
    ],
)
def test_a_wrong_line_is_named_and_the_rest_stays(author, delegate, changes, words):
    fill_budget(delegate)
    before = list(BudgetLine.objects.values_list("each_minor", flat=True))
    answer = author.post(BUDGET, lines_form(delegate, **{"line-2-note": "A kept note"} | changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "A kept note" in page
    assert list(BudgetLine.objects.values_list("each_minor", flat=True)) == before


@pytest.mark.parametrize(
    "junk", [{}, {"line-TOTAL_FORMS": "x", "line-INITIAL_FORMS": "0"}, {"line-TOTAL_FORMS": "9999"}]
)
def test_a_torn_budget_form_is_no_error_of_ours(author, delegate, junk):
    fill_budget(delegate)
    n = BudgetLine.objects.count()
    assert author.post(BUDGET, junk).status_code == 422
    assert BudgetLine.objects.count() == n


def test_two_tabs_of_the_budget(author, delegate):
    fill_budget(delegate)
    page = author.get(BUDGET).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page).group(1)
    old = lines_form(delegate, seen=seen, **{"line-0-each": "1000"})
    author.post(BUDGET, lines_form(delegate, seen=seen, **{"line-0-each": "1100"}))
    answer = author.post(BUDGET, old)
    assert answer.status_code == 422
    assert "another window" in answer.content.decode()
    assert BudgetLine.objects.order_by("position").first().each_minor == 1100_00


def test_a_line_outside_its_range_says_so_until_it_has_a_note(author, delegate):
    fill_budget(delegate)
    author.post(BUDGET, lines_form(delegate, **{"line-0-each": "3000"}))
    assert "Above the usual range" in author.get(BUDGET).content.decode()
    author.post(BUDGET, lines_form(delegate, **{"line-0-note": "I come from Guam."}))
    assert "Above the usual range" not in author.get(BUDGET).content.decode()


def test_the_budget_page_asks_as_often_with_five_lines_as_with_thirty(
    author, delegate, django_assert_num_queries, django_assert_max_num_queries
):
    fill_budget(delegate)
    budget = delegate.budget
    BudgetLine.objects.filter(pk__in=budget.lines.order_by("-position").values("pk")[5:]).delete()
    with django_assert_max_num_queries(30) as few:
        author.get(BUDGET)
    for n in range(25):
        BudgetLine.objects.create(budget=budget, position=50 + n, label=f"Line {n}", each_minor=1, amount_minor=1)
    with django_assert_num_queries(len(few)):
        author.get(BUDGET)


# -- sending and after ----------------------------------------------------------------------------


def test_sending_with_gaps_says_what_is_missing(author, delegate):
    author.post(STORY, typed(delegate, in_geneva=""))
    page = author.post(SEND, follow=True).content.decode()
    assert "Still missing" in page
    assert not Appeal.objects.get().versions.exists()


def test_sending_and_taking_back(author, delegate):
    write_draft(delegate)
    page = author.post(SEND, follow=True).content.decode()
    assert "Version 1 waits for review" in page
    author.post(reverse("fundraising:my_appeal_take_back"))
    assert Appeal.objects.get().versions.get().review.status == "taken_back"
    assert author.post(reverse("fundraising:my_appeal_take_back")).status_code == 404


def test_the_reviewer_s_notes_are_read(author, delegate):
    review = send(delegate)
    reviews.request_changes(review, by=make_staff(delegate.delegation, "reviewer"), note="Does the family agree?")
    assert "Does the family agree?" in author.get(SEND).content.decode()
    assert "Does the family agree?" in author.get(STORY).content.decode()


def test_history_does_not_cost_more_queries(author, delegate, django_assert_num_queries, django_assert_max_num_queries):
    appeal = send(delegate).version.appeal
    with django_assert_max_num_queries(35) as few:
        author.get(SEND)
    for n in range(8):
        amend(appeal, title=f"Title {n}")
    with django_assert_num_queries(len(few)):
        author.get(SEND)


@pytest.mark.parametrize(("verb", "status"), [("pause", "paused"), ("close", "closed")])
def test_consequences_are_said_before(author, delegate, verb, status):
    appeal = bring_appeal(delegate=delegate)
    address = reverse(f"fundraising:my_appeal_{verb}")
    assert author.get(address).status_code == 200
    appeal.refresh_from_db()
    assert appeal.status == "open"
    author.post(address)
    appeal.refresh_from_db()
    assert appeal.status == status
    assert author.get(SEND).status_code == 200


def test_an_update_waits_for_a_second_reader(author, delegate):
    bring_appeal(delegate=delegate)
    address = reverse("fundraising:my_updates")
    assert author.post(address, {"title": "", "text": "x"}).status_code == 422
    author.post(address, {"title": "We sold 140 plates", "text": "Come again."})
    update = AppealUpdate.objects.get()
    assert update.approved_at is None
    assert "waits for a second reader" in author.get(address).content.decode()
    other = make_delegate(delegate.delegation)
    author.force_login(other.person)
    assert author.post(reverse("fundraising:my_update_hide", args=[update.uuid])).status_code == 404


def test_the_preview_is_the_public_page_and_gives_nowhere(author, delegate):
    write_draft(delegate)
    page = author.get(reverse("fundraising:my_appeal_preview")).content.decode()
    assert TEXT["lede"] in page
    assert page.count("<h1") == 1
    assert "/give/" not in page


def test_who_stays_home_can_still_end_the_page(author, delegate):
    appeal = bring_appeal(delegate=delegate)
    delegate.status = "remote"
    delegate.save()
    assert reverse("fundraising:my_appeal_close") in author.get(STORY).content.decode()
    author.post(reverse("fundraising:my_appeal_close"))
    appeal.refresh_from_db()
    assert appeal.status == "closed"


def test_without_an_appeal_there_is_nothing_to_close(author):
    assert author.get(reverse("fundraising:my_appeal_close")).status_code == 404
