"""From a payee to a line on the bank statement: two people, money held, sent once, and what comes back."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from delegation import sealed
from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent, OutboxMail
from fundraising import paying
from fundraising.actions import batches, commitments, disbursements, funds, payees, raises, returns
from fundraising.ledger import balances
from fundraising.models import BooksCheck, Commitment, CostReturn, Disbursement, JournalEntry, Payee, PayeeDetails
from fundraising.queries.bank_accounts import bank_account, next_payout_on
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_delegate, make_delegation, make_person, make_staff
from tests.factories.fundraising import make_gift, make_pool, usd
from tests.factories.spending import QR_IBAN, Team, make_details
from tests.fundraising.test_races import together

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]
TODAY = timezone.localdate()


@pytest.fixture
def team():
    return Team()


def red():
    return [verdict.id for verdict in verify() if not verdict.holds]


def held(team):
    found = balances.of_fund(team.fund)
    return found.available, found.committed


def bank():
    return balances.of_network("USD")["bank"]


def code_of(call, *args, **kwargs):
    with pytest.raises(DomainError) as refused:
        call(*args, **kwargs)
    return refused.value.code


# -- payees -------------------------------------------------------------------------------------------
def test_details_are_sealed_and_masked(team):
    payee = team.payee(account="123456789", holder="Rosa Secret")
    row = payee.versions.get()
    assert (row.version, row.tail, row.method) == (1, "6789", "ach")
    assert "Secret" not in repr(PayeeDetails.objects.values()) + repr(Payee.objects.values())
    assert sealed.mask(row, "details") == sealed.MASK


def test_what_a_way_of_paying_has_no_use_for_is_neither_checked_nor_kept():
    """Typed before the person chose cash instead, and no longer on the page."""
    typed = make_details("cash", routing="12", account="1234", iban="wrong", town="Genève").tidy()
    assert typed.problem() is None
    assert (typed.routing, typed.account, typed.iban, typed.town, typed.tail) == ("", "", "", "", "")
    wire = make_details("wire", card="SLEEVE-1").tidy()
    assert (bool(wire.iban), wire.card) == (True, "")


def test_the_first_details_wait_for_a_second_person_and_not_for_two_days(team):
    payee = team.payee()
    assert payee.versions.get().confirmed_by == team.treasurer
    assert not payee.versions.get().is_held
    assert not OutboxMail.objects.exclude(notice="fundraising.receipt").exists()


def test_who_entered_details_does_not_confirm_them(team):
    payee = payees.add_payee(team.delegation, team.treasurer, kind="vendor", label="Hotel", form_token=uuid.uuid4())
    row = team.change(payee, by=team.treasurer)
    with pytest.raises(NotPermitted):
        payees.confirm_payee(row, team.treasurer)
    with pytest.raises(NotPermitted):
        payees.confirm_payee(row, team.logistics)
    payees.confirm_payee(row, team.director)
    assert code_of(payees.confirm_payee, row, team.director) == "moved_on"


def test_a_change_is_told_to_the_old_address_and_held(team):
    payee = team.payee(email="old@hotel.example")
    old = payee.versions.get()
    row = team.change(payee, account="99999999", email="new@thief.example")
    assert row.held_until - timezone.now() > timedelta(hours=47, minutes=59)
    mail = OutboxMail.objects.get(notice="fundraising.payee_changed")
    assert (mail.to_kind, mail.to_uuid) == ("fundraising.payee_details", old.uuid)


def test_a_traveller_is_told_at_their_own_address_too(team):
    payee = team.payee(kind="person", delegate=team.delegate)
    team.change(payee, account="99999999")
    kinds = set(OutboxMail.objects.filter(notice="fundraising.payee_changed").values_list("to_kind", flat=True))
    assert kinds == {"fundraising.payee_details", "delegation.person"}


def test_a_traveller_enters_their_own_details_and_confirms_nothing(team):
    person = team.delegate.person
    payee = payees.add_payee(
        team.delegation, person, kind="person", label="Me", form_token=uuid.uuid4(), delegate=team.delegate
    )
    row = team.change(payee, by=person)
    with pytest.raises(NotPermitted):
        payees.confirm_payee(row, person)
    assert (
        payees.add_payee(
            team.delegation, team.logistics, kind="person", label="X", form_token=uuid.uuid4(), delegate=team.delegate
        )
        == payee
    )
    with pytest.raises(NotPermitted):
        payees.change_payee(team.payee(), person, make_details(), form_token=uuid.uuid4())


def test_details_no_bank_could_use_are_refused_at_their_field(team):
    with pytest.raises(DomainError) as refused:
        team.change(team.payee(), routing="061000105")
    assert refused.value.field == "routing"


def test_the_same_details_again_are_no_change(team):
    payee, details = team.payee(), make_details(account="5555555")
    token = uuid.uuid4()
    first = payees.change_payee(payee, team.logistics, details, form_token=token)
    assert payees.change_payee(payee, team.logistics, details, form_token=token) == first
    assert code_of(payees.change_payee, payee, team.logistics, details, form_token=uuid.uuid4()) == "same"


def test_two_payees_of_one_account_are_known_without_opening_it(team):
    first, second = (team.payee(account="777777777", holder=name) for name in ("One", "Two Three"))
    assert first.versions.get().fingerprint == second.versions.get().fingerprint
    assert first.versions.get().digest != second.versions.get().digest


def test_only_those_who_decide_open_details_and_it_is_on_record(team):
    row = team.payee().versions.get()
    for person in (team.logistics, make_person(), make_staff(make_delegation(), "treasurer")):
        with pytest.raises(NotPermitted):
            sealed.require_reveal(person, row, "payee")
    sealed.require_reveal(team.treasurer, row, "payee")


# -- costs --------------------------------------------------------------------------------------------
def test_an_approved_cost_holds_the_money(team):
    cost = team.propose(300)
    assert held(team) == (1000_00, 0)
    row = commitments.approve(cost, team.director, "Cheapest of three.")
    assert held(team) == (700_00, 300_00)
    assert (row.status, row.held_minor, row.approved_minor) == ("approved", 300_00, 300_00)
    assert red() == []


@pytest.mark.parametrize("verb", [commitments.approve, commitments.decline])
def test_nobody_decides_their_own_proposal_or_journey(team, verb):
    cost = team.propose(by=team.treasurer)
    with pytest.raises(NotPermitted):
        verb(cost, team.treasurer, "x")
    with pytest.raises(NotPermitted):
        verb(cost, team.logistics, "x")
    mine = make_delegate(team.delegation, person=team.director)
    fund = funds.open_travel_fund(mine)
    own = commitments.propose_commitment(
        fund, team.logistics, cost=usd(5), purpose="room", what="Bed", form_token=uuid.uuid4()
    )
    with pytest.raises(NotPermitted):
        verb(own, team.director, "x")


def test_a_fund_that_is_short_says_what_is_free(team):
    with pytest.raises(Conflict) as refused:
        team.commit("1000.01")
    assert refused.value.code == "fund_short"
    assert "$1,000.00" in str(refused.value)
    assert Commitment.objects.get().status == "proposed"


def test_the_same_form_is_the_same_cost_and_other_figures_are_refused(team):
    token = uuid.uuid4()
    assert team.propose(form_token=token) == team.propose(form_token=token)
    assert code_of(team.propose, 101, form_token=token) == "token_used"


def test_declined_taken_back_and_released(team):
    assert code_of(commitments.decline, team.propose(), team.director) == "note_missing"
    assert commitments.decline(team.propose(), team.director, "Too dear.").status == "declined"
    cost = team.propose()
    with pytest.raises(NotPermitted):
        commitments.take_back(cost, team.director)
    assert commitments.take_back(cost, team.logistics).status == "taken_back"
    assert commitments.release(team.commit(), team.treasurer, "Slept at friends'.").status == "released"
    assert held(team) == (1000_00, 0)
    assert red() == []


def test_more_for_a_cost_needs_two_people_again(team):
    cost = team.commit(100)
    more = raises.propose_raise(cost, team.logistics, usd(20), note="City tax.", form_token=uuid.uuid4())
    with pytest.raises(NotPermitted):
        raises.approve_raise(more, team.logistics)
    row = raises.approve_raise(more, team.director)
    assert (row.approved_minor, row.held_minor, held(team)) == (120_00, 120_00, (880_00, 120_00))
    assert code_of(raises.approve_raise, more, team.treasurer) == "moved_on"
    assert red() == []


@pytest.mark.parametrize("wrong", [{"cost": 0}, {"what": " "}, {"cost": Money(5, "CHF")}])
def test_a_cost_that_cannot_be_is_refused(team, wrong):
    with pytest.raises(DomainError):
        team.propose(**wrong)


# -- paying -------------------------------------------------------------------------------------------
def test_a_cheque_from_cost_to_statement(team):
    payment = team.sent(250)
    assert (payment.status, payment.booked_minor) == ("sent", 250_00)
    assert (held(team), bank()) == ((750_00, 0), 750_00)
    assert Commitment.objects.get().status == "paid"
    row = disbursements.settle_disbursement(payment, team.treasurer, reference="CHQ 1001", on=TODAY)
    assert row.status == "settled"
    entry = JournalEntry.objects.get(key=f"disbursement:{payment.uuid}")
    assert (entry.kind, entry.about_uuid) == ("cost_paid", payment.uuid)
    assert OutboxMail.objects.filter(notice="fundraising.payment_sent").count() == 1
    assert red() == []


def test_who_prepared_it_does_not_approve_it_nor_who_is_paid(team):
    with pytest.raises(NotPermitted):
        team.approved(by=team.logistics)
    payment = disbursements.prepare(
        team.commit(10), team.treasurer, payee=team.payee(), pay=usd(10), form_token=uuid.uuid4()
    )
    with pytest.raises(NotPermitted):
        disbursements.approve_disbursement(payment, team.treasurer)
    other = make_delegate(team.delegation, person=team.director)
    mine = team.payee(kind="person", delegate=other)
    with pytest.raises(NotPermitted):
        team.approved(10, payee=mine, by=team.director)


def test_who_decided_the_allocation_does_not_release_its_payment(team):
    pool = make_pool(team.delegation)
    make_gift(pool, 500, fee=0)
    row = funds.propose_allocation(team.treasurer, team.fund, usd(100), "gap", "", uuid.uuid4())
    funds.decide(row, team.director)
    payment = team.prepare(commitment=team.commit(100))
    with pytest.raises(NotPermitted):
        disbursements.approve_disbursement(payment, team.director)
    approved = disbursements.approve_disbursement(payment, team.treasurer)
    with pytest.raises(NotPermitted):
        batches.approve_batch(team.batch(approved), team.director)
    assert red() == []


def test_no_more_than_is_held_is_prepared_however_often(team):
    cost = team.commit(100)
    team.prepare(60, commitment=cost)
    assert code_of(team.prepare, "40.01", commitment=cost) == "beyond_approved"
    second = team.prepare(40, commitment=cost)
    assert code_of(team.prepare, "0.01", commitment=cost) == "beyond_approved"
    disbursements.cancel_disbursement(second, team.logistics)
    team.prepare(40, commitment=cost)


def test_a_cost_nobody_approved_is_not_paid(team):
    assert code_of(team.prepare, 10, commitment=team.propose(10)) == "beyond_approved"


def test_one_claim_is_paid_once_whatever_is_clicked(team):
    about, cost, payee = ("fundraising.expenseclaim", uuid.uuid4()), team.commit(100), team.payee()
    first = team.prepare(10, commitment=cost, payee=payee, about=about, kind="claim")
    assert code_of(team.prepare, 10, commitment=cost, payee=payee, about=about, kind="claim") == "paid_already"
    disbursements.cancel_disbursement(first, team.logistics)
    team.prepare(10, commitment=cost, payee=payee, about=about, kind="claim")


def test_the_same_form_is_the_same_payment(team):
    cost, payee, token = team.commit(100), team.payee(), uuid.uuid4()
    first = team.prepare(10, commitment=cost, payee=payee, form_token=token)
    assert team.prepare(10, commitment=cost, payee=payee, form_token=token) == first
    assert code_of(team.prepare, 11, commitment=cost, payee=payee, form_token=token) == "token_used"


@pytest.mark.parametrize("change", [{"account": "9999999"}, {"holder": "Somebody Else"}, {"town": "Bern"}])
def test_a_change_of_details_makes_the_approval_void(team, change):
    payee = team.payee()
    payment = team.approved(payee=payee)
    batch = batches.approve_batch(team.batch(payment, team.approved(50)), team.treasurer)
    team.change(payee, **change)
    payment.refresh_from_db()
    batch.refresh_from_db()
    assert (payment.status, payment.approved_by, payment.batch, payment.details) == ("prepared", None, None, None)
    assert (batch.status, batch.disbursements.count()) == ("draft", 1)
    assert code_of(batches.send_batch, batch, team.treasurer) == "moved_on"


def test_changed_details_wait_two_days_with_the_hour_they_open(team, monkeypatch):
    payee = team.payee()
    team.change(payee, account="9999999")
    payment = team.prepare(payee=payee)
    assert code_of(disbursements.approve_disbursement, payment, team.treasurer) == "details_unconfirmed"
    team.confirm(payee)
    with pytest.raises(Conflict) as refused:
        disbursements.approve_disbursement(payment, team.treasurer)
    assert refused.value.code == "details_held"
    opens = payee.versions.first().held_until
    assert f"{timezone.localtime(opens):%H:%M}" in str(refused.value)
    monkeypatch.setattr(timezone, "now", lambda: opens + timedelta(seconds=1))
    assert disbursements.approve_disbursement(payment, team.treasurer).status == "approved"
    assert "A6" not in red()


def test_without_details_or_in_another_currency_nothing_is_approved(team):
    payee = payees.add_payee(team.delegation, team.logistics, kind="vendor", label="New", form_token=uuid.uuid4())
    assert code_of(disbursements.approve_disbursement, team.prepare(10, payee=payee), team.treasurer) == "no_details"
    swiss = team.payee("pain001")
    assert code_of(disbursements.approve_disbursement, team.prepare(10, payee=swiss), team.treasurer) == (
        "details_currency"
    )


def test_while_the_books_are_red_nothing_leaves_and_gifts_arrive(team):
    cost, payment = team.propose(10), team.prepare(10)
    approved = team.approved(20, payee=team.payee("cheque"))
    batch, other = team.batch(team.approved(30)), team.batch(team.approved(40))
    batches.approve_batch(other, team.treasurer)
    BooksCheck.objects.create(red="L8")
    assert code_of(commitments.approve, cost, team.director) == "books_red"
    assert code_of(disbursements.approve_disbursement, payment, team.treasurer) == "books_red"
    assert code_of(disbursements.send_disbursement, approved, team.treasurer, bank_account="main") == "books_red"
    assert code_of(batches.approve_batch, batch, team.treasurer) == "books_red"
    assert code_of(batches.send_batch, other, team.treasurer) == "books_red"
    make_gift(team.fund, 5, fee=0)


def test_more_than_the_bank_holds_waits_for_the_next_payout(team, monkeypatch):
    make_gift(team.fund, 500, fee=0)
    payment = team.prepare(commitment=team.commit(1200), pay=1200)
    with pytest.raises(Conflict) as refused:
        disbursements.approve_disbursement(payment, team.treasurer)
    assert refused.value.code == "beyond_bank"
    assert "$1,000.00" in str(refused.value)
    assert next_payout_on("USD") is None
    monkeypatch.setattr("fundraising.actions.money_out.next_payout_on", lambda currency: TODAY)
    with pytest.raises(Conflict) as refused:
        disbursements.approve_disbursement(payment, team.treasurer)
    assert str(TODAY.year) in str(refused.value)


def test_two_batches_that_fit_alone_and_not_together(team):
    make_gift(team.fund, 500, fee=0)
    first, second = (batches.approve_batch(team.batch(team.approved(700)), team.treasurer) for _ in range(2))
    batches.send_batch(first, team.treasurer)
    assert code_of(batches.send_batch, second, team.treasurer) == "beyond_bank"
    second.refresh_from_db()
    assert second.status == "approved"
    assert (bank(), red()) == (300_00, [])


# -- batches and files ----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_batch_gives_one_file_that_is_always_the_same():
    team = Team()
    batch = team.sent_batch(team.approved(100), team.approved(50, payee=team.payee(kind="person")))
    assert (batch.total_minor, batch.payments, bank()) == (150_00, 2, 850_00)
    first, again = paying.make_file(batch, team.treasurer), paying.make_file(batch, team.director)
    assert first.content == again.content
    assert first.name.endswith(".ach")
    assert b"0000010000" in first.content
    assert batch.file.size == len(first.content)
    assert AuditEvent.objects.filter(verb="delegation.reveal", object_uuid=batch.uuid).count() == 2
    with pytest.raises(NotPermitted):
        paying.make_file(batch, team.logistics)
    assert code_of(batches.remember_file, batch, team.treasurer, name="x", content=b"other") == "file_differs"
    other = team.sent_batch(team.approved(10))
    assert code_of(batches.remember_file, other, team.treasurer, name="x", content=first.content) == "file_twice"
    # Somebody rewrites what is sealed: it is not what was approved.
    row = batch.disbursements.first().details
    sealed.put(row, "details", make_details(account="6666666").values(), subject_uuid=row.payee.uuid)
    assert code_of(paying.make_file, batch, team.treasurer) == "details_differ"
    assert red() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("method", "ending"), [("cheque", ".csv"), ("wire", ".csv"), ("card", ".csv"), ("cash", ".csv")]
)
def test_lists_for_what_is_paid_by_hand(method, ending):
    team = Team()
    batch = team.sent_batch(team.approved(100, payee=team.payee(method, holder="Ana Ruiz")))
    made = paying.make_file(batch, team.treasurer)
    assert made.name.endswith(ending)
    assert b"Ana Ruiz" in made.content


def test_no_file_before_it_is_sent(team):
    batch = batches.approve_batch(team.batch(team.approved()), team.treasurer)
    assert code_of(paying.make_file, batch, team.treasurer) == "not_sent"


def test_a_batch_is_approved_by_a_second_person_and_sent_once(team):
    batch = team.batch(team.approved())
    with pytest.raises(NotPermitted):
        batches.approve_batch(batch, team.logistics)
    assert code_of(batches.send_batch, batch, team.treasurer) == "moved_on"
    batches.approve_batch(batch, team.director)
    batches.send_batch(batch, team.director)
    for _ in range(3):
        assert code_of(batches.send_batch, batch, team.director) == "moved_on"
    assert JournalEntry.objects.filter(kind="cost_paid").count() == 1


def test_a_payment_is_in_one_batch(team):
    payment = team.approved()
    team.batch(payment)
    assert code_of(team.batch, payment) == "moved_on"
    assert code_of(disbursements.send_disbursement, payment, team.treasurer, bank_account="main") == "in_batch"


def test_a_batch_holds_one_way_and_its_account_can_do_it(team):
    assert code_of(team.batch, team.approved(), team.approved(payee=team.payee("cheque"))) == "mixed"
    assert code_of(team.batch, team.approved(), account="geneva") == "account"
    assert code_of(team.batch) == "none"


def test_a_cancelled_batch_gives_its_payments_back(team):
    payment = team.approved()
    batch = batches.approve_batch(team.batch(payment), team.treasurer)
    assert code_of(disbursements.cancel_disbursement, payment, team.logistics) == "in_batch"
    batches.cancel_batch(batch, team.logistics)
    payment.refresh_from_db()
    assert (payment.status, payment.batch) == ("approved", None)
    team.batch(payment)


def test_one_line_of_the_statement_settles_a_batch(team):
    batch = team.sent_batch(team.approved(10), team.approved(20))
    batches.settle_batch(batch, team.treasurer, reference="ACH 5005", on=TODAY)
    found = set(Disbursement.objects.values_list("status", "bank_reference"))
    assert found == {("settled", "ACH 5005/1"), ("settled", "ACH 5005/2")}
    other = team.sent_batch(team.approved(30))
    assert code_of(batches.settle_batch, other, team.treasurer, reference="ACH 5005", on=TODAY) == "reference_used"
    assert red() == []


def test_a_batch_is_done_when_its_last_payment_is(team):
    rows = [team.approved(pay, payee=team.payee("cheque")) for pay in (10, 20, 30)]
    batch = team.sent_batch(*rows)
    first, second, third = Disbursement.objects.filter(batch=batch).order_by("pk")
    disbursements.settle_disbursement(first, team.treasurer, reference="CHQ 1", on=TODAY)
    disbursements.doubt_disbursement(second, team.treasurer)
    disbursements.fail_disbursement(third, team.treasurer, "Never cashed.")
    batch.refresh_from_db()
    assert batch.status == "sent"
    disbursements.bounce_disbursement(second, team.treasurer, reference="CHQ 2", on=TODAY)
    batch.refresh_from_db()
    assert (batch.status, batch.bank_reference) == ("settled", "")
    disbursements.bounce_disbursement(first, team.treasurer, reference="CHQ 3", on=TODAY)
    assert AuditEvent.objects.filter(verb="fundraising.settle_batch", object_uuid=batch.uuid).count() == 1
    assert red() == []


# -- what the bank says ---------------------------------------------------------------------------------
def test_a_bank_reference_stands_on_one_payment(team):
    first, second = team.sent(10), team.sent(20)
    disbursements.settle_disbursement(first, team.treasurer, reference="R1", on=TODAY)
    assert code_of(disbursements.settle_disbursement, second, team.treasurer, reference="R1", on=TODAY) == (
        "reference_used"
    )
    assert code_of(disbursements.settle_disbursement, second, team.treasurer, reference=" ", on=TODAY) == "reference"


def test_sent_or_not_is_answered_by_the_statement(team):
    payment = team.sent(100)
    disbursements.doubt_disbursement(payment, team.treasurer, "The bank's page hung.")
    assert code_of(disbursements.send_disbursement, payment, team.treasurer, bank_account="main") == "moved_on"
    assert code_of(disbursements.fail_disbursement, payment, team.treasurer) == "note_missing"
    disbursements.fail_disbursement(payment, team.treasurer, "No line on the statement of the 9th.")
    assert (held(team), bank()) == ((900_00, 100_00), 1000_00)
    assert Commitment.objects.get().status == "approved"
    assert red() == []


def test_a_payment_that_came_back_is_held_again_and_paid_anew(team):
    cost = team.commit(100)
    payment = team.sent(100, commitment=cost)
    disbursements.settle_disbursement(payment, team.treasurer, reference="R1", on=TODAY)
    disbursements.bounce_disbursement(payment, team.treasurer, reference="R02", on=TODAY)
    assert (held(team), bank()) == ((900_00, 100_00), 1000_00)
    cost.refresh_from_db()
    assert (cost.status, cost.paid_minor) == ("approved", 0)
    again = team.sent(100, commitment=cost)
    assert again.status == "sent"
    assert code_of(disbursements.bounce_disbursement, again, team.treasurer, reference="R02", on=TODAY) == (
        "reference_used"
    )
    assert red() == []


def test_a_closed_cost_opens_again_when_its_payment_comes_back(team):
    cost = team.commit(100)
    payment = team.sent(60, commitment=cost)
    commitments.close(Commitment.objects.get(), team.treasurer)
    assert held(team) == (940_00, 0)
    disbursements.bounce_disbursement(payment, team.treasurer, reference="B", on=TODAY)
    cost.refresh_from_db()
    assert (cost.status, cost.held_minor, held(team)) == ("approved", 60_00, (940_00, 60_00))
    assert red() == []


def test_what_is_prepared_keeps_its_cost_open(team):
    cost = team.commit(100)
    team.prepare(10, commitment=cost)
    assert code_of(commitments.release, cost, team.treasurer) == "pending"


def test_a_crash_between_sent_and_settled_leaves_one_payment(team, monkeypatch):
    batch = batches.approve_batch(team.batch(team.approved(100)), team.treasurer)
    batches.send_batch(batch, team.treasurer)
    monkeypatch.setattr(paying, "opened", lambda *a: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        paying.make_file(batch, team.treasurer)
    monkeypatch.undo()
    assert code_of(batches.send_batch, batch, team.treasurer) == "moved_on"
    assert (bank(), Disbursement.objects.get().status, red()) == (900_00, "sent", [])


def test_a_crash_while_sending_leaves_nothing_sent(team, monkeypatch):
    batch = batches.approve_batch(team.batch(team.approved(100)), team.treasurer)
    monkeypatch.setattr(disbursements, "_tell_payee", lambda row: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit), transaction.atomic():
        batches.send_batch(batch, team.treasurer)
    monkeypatch.undo()
    batch.refresh_from_db()
    assert (batch.status, bank()) == ("approved", 1000_00)
    batches.send_batch(batch, team.treasurer)
    assert (bank(), red()) == (900_00, [])


# -- advances -------------------------------------------------------------------------------------------
def test_an_advance_is_in_the_travellers_hand_and_comes_back(team):
    payee = team.payee("cash", kind="person", delegate=team.delegate)
    about = ("fundraising.advance", uuid.uuid4())
    payment = disbursements.prepare_advance(
        team.fund, team.logistics, payee=payee, pay=usd(80), form_token=uuid.uuid4(), about=about
    )
    disbursements.approve_disbursement(payment, team.treasurer)
    disbursements.send_disbursement(payment, team.treasurer, bank_account="main")
    assert (held(team), bank()) == ((1000_00, 0), 920_00)
    disbursements.fail_disbursement(payment, team.treasurer, "Never handed over.")
    assert (bank(), red()) == (1000_00, [])
    assert code_of(
        disbursements.prepare_advance,
        team.fund,
        team.logistics,
        payee=team.payee(),
        pay=usd(1),
        form_token=uuid.uuid4(),
        about=("fundraising.advance", uuid.uuid4()),
    ) == "advance"  # fmt: skip


# -- another currency -----------------------------------------------------------------------------------
@pytest.fixture
def francs(team):
    """CHF 200 at a planning rate of 1.25, held with 3 % above it."""
    team.rate()
    cost = team.commit(Money(200, "CHF"))
    assert (cost.amount_minor, cost.original_minor, str(cost.rate)) == (257_50, 200_00, "1.250000")
    assert cost.rate_source == "ECB"
    payee = team.payee("pain001")
    payment = team.approved(Money(200, "CHF"), commitment=cost, payee=payee)
    assert (payment.amount_minor, payment.pay_minor) == (257_50, 200_00)
    batch = team.sent_batch(payment, account="geneva")
    payment.refresh_from_db()
    return team, cost, payment, batch


def test_francs_are_booked_at_the_banks_figure_and_the_difference_is_free(francs):
    team, cost, payment, batch = francs
    assert (payment.booked_minor, bank()) == (None, 1000_00)
    assert not JournalEntry.objects.filter(kind="cost_paid").exists()
    assert red() == []
    batches.settle_batch(batch, team.treasurer, reference="CH 1", on=TODAY)
    payment.refresh_from_db()
    assert payment.status == "sent"
    row = disbursements.settle_disbursement(payment, team.treasurer, reference="CH 2", on=TODAY, booked=usd("248.10"))
    assert (row.booked_minor, str(row.rate), row.rate_source) == (248_10, "1.24050000", "bank statement")
    cost.refresh_from_db()
    assert (cost.status, cost.paid_minor, cost.released_minor) == ("closed", 248_10, 9_40)
    assert (held(team), bank(), red()) == ((751_90, 0), 751_90, [])


def test_more_than_is_held_needs_more_approval(francs):
    team, cost, payment, _batch = francs
    settle = {"reference": "CH 2", "on": TODAY, "booked": usd("260.00")}
    with pytest.raises(Conflict) as refused:
        disbursements.settle_disbursement(payment, team.treasurer, **settle)
    assert refused.value.code == "beyond_approved"
    assert "$2.50" in str(refused.value)
    more = raises.propose_raise(cost, team.logistics, usd("2.50"), note="The franc rose.", form_token=uuid.uuid4())
    raises.approve_raise(more, team.director)
    disbursements.settle_disbursement(payment, team.treasurer, **settle)
    assert (bank(), red()) == (740_00, [])


def test_the_banks_figure_is_asked_for(francs):
    team, _cost, payment, _batch = francs
    assert code_of(disbursements.settle_disbursement, payment, team.treasurer, reference="X", on=TODAY) == "booked"
    assert code_of(disbursements.bounce_disbursement, payment, team.treasurer, reference="X", on=TODAY) == "not_booked"


def test_francs_that_are_on_their_way_are_not_spent_again(francs):
    team, _cost, _payment, _batch = francs
    make_gift(team.fund, 500, fee=0)
    payment = team.prepare(commitment=team.commit(800), pay=800)
    assert code_of(disbursements.approve_disbursement, payment, team.treasurer) == "beyond_bank"


@pytest.mark.django_db(transaction=True)
def test_a_swiss_file():
    team = Team()
    team.rate()
    payee = team.payee("pain001", iban=QR_IBAN, holder="Hôtel du Lac")
    payment = team.approved(Money(100, "CHF"), commitment=team.commit(Money(100, "CHF")), payee=payee,
                            reference="210000000003139471430009017")  # fmt: skip
    batch = team.sent_batch(payment, account="geneva")
    made = paying.make_file(batch, team.treasurer)
    assert b'<InstdAmt Ccy="CHF">100.00</InstdAmt>' in made.content
    assert b"Hotel du Lac" in made.content
    assert b"<Prtry>QRR</Prtry>" in made.content


def test_a_reference_the_account_cannot_take_is_refused_when_it_is_typed(team):
    team.rate()
    cost, pay = team.commit(Money(100, "CHF")), Money(10, "CHF")
    qr, plain = team.payee("pain001", iban=QR_IBAN), team.payee("pain001")
    good = "210000000003139471430009017"
    for payee, reference in ((qr, "Invoice 7"), (qr, ""), (plain, good), (plain, "RF19539007547034")):
        assert code_of(team.prepare, pay, commitment=cost, payee=payee, reference=reference) == "reference_kind"
    payment = team.prepare(pay, commitment=cost, payee=qr, reference=good)
    team.change(qr, "pain001")
    assert code_of(disbursements.approve_disbursement, payment, team.treasurer) == "reference_kind"


def test_an_account_of_ours_that_lacks_something_is_not_paid_from(team, settings):
    payment = team.approved()
    settings.PAYING_ACCOUNTS = [{"label": "main", "currency": "USD", "methods": ["ach"], "routing": "1"}]
    assert code_of(team.batch, payment) == "account_incomplete"


def test_without_a_planning_rate_no_cost_in_francs(team):
    assert code_of(team.propose, Money(10, "CHF")) == "no_rate"


# -- what comes back from whom we paid --------------------------------------------------------------------
def test_a_refund_of_a_ticket_is_free_money_of_the_fund(team):
    payment = team.sent(100)
    values = {"bank_account": "main", "reference": "REF 1", "on": TODAY}
    token = uuid.uuid4()
    row = returns.record_return(payment, team.treasurer, usd(70), form_token=token, **values)
    assert returns.record_return(payment, team.treasurer, usd(70), form_token=token, **values) == row
    assert (held(team), bank()) == ((970_00, 0), 970_00)
    with pytest.raises(Conflict) as refused:
        returns.record_return(payment, team.treasurer, usd(30), form_token=uuid.uuid4(), **values)
    assert refused.value.code == "reference_used"
    again = values | {"reference": "REF 2"}
    assert code_of(
        returns.record_return, payment, team.treasurer, usd("30.01"), form_token=uuid.uuid4(), **again
    ) == "too_much"  # fmt: skip
    assert CostReturn.objects.count() == 1
    assert red() == []


# -- the database itself --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        lambda team, p: Disbursement.objects.filter(pk=p.pk).update(approved_by=p.prepared_by),
        lambda team, p: Disbursement.objects.filter(pk=p.pk).update(status="approved"),
        lambda team, p: Disbursement.objects.filter(pk=p.pk).update(amount_minor=1, pay_minor=1),
        lambda team, p: Disbursement.objects.filter(pk=p.pk).update(booked_minor=1),
        lambda team, p: Disbursement.objects.filter(pk=p.pk).update(approved_hash="0" * 64),
        lambda team, p: Disbursement.objects.filter(pk=p.pk)._raw_delete("default"),
        lambda team, p: Commitment.objects.update(paid_minor=101_00),
        lambda team, p: Commitment.objects.update(amount_minor=1),
        lambda team, p: Commitment.objects.update(approved_by=team.logistics),
        lambda team, p: PayeeDetails.objects.update(fingerprint="x"),
        lambda team, p: PayeeDetails.objects.update(held_until=timezone.now()),
        lambda team, p: PayeeDetails.objects.update(confirmed_by=team.director),
        lambda team, p: Payee.objects.update(kind="person"),
    ],
)
def test_the_database_itself_refuses(team, change):
    payment = team.sent(100)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(team, payment)


def test_accounts_to_pay_from_are_named_in_the_settings():
    assert bank_account("main").methods == ("ach", "cheque", "wire", "card", "cash")
    assert bank_account("nowhere") is None


# -- at once --------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_the_last_two_payments_of_a_batch_settled_at_once_close_it():
    team = Team()
    batch = team.sent_batch(*[team.approved(pay, payee=team.payee("cheque")) for pay in (10, 20)])
    rows = Disbursement.objects.filter(batch=batch).order_by("pk")
    answers = together(
        *[
            lambda row=row: disbursements.settle_disbursement(row, team.treasurer, reference=f"CHQ {row.pk}", on=TODAY)
            for row in rows
        ]
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    batch.refresh_from_db()
    assert batch.status == "settled"
    assert red() == []
