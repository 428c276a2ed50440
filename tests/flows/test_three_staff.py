"""Three staff run a whole delegation: treasurer, director, logistics. From the first gift to closed accounts nobody
stands on both sides of one decision, and the books hold after each step."""

import uuid
from datetime import datetime, time, timedelta

import pytest

from delegation import audit_chain
from delegation.errors import NotPermitted
from fundraising.actions import (
    advance_payments,
    advances,
    batches,
    claim_decisions,
    claims,
    commitments,
    disbursements,
    funds,
    payees,
)  # fmt: skip
from fundraising.bankfiles.details import BankDetails
from fundraising.ledger import balances
from fundraising.models import Account, Disbursement
from fundraising.queries.bank_accounts import bank_account
from fundraising.queries.proofs import verify
from tests.factories.appeals import fill_budget, make_picture, make_rate
from tests.factories.claims import to_bank
from tests.factories.delegation import make_delegate, make_delegation, make_staff
from tests.factories.fundraising import make_gift, usd
from travel.actions import bookings, costs
from travel.itineraries.legs import leg
from travel.queries.costs import paying, ways
from travel.queries.days import days_of

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]
ROUTING = "061000104"


def whole(*also) -> None:
    """The books hold, whatever was just done."""
    audit_chain.seal()
    assert [f"{v.id} {v.name}: {v.breaches}" for v in verify() if not v.holds] == []


class Play:
    def __init__(self):
        self.delegation = make_delegation()
        self.treasurer = make_staff(self.delegation, "treasurer")
        self.director = make_staff(self.delegation, "director")
        self.logistics = make_staff(self.delegation, "logistics")
        self.delegate = make_delegate(self.delegation)
        self.ana = self.delegate.person
        make_rate(self.delegation, by=self.treasurer)
        fill_budget(self.delegate)
        self.pool = funds.open_pool(self.delegation)
        self.fund = funds.open_travel_fund(self.delegate)

    def line(self, code):
        return self.delegate.budget.lines.get(code=code)

    def cost(self, units, code, purpose):
        """Logistics proposes, the treasurer approves: the money is held."""
        row = commitments.propose_commitment(
            self.fund, self.logistics, cost=usd(units), purpose=purpose, what=code, line=self.line(code),
            form_token=uuid.uuid4(),
        )  # fmt: skip
        with pytest.raises(NotPermitted):
            commitments.approve(row, self.logistics)
        return commitments.approve(row, self.treasurer)

    def told_where_to_pay(self, payee, by, **details):
        """One enters, another confirms; never the one who entered."""
        row = payees.change_payee(payee, by, BankDetails(currency="USD", **details), form_token=uuid.uuid4())
        return payees.confirm_payee(row, self.treasurer)

    def vendor(self, label, method="cash", **details):
        row = payees.add_payee(self.delegation, self.logistics, kind="vendor", label=label, form_token=uuid.uuid4())
        self.told_where_to_pay(row, self.logistics, method=method, holder=label, **details)
        return row

    @staticmethod
    def flights(home_on):
        """There and back within four days, home today."""
        first = home_on - timedelta(days=3)
        legs = [
            leg("HV 418", "EWR", "GVA", datetime.combine(first, time(18, 10)),
                datetime.combine(first + timedelta(days=1), time(7, 50))),
            leg("HV 419", "GVA", "EWR", datetime.combine(home_on, time(10, 0)), datetime.combine(home_on, time(13, 0))),
        ]  # fmt: skip
        return bookings.Plan("QK7I1O", legs, usd(300))

    def leaves(self, payment):
        """The treasurer releases it by hand. The director decided the allocation, so never the director."""
        with pytest.raises(NotPermitted):
            disbursements.approve_disbursement(payment, self.director)
        payment = disbursements.approve_disbursement(payment, self.treasurer)
        payment = disbursements.send_disbursement(payment, self.treasurer, bank_account="main")
        return disbursements.settle_disbursement(
            payment, self.treasurer, reference=f"OUT {payment.pk}", on=claims.today()
        )


