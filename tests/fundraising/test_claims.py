"""A claim as its traveller writes it, and what staff decide of it: every step with the books behind it."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from djmoney.money import Money

from delegation import sealed
from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import OutboxMail
from fundraising.actions import claim_decisions, claims
from fundraising.actions.claim_decisions import Verdict
from fundraising.allowances.per_diem import CalendarDay
from fundraising.ledger import balances
from fundraising.models import Account, ClaimLine, ClaimPart, Commitment, Disbursement, ExpenseClaim, JournalEntry
from fundraising.queries import claims as queries
from tests.factories.appeals import make_picture
from tests.factories.claims import Journey, pay
from tests.factories.fundraising import usd

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def journey():
    return Journey()


def held(journey):
    return balances.of_fund(journey.fund)


def in_hand(journey) -> int:
    account = Account.objects.filter(code="advances", delegate=journey.delegate).first()
    return account.balance_minor if account else 0


def test_a_claim_without_an_advance_is_held_and_paid_out(journey):
    before = held(journey).available
    claim = journey.approved(50, 20)
    assert claim.status == "approved"
    assert (held(journey).available, held(journey).committed) == (before - 70_00, 70_00)
    payment = journey.payment_of(claim)
    assert (payment.kind, payment.amount_minor, payment.status) == ("claim", 70_00, "prepared")
    assert payment.prepared_by == journey.logistics
    pay(payment, journey)
    claim.refresh_from_db()
    assert claim.status == "paid"
    assert held(journey).committed == 0


def test_what_is_held_already_is_drawn_on_first(journey):
    commitment = journey.hold(60, "ground_geneva")
    claim = journey.approved(50, 20)
    parts = ClaimPart.objects.filter(line__claim=claim)
    assert sum(p.amount_minor for p in parts if p.commitment == commitment) == 60_00
    assert held(journey).committed == 70_00
    assert Disbursement.objects.filter(about_uuid=claim.uuid).count() == 2


def test_an_advance_is_accounted_for_first_and_the_rest_paid(journey):
    journey.hold(100)
    advance = journey.advance(100)
    assert in_hand(journey) == 100_00
    claim = journey.approved(130)
    advance.refresh_from_db()
    assert (advance.status, in_hand(journey)) == ("settled", 0)
    assert journey.payment_of(claim).amount_minor == 30_00
    assert queries.totals(queries.whole_claim(claim.uuid)).from_advance_minor == 100_00
    assert JournalEntry.objects.filter(kind="advance_accounted").count() == 1


def test_a_claim_the_advance_covers_is_settled_at_once(journey):
    journey.hold(100)
    advance = journey.advance(100)
    claim = journey.approved(40)
    advance.refresh_from_db()
    assert (claim.status, advance.status, in_hand(journey)) == ("settled", "paid", 60_00)
    assert not Disbursement.objects.filter(about_uuid=claim.uuid).exists()


def test_line_by_line(journey):
    claim = journey.claim(50, 20, 10)
    first, second, third = claim.lines.order_by("position")
    verdicts = {first.uuid: Verdict(45_00, "other_amount"), second.uuid: Verdict(0, "personal")}
    claim = claim_decisions.part_approve(claim, verdicts, by=journey.treasurer)
    assert claim.status == "part_approved"
    assert [row.state for row in claim.lines.order_by("position")] == ["ok", "refused", "ok"]
    assert journey.payment_of(claim).amount_minor == 55_00


def test_all_of_it_line_by_line_is_an_approval(journey):
    assert claim_decisions.part_approve(journey.claim(50), {}, by=journey.treasurer).status == "approved"


@pytest.mark.parametrize(
    ("minor", "reason", "code"),
    [
        (60_00, "", "above"),
        (-1, "personal", "above"),
        (10_00, "", "reason"),
        (10_00, "other", "note_missing"),
        (0, "personal", "nothing"),
    ],
)
def test_what_is_no_verdict_is_refused_and_nothing_moves(journey, minor, reason, code):
    claim = journey.claim(50)
    line = claim.lines.get()
    with pytest.raises(DomainError) as refusal:
        claim_decisions.part_approve(claim, {line.uuid: Verdict(minor, reason)}, by=journey.treasurer)
    assert refusal.value.code == code
    claim.refresh_from_db()
    assert (claim.status, claim.lines.get().state) == ("submitted", "open")


def test_nobody_approves_their_own(journey):
    from tests.factories.delegation import make_role

    make_role(journey.person, journey.delegation, "logistics")
    claim = journey.claim(50)
    with pytest.raises(NotPermitted):
        claim_decisions.approve(claim, by=journey.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseClaim.objects.filter(pk=claim.pk).update(
            status="approved", decided_by=journey.person, decided_at=claim.submitted_at
        )


def test_the_database_knows_whose_journey_it_is(journey):
    """Sent by somebody else, the traveller may still not decide it."""
    claim = journey.claim(50)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseClaim.objects.filter(pk=claim.pk).update(
            status="approved", submitted_by=journey.director, decided_by=journey.person, decided_at=claim.submitted_at
        )


@pytest.mark.parametrize("role", ["director", "treasurer", "logistics"])
def test_who_decides(journey, role):
    assert claim_decisions.approve(journey.claim(10), by=getattr(journey, role)).decided_by == getattr(journey, role)


def test_a_question_and_its_answer(journey):
    claim = journey.claim(50)
    line = claim.lines.get()
    claim = claim_decisions.flag(claim, {line.uuid: "no_receipt"}, note="Which bus?", by=journey.treasurer)
    assert (claim.status, claim.lines.get().reason) == ("flagged", "no_receipt")
    assert OutboxMail.objects.filter(notice="fundraising.claim_question").count() == 1
    claims.add_file(claim, make_picture((77, 33)), by=journey.person)
    claim = claims.answer(claim, note="The one to the airport.", by=journey.person)
    assert (claim.status, claim.lines.get().state) == ("submitted", "open")
    assert [note.text for note in claim.notes.all()] == ["Which bus?", "The one to the airport."]


def test_a_question_needs_words(journey):
    with pytest.raises(DomainError):
        claim_decisions.flag(journey.claim(50), {}, note=" ", by=journey.treasurer)


def test_what_was_sent_never_changes(journey):
    claim = journey.claim(50)
    line = claim.lines.get()
    for change in ({"claimed_minor": 1}, {"currency": "EUR"}, {"spent_on": line.spent_on - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClaimLine.objects.filter(pk=line.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimLine.objects.filter(pk=line.pk).delete()
    with pytest.raises(Conflict):
        claims.remove_line(line, by=journey.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimLine.objects.create(claim=claim, spent_on=line.spent_on, claimed_minor=1, currency="USD")


def test_what_was_decided_never_changes(journey):
    line = journey.approved(50).lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimLine.objects.filter(pk=line.pk).update(approved_minor=10_00)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimPart.objects.filter(line=line).update(amount_minor=1)


def test_taken_back_it_can_be_changed_again(journey):
    claim = claims.take_back(journey.claim(50), by=journey.person)
    assert claim.status == "draft"
    claims.remove_line(claim.lines.get(), by=journey.person)
    with pytest.raises(DomainError, match="Add what you paid"):
        claims.submit(claim, by=journey.person)


def test_declined_with_words_and_nothing_moves(journey):
    before = held(journey)
    claim = claim_decisions.decline(journey.claim(50), note="It was paid by the host.", by=journey.director)
    assert (claim.status, claim.lines.get().state, held(journey)) == ("declined", "refused", before)


def test_a_fund_that_is_short_says_so(journey):
    with pytest.raises(Conflict) as refusal:
        journey.approved(1500, 600)
    assert refusal.value.code == "fund_short"
    assert not ClaimPart.objects.exists()
    assert held(journey).committed == 0


def test_what_is_held_and_not_needed_is_free_again(journey):
    commitment = journey.hold(300, "ground_geneva")
    before = held(journey).available
    claim_decisions.approve(journey.claim(50), last=True, by=journey.logistics)
    commitment.refresh_from_db()
    assert (commitment.released_minor, held(journey).available, held(journey).committed) == (
        250_00,
        before + 250_00,
        50_00,
    )


# -- francs -----------------------------------------------------------------------------------------------
def test_francs_keep_rate_day_and_source(journey):
    line = journey.claim(100, currency="CHF").lines.get()
    assert (line.claimed_minor, line.currency, line.converted_minor) == (100_00, "CHF", 112_00)
    assert (line.rate_on.isoformat(), line.rate_source) == ("2026-08-20", "National bank")


def test_the_card_statement_wins(journey):
    claim = journey.claim(100, currency="CHF")
    line = claim.lines.get()
    with pytest.raises(DomainError, match="evidence"):
        claim_decisions.set_figure(line, usd("114.37"), None, by=journey.treasurer)
    line = claim_decisions.set_figure(line, usd("114.37"), make_picture((55, 44)), by=journey.treasurer)
    assert (line.counts_minor, line.converted_minor) == (114_37, 112_00)
    claim_decisions.approve(claim, by=journey.logistics)
    assert journey.payment_of(claim).amount_minor == 114_37
    with pytest.raises(Conflict):
        claim_decisions.set_figure(line, usd(1), make_picture(), by=journey.treasurer)


def test_without_a_rate_it_waits_for_a_figure(journey):
    claim = journey.claim(100, currency="EUR")
    line = claim.lines.get()
    assert (line.converted_minor, line.counts_minor) == (None, None)
    with pytest.raises(DomainError) as refusal:
        claim_decisions.approve(claim, by=journey.logistics)
    assert refusal.value.code == "no_rate"
    claim_decisions.set_figure(line, usd(117), make_picture((61, 20)), by=journey.treasurer)
    assert claim_decisions.approve(claim, by=journey.logistics).status == "approved"


# -- days and miles ---------------------------------------------------------------------------------------
def test_days_come_from_the_table(journey):
    day = claims.today() - timedelta(days=3)
    claim = claims.draft_claim(
        journey.delegate,
        days=[CalendarDay(day, "travel"), CalendarDay(day + timedelta(days=1), "full", frozenset({"lunch"}))],
        by=journey.person,
    )
    travel, full = claim.lines.order_by("spent_on")
    assert (travel.claimed_minor, full.claimed_minor, full.currency, full.meals) == (25_00, 35_00, "CHF", "lunch")
    assert full.converted_minor == 39_20
    assert (full.budget_line.code, full.allowance_source) == ("daily", "CAGI, budget for delegates")
    assert claims.draft_claim(journey.delegate, days=[], by=journey.person) == claim
    assert claim.lines.count() == 2


def test_a_day_is_claimed_once(journey):
    day = CalendarDay(claims.today())
    claims.submit(claims.draft_claim(journey.delegate, days=[day], by=journey.person), by=journey.person)
    again = claims.draft_claim(journey.delegate, by=journey.person)
    with pytest.raises(DomainError) as refusal:
        claims.set_days(again, [day], by=journey.person)
    assert refusal.value.code == "day_taken"


def test_a_day_with_every_meal_comes_to_nothing_and_is_right(journey):
    meals = frozenset({"breakfast", "lunch", "dinner"})
    days = [CalendarDay(claims.today(), "travel", meals), CalendarDay(claims.today() - timedelta(days=1))]
    claim = claims.submit(claims.draft_claim(journey.delegate, days=days, by=journey.person), by=journey.person)
    claim = claim_decisions.approve(claim, by=journey.logistics)
    assert {line.state for line in claim.lines.all()} == {"ok"}
    assert journey.payment_of(claim).amount_minor == 56_00


def test_a_day_to_come_is_not_sent(journey):
    claim = claims.draft_claim(
        journey.delegate, days=[CalendarDay(claims.today() + timedelta(days=1))], by=journey.person
    )
    with pytest.raises(DomainError) as refusal:
        claims.submit(claim, by=journey.person)
    assert refusal.value.code == "future"


def test_miles_at_the_rate_of_their_day(journey):
    claim = claims.draft_claim(journey.delegate, by=journey.person)
    typed = claims.LineInput(kind="mileage", spent_on=claims.today(), tenths_of_mile=1250)
    line = claims.save_line(claim, typed, by=journey.person)
    assert (line.claimed_minor, line.currency, line.allowance_source) == (17_50, "USD", "26 USC 170(i)")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"amount": None}, "amount"),
        ({"amount": Money(0, "USD")}, "amount"),
        ({"amount": Money(60_000, "USD")}, "amount"),
        ({"kind": "per_diem"}, "kind"),
        ({"kind": "mileage"}, "miles"),
        ({"statement": Money(5, "USD")}, "statement_photo"),
        ({"statement": Money(5, "CHF")}, "statement"),
    ],
)
def test_a_cost_that_needs_another_look(journey, fields, where):
    claim = claims.draft_claim(journey.delegate, by=journey.person)
    typed = {"kind": "receipt", "spent_on": claims.today(), "amount": usd(5)} | fields
    with pytest.raises(DomainError) as refusal:
        claims.save_line(claim, claims.LineInput(**typed), by=journey.person)
    assert refusal.value.field == where


def test_another_travellers_budget_and_photo_are_refused(journey):
    other = Journey(journey.delegation)
    claim = claims.draft_claim(journey.delegate, by=journey.person)
    theirs = claims.add_file(claims.draft_claim(other.delegate, by=other.person), make_picture(), by=other.person)
    for wrong in ({"budget_line": other.line()}, {"receipt": theirs}):
        typed = claims.LineInput(kind="receipt", spent_on=claims.today(), amount=usd(5), **wrong)
        with pytest.raises(DomainError):
            claims.save_line(claim, typed, by=journey.person)
    with pytest.raises(NotPermitted):
        claims.add_file(claim, make_picture(), by=other.person)


# -- photos -----------------------------------------------------------------------------------------------
def test_a_receipt_is_sealed_and_the_same_photo_elsewhere_is_seen(journey):
    photo = make_picture((64, 48))
    claim = claims.draft_claim(journey.delegate, by=journey.person)
    file = claims.add_file(claim, photo, by=journey.person)
    assert claims.add_file(claim, photo, by=journey.person) == file
    assert sealed.has(file, "image")
    typed = claims.LineInput(kind="receipt", spent_on=claims.today(), amount=usd(5), receipt=file)
    line = claims.save_line(claim, typed, by=journey.person)
    other = Journey(journey.delegation)
    claims.add_file(claims.draft_claim(other.delegate, by=other.person), photo, by=other.person)
    claims.submit(claim, by=journey.person)
    found = queries.concerns(queries.whole_claim(claim.uuid), claims.today())
    assert [c.lines for c in found if c.state == "blocked"] == [[line.uuid]]


@pytest.mark.parametrize(
    ("data", "code"), [(b"%PDF-1.7 x", "photo_pdf"), (b"", "photo_empty"), (b"<svg/>", "photo_unreadable")]
)
def test_what_is_no_photo_is_refused(journey, data, code):
    claim = claims.draft_claim(journey.delegate, by=journey.person)
    with pytest.raises(DomainError) as refusal:
        claims.add_file(claim, data, by=journey.person)
    assert (refusal.value.code, refusal.value.field) == (code, "photo")


def test_thrown_away_its_photos_are_gone(journey):
    claim = journey.claim(5, send=False)
    file = claim.files.get()
    claim = claims.discard(claim, by=journey.person)
    assert claim.status == "discarded"
    assert not claim.files.exists()
    assert not sealed.has(file, "image")


def test_what_whoever_decides_should_know(journey):
    claim = journey.claim(5, 5000, photo=False)
    words = " ".join(c.words for c in queries.concerns(queries.whole_claim(claim.uuid), claims.today()))
    assert "no photo" in words
    assert "estimate" in words


def test_mail_says_nothing_about_anybody(journey):
    journey.approved(50)
    rows = OutboxMail.objects.filter(notice__startswith="fundraising.claim")
    assert {row.notice for row in rows} == {"fundraising.claim_waiting", "fundraising.claim_decided"}
    assert all(set(row.ids) == {"claim"} for row in rows)


def test_a_draft_is_one(journey):
    first = claims.draft_claim(journey.delegate, by=journey.person)
    assert claims.draft_claim(journey.delegate, by=journey.person) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseClaim.objects.create(delegate=journey.delegate, fund=journey.fund, currency="USD")


def test_a_commitment_of_a_claim_was_asked_by_one_and_approved_by_another(journey):
    journey.approved(50)
    row = Commitment.objects.get()
    assert (row.proposed_by, row.approved_by) == (journey.person, journey.logistics)
    assert uuid.UUID(str(row.form_token))
