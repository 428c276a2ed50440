"""Money in hand, claims and stipends, made by the service's own actions; a payment leaves as the spending flow leaves
it."""

import uuid
from datetime import timedelta
from itertools import count

from djmoney.money import Money

from fundraising.actions import (
    advance_payments,
    advances,
    claim_decisions,
    claim_money,
    claims,
    commitments,
    disbursements,
    funds,
    payees,
)
from fundraising.bankfiles.details import BankDetails
from fundraising.models import Commitment, Disbursement
from tests.factories.appeals import fill_budget, make_picture, make_rate
from tests.factories.delegation import make_delegate, make_delegation, make_staff
from tests.factories.fundraising import make_gift, usd
from tests.factories.payments import pay_out

_n = count(1)


class Journey:
    """A delegate with a filled budget, 2,000 dollars in the fund and in the bank, and three staff."""

    def __init__(self, delegation=None, units=2000):
        self.delegation = delegation or make_delegation()
        self.treasurer = make_staff(self.delegation, "treasurer")
        self.director = make_staff(self.delegation, "director")
        self.logistics = make_staff(self.delegation, "logistics")
        self.delegate = make_delegate(self.delegation)
        self.person = self.delegate.person
        make_rate(self.delegation, by=self.treasurer)
        fill_budget(self.delegate)
        self.fund = funds.open_travel_fund(self.delegate)
        make_gift(self.fund, units, fee=100)
        to_bank(units * 100 - 100)

    def line(self, code="daily"):
        return self.delegate.budget.lines.get(code=code)

    def hold(self, units=500, code="daily") -> Commitment:
        """Money held for a line of the budget."""
        cost = {"purpose": "meals", "what": "Meals in Geneva", "line": self.line(code), "form_token": uuid.uuid4()}
        row = commitments.propose_commitment(self.fund, self.logistics, cost=usd(units), **cost)
        return commitments.approve(row, self.treasurer)

    def ask(self, units=200, *, cost_on=None, ends_on=None) -> object:
        day = claims.today()
        return advances.request_advance(
            self.delegate,
            usd(units),
            cost_on=cost_on or day + timedelta(days=10),
            ends_on=ends_on or day + timedelta(days=20),
            note="Meals in Geneva",
            form_token=uuid.uuid4(),
            by=self.person,
        )

    def advance(self, units=200, **days):
        """In the traveller's hand."""
        row = self.ask(units, **days)
        advance_payments.approve(row, by=self.logistics)
        pay(Disbursement.objects.get(about_uuid=row.uuid), self)
        row.refresh_from_db()
        return row

    def claim(self, *amounts, code="ground_geneva", currency="USD", photo=True, send=True):
        """A claim with a receipt for each amount."""
        row = claims.draft_claim(self.delegate, by=self.person)
        for n, units in enumerate(amounts or (50,)):
            file = claims.add_file(row, make_picture((30 + next(_n) % 500, 20)), by=self.person) if photo else None
            claims.save_line(
                row,
                claims.LineInput(
                    kind="receipt",
                    spent_on=claims.today() - timedelta(days=n),
                    what=f"Bus {n}",
                    amount=Money(units, currency),
                    budget_line=self.line(code) if code else None,
                    receipt=file,
                ),
                by=self.person,
            )
        if send:
            row = claims.submit(row, by=self.person)
        return row

    def approved(self, *amounts, **fields):
        return claim_decisions.approve(self.claim(*amounts, **fields), by=self.logistics)

    def payment_of(self, about) -> Disbursement:
        return Disbursement.objects.filter(about_uuid=about.uuid).latest("id")


def to_bank(minor: int, currency="USD") -> None:
    """A payout of what Stripe holds."""
    pay_out(minor, currency)


def tell_where_to_pay(journey: Journey) -> None:
    """The traveller says how they are paid; a second person confirms it."""
    payee = claim_money.payee_of(journey.delegate, journey.logistics)
    details = payee.details
    if details is None:
        typed = BankDetails(method="cash", currency="USD", holder="Ana Example")
        details = payees.change_payee(payee, journey.person, typed, form_token=uuid.uuid4())
    if details.confirmed_by_id is None:
        payees.confirm_payee(details, journey.director)


def pay(payment: Disbursement, journey: Journey) -> Disbursement:
    """Released by another person than who prepared it, sent, and seen on the statement."""
    tell_where_to_pay(journey)
    by = journey.director if payment.prepared_by != journey.director else journey.treasurer
    payment = disbursements.approve_disbursement(payment, by)
    payment = disbursements.send_disbursement(payment, by, bank_account="main")
    return disbursements.settle_disbursement(payment, by, reference=f"REF{next(_n)}", on=claims.today())
