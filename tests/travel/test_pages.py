"""The journey's doors: who may open which page, what a form says of bad input, and lists whose queries do not grow."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from delegation.lifecycle import LIFECYCLES
from delegation.models import AuditEvent, OutboxMail
from delegation.permissions import REGISTRY
from fundraising.actions.funds import open_pool
from tests.factories import travel as make
from travel.actions import accreditation, bookings, briefings, papers, waivers
from travel.models import Acknowledgement, Booking, Passport, Waiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def geneva():
    row = make.delegation(name="Geneva 2030")
    make.dates(row, in_days=120)
    open_pool(row)
    return row


@pytest.fixture
def kai(geneva):
    return make.staff(geneva, "logistics", name="Kai Moana")


@pytest.fixture
def ana(geneva):
    return make.delegate(geneva, name="Ana Reyes")


@pytest.fixture
def as_(client):
    def login(person):
        client.force_login(person)
        return client

    return login


def staff_urls(geneva, ana, kai):
    booking = make.booking(geneva, kai, [ana])
    briefing = briefings.create(geneva, kai, title="Security", bodies={"en": "Words"})
    slug = [geneva.slug]
    return [
        reverse("travel:desk"),
        reverse("travel:board", args=slug),
        reverse("travel:board", args=slug) + f"?open={ana.uuid}",
        reverse("travel:board_export", args=slug),
        reverse("travel:find", args=slug) + "?q=ana",
        reverse("travel:bookings", args=slug),
        reverse("travel:record_booking", args=slug),
        reverse("travel:accreditations", args=slug),
        reverse("travel:briefings_desk", args=slug),
        reverse("travel:new_briefing", args=slug),
        reverse("travel:publish_briefing", args=[briefing.uuid]),
        reverse("travel:booking", args=[booking.uuid]),
        reverse("travel:delegate_file", args=[ana.uuid]),
        reverse("travel:api_readiness", args=slug),
    ]


def test_staff_open_every_page(as_, geneva, ana, kai):
    for url in staff_urls(geneva, ana, kai):
        assert as_(kai).get(url).status_code == 200, url


def test_others_open_none_of_them(as_, client, geneva, ana, kai):
    other_staff = make.staff(make.delegation(), "director")
    for url in staff_urls(geneva, ana, kai):
        if url == reverse("travel:desk"):
            continue
        client.logout()
        answer = client.get(url)
        assert answer.status_code in {302, 403}, url
        assert as_(ana.person).get(url).status_code in {403, 404}, url
        assert as_(other_staff).get(url).status_code in {403, 404}, url


def test_the_desk_is_for_staff(as_, ana):
    assert as_(ana.person).get(reverse("travel:desk")).status_code == 403


@pytest.mark.parametrize("role", ["reviewer", "treasurer", "communications", "director", "auditor"])
def test_every_role_reads_the_desk_and_the_board(as_, geneva, ana, role):
    person = make.staff(geneva, role)
    assert as_(person).get(reverse("travel:desk")).status_code == 200
    assert as_(person).get(reverse("travel:board", args=[geneva.slug])).status_code == 200


# -- lists --------------------------------------------------------------------------------------


def fill(geneva, kai, count):
    ngo = make.ngo()
    document = briefings.create(geneva, kai, title="Read me", bodies={"en": "Words"})
    for n in range(count):
        someone = make.delegate(geneva)
        make.budget(someone, 50_000)
        passport = make.passport(someone)
        booking = make.booking(geneva, kai, [someone])
        if n % 3 == 0:
            bookings.ticket(booking, kai)
            papers.see(passport, kai)
            briefings.acknowledge(document.versions.get(), someone.person, delegate=someone)
        if n % 3 == 1:
            accreditation.ask_letter(someone, kai, ngo=ngo)
            waivers.waive(someone, kai, requirement="booking", reason="risk_taken")
    return document


LISTS = ["board", "bookings", "accreditations", "briefings_desk", "find", "board_export"]


def test_lists_take_as_many_queries_for_thirty_as_for_three(client):
    counted = {}
    for count in (3, 30):
        delegation = make.delegation()
        make.dates(delegation)
        open_pool(delegation)
        person = make.staff(delegation, "logistics", "director", "reviewer", "treasurer", "communications")
        document = fill(delegation, person, count)
        client.force_login(person)
        urls = {name: reverse(f"travel:{name}", args=[delegation.slug]) for name in LISTS}
        urls["find"] += "?q=Person"
        urls["desk"] = reverse("travel:desk")
        urls["readers"] = reverse("travel:publish_briefing", args=[document.uuid])
        urls["api"] = reverse("travel:api_readiness", args=[delegation.slug])
        for url in urls.values():
            client.get(url)
        for name, url in urls.items():
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            counted.setdefault(name, []).append(len(captured))
    # More than fifty never happens here, so no page is shorter than its list; the desk asks once more to count.
    slack = {"desk": 6}
    for name, (three, thirty) in counted.items():
        assert thirty - three <= slack.get(name, 0), (name, three, thirty)


def test_the_export_holds_no_formula(as_, geneva, kai):
    make.delegate(geneva, name="=HYPERLINK(1)")
    body = as_(kai).get(reverse("travel:board_export", args=[geneva.slug])).content.decode()
    assert "'=HYPERLINK(1)" in body


def test_the_board_filters(as_, geneva, kai, ana):
    make.delegate(geneva, name="Ben", status="remote")
    url = reverse("travel:board", args=[geneva.slug])
    assert "Ana Reyes" in as_(kai).get(url + "?q=reyes").content.decode()
    assert "Ana Reyes" not in as_(kai).get(url + "?q=nobody").content.decode()
    assert "Ben" not in as_(kai).get(url + "?requirement=booking").content.decode()
    for show in ("blocked", "on_the_way", "ready", "late", "mine", "nonsense"):
        assert as_(kai).get(url + f"?show={show}&page=99").status_code == 200


def test_reminders_go_to_those_who_owe_once_a_day(as_, kai):
    late = make.delegation()
    make.dates(late, in_days=20)
    make.delegate(late)
    make.delegate(late, status="applied")
    person = make.staff(late, "communications")
    for _time in range(2):
        as_(person).post(reverse("travel:remind_late", args=[late.slug]))
    assert OutboxMail.objects.filter(notice="travel.late").count() == 1
    assert as_(make.staff(late, "auditor")).post(reverse("travel:remind_late", args=[late.slug])).status_code == 403


# -- bookings -----------------------------------------------------------------------------------


def flight(n=0, **changes):
    fields = {
        "flight": "HV 418",
        "origin": "ewr",
        "destination": "GVA",
        "departs_on": "2031-11-05",
        "departs_at": "18:10",
        "arrives_on": "2031-11-06",
        "arrives_at": "07:50",
    } | changes
    return {f"leg-{n}-{name}": value for name, value in fields.items()}


def booked(ana, **changes):
    return {"locator": "QK7I1O", "delegates": [str(ana.uuid)], "rows": "2", "currency": "USD"} | flight() | changes


def test_staff_record_a_booking_and_open_it(as_, geneva, kai, ana):
    url = reverse("travel:record_booking", args=[geneva.slug])
    answer = as_(kai).post(url, booked(ana, price="812.40", held_until="2031-01-01T10:00"))
    booking = Booking.objects.get()
    assert answer.status_code == 302
    assert (booking.price_minor, booking.price_currency, booking.status) == (81_240, "USD", "held")
    page = as_(kai).get(reverse("travel:booking", args=[booking.uuid])).content.decode()
    assert "QK7I1O" not in page
    assert "EWR" not in page
    shown = as_(kai).post(reverse("travel:reveal_booking", args=[booking.uuid]))
    assert "QK7I1O" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert (
        AuditEvent.objects.filter(verb="delegation.reveal", object_uuid=booking.uuid, actor_uuid=kai.uuid).count() == 1
    )


def test_who_does_not_travel_or_book_opens_no_flights(as_, geneva, kai, ana):
    booking = make.booking(geneva, kai, [ana])
    reviewer = make.staff(geneva, "reviewer")
    assert as_(reviewer).post(reverse("travel:reveal_booking", args=[booking.uuid])).status_code == 403
    assert not AuditEvent.objects.filter(verb="delegation.reveal").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"locator": "?"}, "five to eight letters"),
        ({"delegates": []}, "Say who flies"),
        (flight(origin="QQQ"), "do not know the airport"),
        (flight(flight="x"), "A flight number is"),
        (flight(arrives_on="2031-11-05"), "land before it leaves"),
        (flight(arrives_on=""), "on the ticket"),
        (
            flight(departs_on="2031-03-09", departs_at="02:30", arrives_on="2031-03-09", arrives_at="18:00"),
            "does not exist",
        ),
        (flight(1, departs_on="2031-11-05"), "before HV 418 has landed"),
        ({f"leg-0-{n}": "" for n in ("flight", "origin", "destination", "departs_on", "departs_at", "arrives_on",
                                     "arrives_at")}, "at least one flight"),
        ({"price": "-3"}, "greater than or equal"),
        ({"price": "1.234"}, "decimal places"),
        ({"held_until": "2001-01-01T10:00"}, "has passed"),
        ({"rows": "many"}, None),
    ],
)  # fmt: skip
def test_bad_bookings_say_so_and_keep_what_was_typed(as_, geneva, kai, ana, changes, words):
    answer = as_(kai).post(reverse("travel:record_booking", args=[geneva.slug]), booked(ana) | changes)
    if words is None:
        assert answer.status_code == 302
        return
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    if "leg-0-departs_at" not in changes:
        assert 'value="18:10"' in page
    assert not Booking.objects.exists()


def test_a_time_that_happens_twice_is_asked_then_taken(as_, geneva, kai, ana):
    url = reverse("travel:record_booking", args=[geneva.slug])
    twice = flight(departs_on="2031-11-02", departs_at="01:30", arrives_on="2031-11-02", arrives_at="15:00")
    answer = as_(kai).post(url, booked(ana) | twice)
    assert answer.status_code == 422
    assert "leg-0-departs_fold" in answer.content.decode()
    assert as_(kai).post(url, booked(ana) | twice | {"leg-0-departs_fold": "1"}).status_code == 302


def test_another_flight_is_one_more_row_with_nothing_lost(as_, geneva, kai, ana):
    url = reverse("travel:record_booking", args=[geneva.slug])
    answer = as_(kai).post(url, booked(ana, add="1", locator="KEEP12"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "leg-2-flight" in page
    assert 'value="KEEP12"' in page
    assert 'value="HV 418"' in page
    assert re.search(rf'value="{ana.uuid}"[^>]*checked', page)
    assert not Booking.objects.exists()


def test_ticket_cancel_and_check_by_button(as_, geneva, kai, ana):
    booking = make.booking(geneva, kai, [ana])
    traveller = booking.travellers.get()
    wrong = as_(kai).post(reverse("travel:ticket_booking", args=[booking.uuid]), {f"ticket-{traveller.uuid}": "12"})
    assert wrong.status_code == 422
    as_(kai).post(reverse("travel:ticket_booking", args=[booking.uuid]), {f"ticket-{traveller.uuid}": "7241234567890"})
    as_(kai).post(reverse("travel:check_booking", args=[booking.uuid]))
    assert booking.checks.count() == 2
    as_(kai).post(reverse("travel:cancel_booking", args=[booking.uuid]))
    booking.refresh_from_db()
    assert booking.status == "cancelled"


# -- the delegate's own -------------------------------------------------------------------------


def test_my_pages_open(as_, geneva, ana, kai):
    for name in ("my_journey", "my_papers", "my_flights", "record_own_booking"):
        assert as_(ana.person).get(reverse(f"travel:{name}")).status_code == 200, name
    bookings.ticket(make.booking(geneva, kai, [ana]), kai)
    page = as_(ana.person).get(reverse("travel:my_journey")).content.decode()
    assert "HV 418" in page
    assert "QK7I1O" in page


@pytest.mark.parametrize("status", ["applied", "declined", "withdrawn", "remote", "travelling", "home", "closed"])
def test_my_journey_says_where_i_stand(as_, geneva, status):
    someone = make.delegate(geneva, status=status)
    answer = as_(someone.person).get(reverse("travel:my_journey"))
    assert answer.status_code == 200


def test_nobody_on_a_delegation_is_sent_to_where_they_can_ask(as_):
    assert as_(make.person()).get(reverse("travel:my_journey")).status_code == 302


def test_the_first_step_is_the_appeal(as_, ana):
    assert "Write your appeal" in as_(ana.person).get(reverse("travel:my_journey")).content.decode()


def test_passport_dates_are_given_masked_shown_and_changed(as_, ana):
    url = reverse("travel:my_papers")
    today = timezone.localdate()
    dates = {"country": "CA", "issued_on": today - timedelta(days=99), "expires_on": today + timedelta(days=3000)}
    assert as_(ana.person).post(url, dates).status_code == 302
    page = as_(ana.person).get(url).content.decode()
    assert "Canada" not in page
    assert str(dates["expires_on"].year) not in page.split("Why, who sees it")[0].split("What we keep")[1]
    shown = as_(ana.person).post(reverse("travel:reveal_papers"))
    assert "Canada" in shown.content.decode()
    assert Passport.objects.get().status == "declared"


@pytest.mark.parametrize(
    "changes", [{"country": ""}, {"country": "XX"}, {"issued_on": "2099-01-01"}, {"expires_on": "never"}, {}]
)
def test_bad_passport_dates(as_, ana, changes):
    given = {"country": "US", "issued_on": "2020-01-01", "expires_on": "2019-01-01"} | changes
    answer = as_(ana.person).post(reverse("travel:my_papers"), given)
    assert answer.status_code == 422
    assert not Passport.objects.exists()


def test_a_delegate_records_and_takes_away_their_own_booking(as_, geneva, ana, kai):
    sent = {"locator": "ABC123", "rows": "2"} | flight()
    assert as_(ana.person).post(reverse("travel:record_own_booking"), sent).status_code == 302
    mine = Booking.objects.get()
    assert as_(make.delegate(geneva).person).post(
        reverse("travel:cancel_own_booking", args=[mine.uuid])
    ).status_code == 404  # fmt: skip
    as_(ana.person).post(reverse("travel:cancel_own_booking", args=[mine.uuid]))
    mine.refresh_from_db()
    assert mine.status == "cancelled"


def test_a_remote_delegate_records_no_flights(as_, geneva):
    someone = make.delegate(geneva, status="remote")
    assert as_(someone.person).get(reverse("travel:record_own_booking")).status_code == 403


def test_reading_and_acknowledging(as_, geneva, ana, kai):
    document = briefings.create(geneva, kai, title="Security", bodies={"en": "## Phones\n\nOff, please."})
    url = reverse("travel:briefing", args=[document.uuid])
    assert "<h3>Phones</h3>" in as_(ana.person).get(url).content.decode()
    version = document.versions.get()
    as_(ana.person).post(reverse("travel:acknowledge_briefing", args=[version.uuid]))
    assert Acknowledgement.objects.get().delegate == ana
    briefings.publish(document, kai, bodies={"en": "Other words"})
    assert "Changed since you read it" in as_(ana.person).get(url).content.decode()
    stranger = make.delegate(make.delegation())
    assert as_(stranger.person).get(url).status_code == 404
    assert as_(stranger.person).post(reverse("travel:acknowledge_briefing", args=[version.uuid])).status_code == 404


# -- the file -----------------------------------------------------------------------------------


def test_the_verbs_of_the_file(as_, geneva, ana, kai):
    ngo = make.ngo()
    passport = make.passport(ana)
    client = as_(kai)
    shown = client.post(reverse("travel:reveal_passport", args=[passport.uuid]))
    assert "United States" in shown.content.decode()
    client.post(reverse("travel:see_passport", args=[passport.uuid]))
    client.post(reverse("travel:begin_accreditation", args=[ana.uuid]), {"ngo": str(ngo.uuid)})
    for verb in ("sign_letter", "submit", "approve"):
        client.post(reverse(f"travel:{verb}_accreditation", args=[ana.accreditation.uuid]))
    ana.accreditation.refresh_from_db()
    passport.refresh_from_db()
    assert (passport.status, ana.accreditation.status) == ("seen", "approved")
    client.post(
        reverse("travel:waive_requirement", args=[ana.uuid]), {"requirement": "booking", "reason": "risk_taken"}
    )
    waiver = Waiver.objects.get()
    client.post(reverse("travel:end_waiver", args=[waiver.uuid]))
    waiver.refresh_from_db()
    assert waiver.ended_by == kai
    client.post(reverse("travel:reject_passport", args=[passport.uuid]))
    passport.refresh_from_db()
    assert passport.status == "rejected"


@pytest.mark.parametrize(
    ("name", "sent"),
    [("begin_accreditation", {"ngo": "x"}), ("waive_requirement", {"requirement": "x", "reason": "y"})],
)
def test_bad_input_on_the_file(as_, ana, kai, name, sent):
    assert as_(kai).post(reverse(f"travel:{name}", args=[ana.uuid]), sent).status_code == 422


def test_a_reviewer_sees_the_file_without_papers_and_without_buttons(as_, geneva, ana):
    passport = make.passport(ana)
    reviewer = make.staff(geneva, "reviewer")
    page = as_(reviewer).get(reverse("travel:delegate_file", args=[ana.uuid])).content.decode()
    assert reverse("travel:see_passport", args=[passport.uuid]) not in page
    assert as_(reviewer).post(reverse("travel:reveal_passport", args=[passport.uuid])).status_code == 403
    assert as_(reviewer).post(reverse("travel:see_passport", args=[passport.uuid])).status_code == 403


# -- briefings desk -----------------------------------------------------------------------------


def test_a_document_is_looked_at_then_published(as_, geneva, kai):
    url = reverse("travel:new_briefing", args=[geneva.slug])
    words = {"title": "The badge", "required": "on", "body_en": "**Bring** the passport"}
    looked = as_(kai).post(url, words | {"preview": "1"})
    assert "<strong>Bring</strong>" in looked.content.decode()
    assert not geneva.briefings.exists()
    assert as_(kai).post(url, words).status_code == 302
    document = geneva.briefings.get()
    edit = reverse("travel:publish_briefing", args=[document.uuid])
    as_(kai).post(edit, {"body_en": "Bring the passport and the mail"})
    assert document.versions.count() == 2
    assert as_(kai).post(edit, {"body_en": ""}).status_code == 422
    as_(kai).post(reverse("travel:withdraw_briefing", args=[document.uuid]))
    document.refresh_from_db()
    assert document.withdrawn_at


# -- everybody ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["home", "money"])
def test_public_pages_hold_nothing_of_their_visitor(as_, client, geneva, ana, name):
    url = reverse(f"travel:{name}")
    first = client.get(url)
    assert first.status_code == 200
    assert not first.cookies
    again = as_(ana.person).get(url)
    assert again.content == first.content
    assert "csrfmiddlewaretoken" not in first.content.decode()


def test_home_changes_when_somebody_joins(client, geneva, ana):
    assert "1 still waits for thread" in client.get("/").content.decode()
    make.delegate(geneva)
    assert "2 still wait for thread" in client.get("/").content.decode()


def test_home_without_a_journey(client):
    assert client.get("/").status_code == 200


def test_home_takes_as_many_queries_for_thirty(client):
    counts = []
    row = make.delegation()
    make.dates(row, in_days=30)
    open_pool(row)
    for size in (3, 27):
        for _n in range(size):
            make.budget(make.delegate(row), 10_000)
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


# -- the api ------------------------------------------------------------------------------------


def test_the_api_says_who_stands_where(as_, client, geneva, ana, kai):
    url = reverse("travel:api_readiness", args=[geneva.slug])
    answer = as_(kai).get(url)
    row = answer.json()["results"][0]
    assert row["delegate"] == str(ana.uuid)
    assert {s["code"] for s in row["standings"]} == {"funding", "booking", "passport_valid", "accred_ok", "briefing"}
    assert "Ana" not in answer.content.decode()
    refused = as_(ana.person).get(url)
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert as_(kai).get(reverse("travel:api_readiness", args=["nowhere"])).status_code == 404


# -- one verb, one name -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["travel.booking", "travel.passport", "travel.accreditation"])
def test_each_verb_has_a_permission(kind):
    app, model = kind.split(".")
    for verb in LIFECYCLES[kind].verbs:
        assert f"{app}.{verb}_{model}" in REGISTRY
