"""Payees, costs and payments, each made the way the service makes it: by the actions, by two people."""

import uuid
from datetime import timedelta
from itertools import count

from django.utils import timezone
from djmoney.money import Money

from fundraising.actions import batches, commitments, disbursements, payees
from fundraising.bankfiles.details import BankDetails
from fundraising.models import PlanningRate
from fundraising.queries.bank_accounts import bank_account
from tests.factories.delegation import make_delegate, make_staff
from tests.factories.fundraising import make_fund, make_gift, usd
from tests.factories.payments import pay_out

_n = count(1)
ROUTING = "061000104"
IBAN = "CH9300762011623852957"
QR_IBAN = "CH4431999123000889012"


def make_details(method="ach", **fields) -> BankDetails:
    n = next(_n)
    values = {"method": method, "currency": "USD", "holder": f"Hotel Number {n}", "email": f"payee{n}@example.org"}
    place = {"street": "Rue du Lac 1", "postcode": "1201", "town": "Genève", "country": "CH"}
    values |= {
        "ach": {"routing": ROUTING, "account": f"{10_000_000 + n}"},
        "pain001": {"iban": IBAN, "currency": "CHF", **place},
        "wire": {"bank": "Banque", "iban": IBAN, **place},
        "cheque": place,
        "card": {"card": f"SLEEVE-{n}"},
        "cash": {},
    }[method]
    return BankDetails(**(values | fields))


def pay_into_bank(minor: int, currency: str = "USD") -> None:
    """A payout arrived: money with Stripe is in the bank account now."""
    pay_out(minor, currency)


class Team:
    """A journey with money in the bank, and three people: logistics prepares, treasurer and director decide."""

    def __init__(self, delegation=None, units=1000):
        self.delegate = make_delegate(delegation)
        self.delegation = self.delegate.delegation
        self.fund = make_fund(self.delegate)
        self.logistics = make_staff(self.delegation, "logistics")
        self.treasurer = make_staff(self.delegation, "treasurer")
        self.director = make_staff(self.delegation, "director")
        if units:
            make_gift(self.fund, units, fee=0)
            pay_into_bank(units * 100)

    def payee(self, method="ach", label="Hotel", **fields):
        kind = fields.pop("kind", "vendor")
        payee = payees.add_payee(
            self.delegation,
            self.logistics,
            kind=kind,
            label=label,
            form_token=uuid.uuid4(),
            delegate=fields.pop("delegate", None),
        )
        self.change(payee, method, by=self.logistics, **fields)
        self.confirm(payee)
        return payee

    def change(self, payee, method="ach", by=None, **fields):
        details = make_details(method, **fields)
        return payees.change_payee(payee, by or self.logistics, details, form_token=uuid.uuid4())

    def confirm(self, payee, by=None):
        return payees.confirm_payee(payee.versions.first(), by or self.treasurer)

    def propose(self, cost=100, by=None, **fields):
        money = cost if isinstance(cost, Money) else usd(cost)
        values = {"purpose": "room", "what": "Six nights", "form_token": uuid.uuid4()} | fields
        return commitments.propose_commitment(self.fund, by or self.logistics, cost=money, **values)

    def commit(self, cost=100, by=None, **fields):
        return commitments.approve(self.propose(cost, **fields), by or self.director)

    def prepare(self, pay=100, commitment=None, payee=None, **fields):
        money = pay if isinstance(pay, Money) else usd(pay)
        return disbursements.prepare(
            commitment or self.commit(pay),
            self.logistics,
            payee=payee or self.payee(),
            pay=money,
            **({"form_token": uuid.uuid4()} | fields),
        )

    def approved(self, pay=100, by=None, **fields):
        return disbursements.approve_disbursement(self.prepare(pay, **fields), by or self.treasurer)

    def batch(self, *payments, account="main"):
        return batches.create_batch(
            self.delegation,
            self.logistics,
            payments,
            account=bank_account(account),
            pay_on=timezone.localdate() + timedelta(days=1),
            form_token=uuid.uuid4(),
        )

    def sent_batch(self, *payments, account="main"):
        batch = batches.approve_batch(self.batch(*payments, account=account), self.treasurer)
        return batches.send_batch(batch, self.treasurer)

    def sent(self, pay=100, **fields):
        payment = self.approved(pay, payee=self.payee("cheque"), **fields)
        return disbursements.send_disbursement(payment, self.treasurer, bank_account="main")

    def rate(self, currency="CHF", rate="1.25"):
        return PlanningRate.objects.create(
            delegation=self.delegation,
            currency=currency,
            quote="USD",
            rate=rate,
            as_of=timezone.localdate(),
            source="ECB",
            entered_by=self.treasurer,
        )
