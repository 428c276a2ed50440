"""A booking and the cost that pays it: held in one step, tied to one that is there, told as booked, held, paid."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from delegation.errors import Conflict, DomainError, NotPermitted
from fundraising.actions import claim_money, commitments, disbursements, funds
from fundraising.models import Commitment, Donation
from fundraising.queries import trace, trace_words
from fundraising.queries.claims import usual_days
from fundraising.queries.cost_labels import kind_words
from tests.factories import travel as make
from tests.factories.claims import Journey, pay
from tests.factories.delegation import make_delegate
from tests.factories.fundraising import make_gift, usd
from travel.actions import bookings, costs
from travel.itineraries.legs import leg
from travel.models import BookingCost
from travel.queries.costs import paying, ways
from travel.queries.days import days_away, days_of

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def journey():
    return Journey()


def book(journey, *others, **fields):
    legs = [make.way_there(date.today() + timedelta(days=60))]
    plan = bookings.Plan("QK7I1O", legs, **fields)
    return bookings.record(journey.delegation, journey.logistics, delegates=[journey.delegate, *others], plan=plan)


def prepared(journey, row, units):
    payee = claim_money.payee_of(journey.delegate, journey.logistics)
    return disbursements.prepare(row, journey.logistics, payee=payee, pay=usd(units), form_token=uuid.uuid4())


def hold(booking, by, units=1201, token=None):
    return costs.hold_cost(booking, by, cost=usd(units), form_token=token or uuid.uuid4())


def state(booking):
    found = paying([booking])[booking.pk]
    return found.is_held, found.is_paid, found.words


def test_one_step_asks_each_travellers_fund_for_an_equal_share(journey):
    other = make_delegate(journey.delegation)
    booking, token = book(journey, other), uuid.uuid4()
    found = hold(booking, journey.logistics, units=1201.01, token=token)
    assert [link.commitment.amount_minor for link in found] == [600_51, 600_50]
    assert [link.commitment.fund.delegate for link in found] == [journey.delegate, other]
    assert {link.commitment.status for link in found} == {"proposed"}
    assert {link.commitment.purpose for link in found} == {"fare"}
    # The same form twice is one proposal; another one finds nobody left.
    assert hold(booking, journey.logistics, units=1201.01, token=token) == found
    with pytest.raises(Conflict) as refusal:
        hold(booking, journey.logistics)
    assert refusal.value.code == "held_already"
    assert Commitment.objects.count() == 2


def test_booked_then_held_then_paid(journey):
    booking = book(journey)
    assert state(booking) == (False, False, "its cost is not held")
    row = hold(booking, journey.logistics, 400)[0].commitment
    assert row.budget_line.code.startswith("airfare")
    assert state(booking) == (False, False, "its cost waits for a second person")
    with pytest.raises(NotPermitted):
        commitments.approve(row, journey.logistics)
    commitments.approve(row, journey.treasurer)
    assert state(booking) == (True, False, "its cost is held")
    assert ways([journey.delegate])[journey.delegate.pk].dots == "○●○"
    pay(prepared(journey, row, 400), journey)
    bookings.ticket(booking, journey.logistics)
    assert state(booking) == (True, True, "its cost is paid")
    assert ways([journey.delegate])[journey.delegate.pk].dots == "●●●"


def test_not_held_for_all_is_not_held(journey):
    other = make_delegate(journey.delegation)
    booking = book(journey, other)
    mine, theirs = hold(booking, journey.logistics, 800)
    commitments.approve(mine.commitment, journey.treasurer)
    assert state(booking)[0] is False
    commitments.decline(theirs.commitment, journey.treasurer, "The pool pays.")
    assert state(booking) == (False, False, "not everybody’s share is held")


def test_a_cost_that_is_held_already_is_tied_to_it(journey):
    row, booking = journey.hold(300), book(journey)
    link = costs.link_cost(booking, row, journey.treasurer)
    assert costs.link_cost(booking, row, journey.treasurer) == link
    assert state(booking)[0] is True
    costs.unlink_cost(link, journey.logistics)
    assert state(booking) == (False, False, "its cost is not held")
    with pytest.raises(Conflict):
        costs.unlink_cost(link, journey.logistics)
    assert costs.link_cost(booking, row, journey.treasurer) != link
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingCost.objects.filter(pk=link.pk).update(commitment=journey.hold(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingCost.objects.filter(pk=link.pk).update(ended_by=None)


def test_the_pools_cost_pays_for_everybody(journey):
    pool = funds.open_pool(journey.delegation)
    make_gift(pool, 500, fee=0)
    row = commitments.propose_commitment(
        pool, journey.logistics, cost=usd(400), purpose="fare", what="Flights", form_token=uuid.uuid4()
    )
    commitments.approve(row, journey.treasurer)
    booking = book(journey, make_delegate(journey.delegation))
    costs.link_cost(booking, row, journey.logistics)
    assert state(booking)[0] is True
    with pytest.raises(Conflict):
        hold(booking, journey.logistics)


def test_not_a_cost_of_somebody_else(journey):
    booking = book(journey)
    elsewhere = Journey(delegation=journey.delegation).hold(50)
    with pytest.raises(DomainError) as refusal:
        costs.link_cost(booking, elsewhere, journey.logistics)
    assert refusal.value.field == "commitment"


def test_who_may(journey):
    booking = book(journey)
    for fn in (lambda by: hold(booking, by), lambda by: costs.link_cost(booking, journey.hold(5), by)):
        with pytest.raises(NotPermitted):
            fn(journey.person)
    bookings.cancel(booking, journey.logistics)
    with pytest.raises(Conflict) as refusal:
        hold(booking, journey.logistics)
    assert refusal.value.code == "cancelled"


def test_the_page_holds_it_and_shows_it(journey, client):
    booking = book(journey, price=usd(512))
    client.force_login(journey.logistics)
    page = reverse("travel:booking", args=[booking.uuid])
    assert 'value="512"' in client.get(page).text.replace("512.00", "512")
    sent = {"amount": "512", "currency": "USD", "form_token": str(uuid.uuid4())}
    assert client.post(reverse("travel:hold_cost", args=[booking.uuid]), sent).url == page
    assert "its cost waits for a second person" in client.get(page).text
    wrong = client.post(reverse("travel:hold_cost", args=[booking.uuid]), sent | {"amount": "many"})
    assert wrong.status_code == 422
    file = client.get(reverse("travel:delegate_file", args=[journey.delegate.uuid])).text
    assert "its cost waits for a second person" in file
    board = client.get(reverse("travel:board", args=[journey.delegation.slug])).text
    assert "not ticketed, cost not held, cost not paid" in board


def test_a_giver_reads_what_the_gift_bought_and_nothing_of_the_way(db):
    journey = Journey(units=500)
    gift = Donation.objects.get(fund=journey.fund)
    booking = book(journey)
    row = commitments.approve(hold(booking, journey.logistics, 300)[0].commitment, journey.treasurer)
    pay(prepared(journey, row, 300), journey)
    told = trace_words.uses(trace.of_gift(gift), gift)
    words = " ".join(use.words for use in told)
    assert kind_words(row.budget_line.code) in words
    for secret in ("QK7I1O", "GVA", "Geneva", "EWR", "Newark", "HV"):
        assert secret not in f"{words} {row.what}"


# -- the days of a claim ------------------------------------------------------------------------------------
def flight(day, origin, destination, *, lands=0, leaves_at=10):
    at = datetime(2026, 11, day, leaves_at)
    return leg("HV 1", origin, destination, at, at + timedelta(days=lands, hours=9 if not lands else -2))


def test_first_and_last_day_by_the_clocks_of_their_places():
    there, back = flight(2, "EWR", "GVA", lands=1, leaves_at=18), flight(12, "GVA", "EWR")
    assert days_away([back, there], None) == (date(2026, 11, 2), date(2026, 11, 12))


@pytest.mark.parametrize(
    ("return_on", "expected"),
    [
        (date(2026, 11, 9), (date(2026, 11, 2), date(2026, 11, 9))),
        (date(2026, 11, 1), None),
        (date(2027, 3, 1), None),
        (None, None),
    ],
)
def test_without_a_flight_home_the_delegations_return_counts(return_on, expected):
    assert days_away([flight(2, "EWR", "GVA", lands=1, leaves_at=18)], return_on) == expected
    assert days_away([], return_on) is None


def test_the_claim_begins_with_the_days_of_the_flights_and_they_can_be_changed(journey, client):
    today = date.today()
    first = today - timedelta(days=4)
    at = datetime.combine(first, datetime.min.time())
    legs = [
        leg("HV 418", "EWR", "GVA", at.replace(hour=18), at.replace(hour=8) + timedelta(days=1)),
        leg("HV 419", "GVA", "EWR", at.replace(hour=9) + timedelta(days=3), at.replace(hour=12) + timedelta(days=3)),
    ]
    plan = bookings.Plan("QK7I1O", legs)
    bookings.record(journey.delegation, journey.logistics, delegates=[journey.delegate], plan=plan)
    assert [d.kind for d in days_of(journey.delegate, by=journey.person)] == ["travel", "full", "full", "travel"]
    client.force_login(journey.person)
    client.post(reverse("travel:draft_claim"))
    claim = journey.delegate.claims.get()
    assert [line.day_kind for line in claim.lines.order_by("spent_on")] == ["travel", "full", "full", "travel"]
    # One breakfast was provided and one day is taken out; then the flights again: the breakfast stays ticked.
    claim.lines.filter(spent_on=first).delete()
    claim.lines.filter(spent_on=first + timedelta(days=1)).update(meals="breakfast")
    answer = client.post(reverse("travel:fill_days", args=[claim.uuid]))
    assert answer.url == reverse("fundraising:claim_days", args=[claim.uuid])
    kept = {line.spent_on: line.meals for line in claim.lines.all()}
    assert kept == {first + timedelta(days=n): "breakfast" if n == 1 else "" for n in range(4)}


def test_without_bookings_the_usual_days(journey):
    assert days_of(journey.delegate, by=journey.person) == usual_days(journey.delegate)


def test_nobody_elses_claim_is_filled(journey, client):
    claim = journey.claim(5, send=False)
    client.force_login(journey.logistics)
    assert client.post(reverse("travel:fill_days", args=[claim.uuid])).status_code == 404
