"""Money in hand, claims and stipends, made by the service's own actions; a payment leaves as the spending flow leaves
it."""

import uuid
from datetime import timedelta
from itertools import count

from django.utils import timezone
from djmoney.money import Money

from fundraising.actions import advance_payments, advances, claim_decisions, claims, funds
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import advances as in_hand
from fundraising.ledger.accounts import committed
from fundraising.models import Commitment, Disbursement, PayeeDetails
from tests.factories.appeals import fill_budget, make_picture
from tests.factories.delegation import make_delegate, make_delegation, make_staff
from tests.factories.fundraising import make_gift, usd

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
        fill_budget(self.delegate)
        self.fund = funds.open_travel_fund(self.delegate)
        make_gift(self.fund, units, fee=100)
        to_bank(units * 100 - 100)

    def line(self, code="daily"):
        return self.delegate.budget.lines.get(code=code)

    def hold(self, units=500, code="daily") -> Commitment:
        """Money held for a line of the budget."""
        stand_in = _Asked(self.fund)
        from fundraising.actions import claim_money

        return claim_money.commit(stand_in, self.line(code), units * 100, asked_by=self.logistics, by=self.treasurer)

    def ask(self, units=200, *, cost_on=None, ends_on=None) -> object:
        day = claims.today()
        return advances.request_advance(
            self.delegate,
            usd(units),
            cost_on=cost_on or day + timedelta(days=10),
            ends_on=ends_on or day + timedelta(days=20),
            note="Meals",
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


class _Asked:
    """What a commitment is made for, where a test wants one that is only held."""

    def __init__(self, fund):
        self.fund = fund


def to_bank(minor: int, currency="USD") -> None:
    """A payout of what Stripe holds."""
    now, key = timezone.now(), uuid.uuid4().hex
    posting.post(entries.payout_sent(minor, currency), key=f"sent:{key}", about=("t", None), happened_at=now)
    posting.post(entries.payout_arrived(minor, currency), key=f"arrived:{key}", about=("t", None), happened_at=now)


def pay(disbursement: Disbursement, journey: Journey) -> Disbursement:
    """The payment as it stands when the statement shows it: details, approval, entry, and what it was for."""
    now, fund = timezone.now(), disbursement.fund
    details = PayeeDetails.objects.create(
        payee=disbursement.payee, version=next(_n), method="cash", currency="USD", digest="d" * 64,
        changed_by=journey.logistics, form_token=uuid.uuid4(),
    )  # fmt: skip
    Disbursement.objects.filter(pk=disbursement.pk).update(
        status="settled", details=details, approved_by=journey.director, approved_at=now, approved_hash="h" * 64,
        sent_by=journey.director, sent_at=now, bank_account="main", bank_reference=f"REF{next(_n)}",
        booked_minor=disbursement.amount_minor, settled_on=claims.today(),
    )  # fmt: skip
    disbursement.refresh_from_db()
    amount, currency = disbursement.amount_minor, disbursement.currency
    spec = {
        "advance": lambda: entries.advance_paid(in_hand(fund.delegate), amount, currency),
        "claim": lambda: entries.cost_paid(committed(fund), amount, currency),
        "stipend": lambda: entries.stipend_paid(committed(fund), amount, currency),
    }[disbursement.kind]()
    posting.post(
        spec, key=f"disbursement:{disbursement.uuid}", about=("fundraising.disbursement", disbursement.uuid),
        happened_at=now,
    )  # fmt: skip
    if disbursement.commitment:
        from fundraising.actions import claim_money

        claim_money.spend(disbursement.commitment, amount)
    advance_payments.after_settled(disbursement, claims.today())
    return disbursement