def test_three_people_run_a_delegation_from_gift_to_closed_accounts():
    play = Play()
    # Gifts, and their payout.
    make_gift(play.pool, 2000, fee=0)
    make_gift(play.fund, 300, fee=0)
    to_bank(2300_00)
    whole()
    # An allocation: the treasurer proposes, the director decides.
    asked = funds.propose_allocation(play.treasurer, play.fund, usd(1200), "gap", "", uuid.uuid4())
    with pytest.raises(NotPermitted):
        funds.decide(asked, play.treasurer)
    funds.decide(asked, play.director)
    whole()
    # Costs are approved: money is held.
    # Logistics records the flights, and their cost is held in one step, once the treasurer agrees.
    day = claims.today()
    booking = bookings.record(play.delegation, play.logistics, delegates=[play.delegate], plan=play.flights(day))
    fare = costs.hold_cost(booking, play.logistics, cost=usd(300), form_token=uuid.uuid4())[0].commitment
    assert not paying([booking])[booking.pk].is_held
    with pytest.raises(NotPermitted):
        commitments.approve(fare, play.logistics)
    commitments.approve(fare, play.treasurer)
    assert ways([play.delegate])[play.delegate.pk].dots == "○●○"
    bookings.ticket(booking, play.logistics)
    airline = play.vendor("Airline")
    play.leaves(disbursements.prepare(fare, play.logistics, payee=airline, pay=usd(300), form_token=uuid.uuid4()))
    assert ways([play.delegate])[play.delegate.pk].dots == "●●●"
    whole()
    room = play.cost(600, "lodging_shared", "room")
    meals = play.cost(500, "daily", "meals")
    whole()
    # A vendor's bill goes out in a batch.
    hotel = play.vendor("Hotel", method="ach", routing=ROUTING, account="12345678")
    bill = disbursements.prepare(room, play.logistics, payee=hotel, pay=usd(540), form_token=uuid.uuid4())
    with pytest.raises(NotPermitted):
        disbursements.approve_disbursement(bill, play.director)
    bill = disbursements.approve_disbursement(bill, play.treasurer)
    batch = batches.create_batch(
        play.delegation, play.logistics, [bill], account=bank_account("main"),
        pay_on=claims.today() + timedelta(days=1), form_token=uuid.uuid4(),
    )  # fmt: skip
    batch = batches.send_batch(batches.approve_batch(batch, play.treasurer), play.treasurer)
    whole()
    # An advance for meals: asked by the traveller, decided by logistics, released by the treasurer.
    advance = advances.request_advance(
        play.delegate, usd(250), cost_on=day, ends_on=day + timedelta(days=7), note="Meals",
        form_token=uuid.uuid4(), by=play.ana,
    )  # fmt: skip
    advance_payments.approve(advance, by=play.logistics)
    payee = payees.add_payee(
        play.delegation, play.logistics, kind="person", label="Ana", form_token=uuid.uuid4(), delegate=play.delegate
    )
    play.told_where_to_pay(payee, play.ana, method="cash", holder="Ana Example")
    play.leaves(Disbursement.objects.get(about_uuid=advance.uuid))
    whole()
    assert [(cover.commitment, cover.amount_minor) for cover in advance.covers.all()] == [(meals, 250_00)]
    # A claim: the days of the flights, two of travel and two full ones, and a bus ticket nobody planned.
    days = days_of(play.delegate, by=play.ana)
    assert [d.kind for d in days] == ["travel", "full", "full", "travel"]
    claim = claims.draft_claim(play.delegate, days=days, by=play.ana)
    photo = claims.add_file(claim, make_picture(), by=play.ana)
    claims.save_line(
        claim,
        claims.LineInput(
            kind="receipt", spent_on=day, what="Bus", amount=usd(120), budget_line=play.line("ground_geneva"),
            receipt=photo,
        ),
        by=play.ana,
    )  # fmt: skip
    claims.submit(claim, by=play.ana)
    with pytest.raises(NotPermitted):
        claim_decisions.approve(claim, by=play.ana)
    claim = claim_decisions.approve(claim, last=True, by=play.logistics)
    whole()
    # 168.00 of days and 120.00 of bus against 250.00 in hand: 38.00 is paid out, and the rest of the meals is free.
    payment = Disbursement.objects.get(about_uuid=claim.uuid)
    assert payment.amount_minor == 38_00
    play.leaves(payment)
    claim.refresh_from_db()
    advance.refresh_from_db()
    assert (claim.status, advance.status) == ("paid", "settled")
    whole()
    # A second advance was not needed: what is left comes back, seen by one and confirmed by another.
    more = play.cost(100, "comms", "other")
    second = advances.request_advance(
        play.delegate, usd(80), cost_on=day, ends_on=day, note="", form_token=uuid.uuid4(), by=play.ana
    )
    advance_payments.approve(second, by=play.logistics)
    play.leaves(Disbursement.objects.get(about_uuid=second.uuid))
    back = advances.record_hand_back(
        second, usd(80), received_on=day, bank_reference="IN 1", form_token=uuid.uuid4(), by=play.logistics
    )
    with pytest.raises(NotPermitted):
        advances.confirm_hand_back(back, by=play.logistics)
    advances.confirm_hand_back(back, by=play.treasurer)
    whole()
    # What is held and not needed is free again.
    room.refresh_from_db()
    commitments.close(room, play.treasurer)
    commitments.release(more, play.treasurer)
    meals.refresh_from_db()
    assert meals.held_minor == 0
    batches.settle_batch(batch, play.treasurer, reference="BATCH 1", on=day)
    whole()
    held = balances.of_fund(play.fund)
    assert (held.committed, held.offered) == (0, 0)
    assert held.available == 1500_00 - 300_00 - 540_00 - 168_00 - 120_00
    assert Account.objects.get(code="advances", delegate=play.delegate).balance_minor == 0
    assert balances.of_network("USD")["bank"] == 2300_00 - 300_00 - 540_00 - 250_00 - 38_00
    _nobody_on_both_sides(play)


def _nobody_on_both_sides(play):
    """Read from the rows: who prepared a payment, who released it, who decided the allocation behind it."""
    decided = {a.decided_by for a in play.fund.allocations_in.all()}
    for payment in Disbursement.objects.filter(fund=play.fund):
        assert payment.prepared_by != payment.approved_by
        assert payment.approved_by not in decided
        assert play.ana not in {payment.prepared_by, payment.approved_by}
