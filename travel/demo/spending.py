"""Costs and payments of the demo in every state, by the same actions as real ones: three people run it all."""

import uuid
from datetime import timedelta

from django.utils import timezone
from djmoney.money import Money

from delegation.models import Delegate
from fundraising.actions import batches, commitments, disbursements, payees
from fundraising.bankfiles.details import BankDetails
from fundraising.ledger import balances, entries, posting
from fundraising.models import Fund
from fundraising.queries.bank_accounts import bank_account, bank_room

PLACE = {"street": "Rue du Lac 12", "postcode": "1207", "town": "Genève", "country": "CH"}
HOTEL = BankDetails(
    "pain001", "CHF", "Hôtel des Nattes SA", iban="CH5604835012345678009", email="compta@nattes.example", **PLACE
)
AGENCY = BankDetails(
    "ach", "USD", "Peachtree Travel LLC", routing="061000104", account="000123456789", email="billing@peachtree.example"
)
BUS = BankDetails("cash", "USD", "Bus driver", email="")


def play(delegation, staff) -> None:
    """Kai of logistics prepares, Dolores and Ngozi decide; Ngozi decided the allocations, so Dolores releases."""
    stage = _Stage(delegation, staff)
    if len(stage.funds) < 4:
        return
    _money_arrives(stage)
    hotel, agency = stage.payee("Hôtel des Nattes", HOTEL), stage.payee("Peachtree Travel", AGENCY)
    _tickets_paid(stage, agency)
    _rooms_in_francs(stage, hotel)
    _what_waits(stage, hotel, agency)


class _Stage:
    def __init__(self, delegation, staff):
        self.delegation = delegation
        self.kai, self.dolores, self.ngozi = staff["kai"], staff["dolores"], staff["ngozi"]
        travelling = Fund.objects.filter(delegation=delegation, delegate__status="nominated").order_by("pk")
        rows = travelling.select_related("delegate__person", "delegation")
        self.funds = [fund for fund in rows if balances.of_fund(fund).available > 900_00]

    def payee(self, label, details, *, confirmed=True, delegate: Delegate | None = None):
        kind = "person" if delegate else "vendor"
        row = payees.add_payee(
            self.delegation, self.kai, kind=kind, label=label, delegate=delegate, form_token=uuid.uuid4()
        )
        version = payees.change_payee(row, self.kai, details, form_token=uuid.uuid4())
        if confirmed:
            payees.confirm_payee(version, self.dolores)
        return row

    def propose(self, fund, cost, what, purpose, *, payee=None, note=""):
        line = None
        if fund.delegate and hasattr(fund.delegate, "budget"):
            code = {"fare": "airfare", "room": "lodging", "local": "local"}.get(purpose, "-")
            line = fund.delegate.budget.lines.filter(code__startswith=code).first()
        return commitments.propose_commitment(
            fund, self.kai, cost=cost, purpose=purpose, what=what, payee=payee, line=line, note=note,
            form_token=uuid.uuid4(),
        )  # fmt: skip

    def hold(self, fund, cost, what, purpose, payee):
        return commitments.approve(self.propose(fund, cost, what, purpose, payee=payee), self.ngozi)

    def pay(self, cost, payee, money, reference=""):
        return disbursements.prepare(
            cost, self.kai, payee=payee, pay=money, reference=reference, form_token=uuid.uuid4()
        )  # fmt: skip

    def release(self, cost, payee, money, reference=""):
        return disbursements.approve_disbursement(self.pay(cost, payee, money, reference), self.dolores)

    def gather(self, payments, account):
        return batches.create_batch(
            self.delegation,
            self.kai,
            payments,
            account=bank_account(account),
            pay_on=timezone.localdate() + timedelta(days=1),
            form_token=uuid.uuid4(),
        )

    def send(self, payments, account):
        return batches.send_batch(batches.approve_batch(self.gather(payments, account), self.dolores), self.dolores)


def _money_arrives(stage) -> None:
    """Half of what is with Stripe reaches the bank account, unless a payout of the demo brought it already."""
    if bank_room("USD") > 0:
        return
    minor = balances.of_network("USD").get("stripe", 0) // 2
    about, now = ("fundraising.payout", None), timezone.now()
    posting.post(entries.payout_sent(minor, "USD"), key="payout_sent:demo", about=about, happened_at=now)
    posting.post(entries.payout_arrived(minor, "USD"), key="payout_arrived:demo", about=about, happened_at=now)


def _tickets_paid(stage, agency) -> None:
    """Two tickets, one file, one line of the bank statement."""
    paid = []
    for place, fund in enumerate(stage.funds[:2], start=1):
        cost = stage.hold(fund, Money(640 + place, "USD"), "Flight to Geneva and back", "fare", agency)
        paid.append(stage.release(cost, agency, Money(640 + place, "USD"), f"PT-20{place}"))
    batch = stage.send(paid, "main")
    batches.settle_batch(batch, stage.dolores, reference="ACH 4471", on=timezone.localdate())


def _rooms_in_francs(stage, hotel) -> None:
    """Held at the planning rate, booked at the bank's figure; the second is on its way still."""
    for place, fund in enumerate(stage.funds[2:4], start=1):
        cost = stage.hold(fund, Money(180, "CHF"), "Three nights, shared room", "room", hotel)
        stage.send([stage.release(cost, hotel, Money(180, "CHF"), f"Facture 77{place}")], "geneva")
    payment = cost.fund.disbursements.model.objects.filter(payee=hotel).order_by("pk").first()
    disbursements.settle_disbursement(
        payment, stage.dolores, reference="GE 2201", on=timezone.localdate(), booked=Money("219.64", "USD")
    )


def _what_waits(stage, hotel, agency) -> None:
    """A cost to approve, a payment to approve, a batch to approve, details to confirm, and one nobody is sure of."""
    first, second, third, fourth = stage.funds[:4]
    stage.propose(first, Money(95, "CHF"), "City bus pass for the week", "local", note="The cheapest for six days.")
    stage.pay(stage.hold(second, Money(40, "USD"), "Seat and bag", "fare", agency), agency, Money(40, "USD"), "PT-209")
    extra = stage.hold(third, Money(55, "USD"), "Change of the return date", "fare", agency)
    stage.gather([stage.release(extra, agency, Money(55, "USD"), "PT-210")], "main")
    driver = stage.payee("Bus driver", BUS)
    ride = stage.hold(fourth, Money(30, "USD"), "Ride to the airport", "local", driver)
    payment = stage.release(ride, driver, Money(30, "USD"))
    disbursements.send_disbursement(payment, stage.dolores, bank_account="main")
    disbursements.doubt_disbursement(payment, stage.dolores, "The receipt is not signed. Ask the driver.")
    own = BankDetails("ach", "USD", str(first.delegate), routing="061000104", account="000987654321", email="")
    stage.payee(str(first.delegate), own, confirmed=False, delegate=first.delegate)
