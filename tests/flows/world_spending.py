"""Spending in the small world: a payee, costs, payments and batches, each in a state its address can stand on. The
treasurer proposed the allocation and nobody decided it, so both treasurer and director may release."""

import uuid
from datetime import timedelta

from django.utils import timezone

from fundraising.actions import batches, commitments, disbursements, funds, payees, raises
from fundraising.queries.bank_accounts import bank_account
from tests.factories.fundraising import make_gift, usd
from tests.factories.spending import make_details, pay_into_bank
from travel.actions import costs, credits


def add(delegation, people, owner, rows) -> None:
    pool = funds.open_pool(delegation)
    make_gift(pool, 1000)
    pay_into_bank(900_00)
    small = _Small(delegation, people, pool)
    rows["fund_page"] = pool
    rows["payee"] = small.payee(confirmed=False)
    small.hotel = small.payee("cheque")
    rows["proposed_cost"] = small.propose()
    rows["open_cost"] = small.cost()
    rows["part_cost"] = small.cost(units=30)
    small.sent(small.part(rows["part_cost"]))
    rows["part_cost"].refresh_from_db()
    rows["raise"] = raises.propose_raise(
        rows["open_cost"], people["logistics"], usd(5), note="City tax.", form_token=uuid.uuid4()
    )
    rows["prepared"] = small.prepare(small.cost())
    rows["approved"] = small.approve(small.prepare(small.cost()))
    rows["sent"] = small.sent(small.cost())
    rows["settled"] = disbursements.settle_disbursement(
        small.sent(small.cost()), people["treasurer"], reference=f"CHQ {uuid.uuid4().hex[:8]}", on=timezone.localdate()
    )
    rows["draft_batch"] = small.batch()
    rows["approved_batch"] = batches.approve_batch(small.batch(), people["treasurer"])
    rows["sent_batch"] = batches.send_batch(
        batches.approve_batch(small.batch(), people["treasurer"]), people["treasurer"]
    )
    rows["booking_cost"] = costs.link_cost(rows["booking"], rows["open_cost"], people["logistics"])
    small.own(owner)
    rows["credit"] = credits.record_credit(
        delegation,
        people["logistics"],
        airline="Swiss",
        worth=usd(120),
        expires_on=timezone.localdate() + timedelta(days=90),
        form_token=uuid.uuid4(),
    )


class _Small:
    def __init__(self, delegation, people, pool):
        self.delegation, self.people, self.pool = delegation, people, pool

    def payee(self, method="ach", *, confirmed=True):
        by = self.people["logistics"]
        row = payees.add_payee(self.delegation, by, kind="vendor", label="Hotel", form_token=uuid.uuid4())
        details = payees.change_payee(row, by, make_details(method), form_token=uuid.uuid4())
        if confirmed:
            payees.confirm_payee(details, self.people["treasurer"])
        return row

    def propose(self, units=10):
        return commitments.propose_commitment(
            self.pool, self.people["logistics"], cost=usd(units), purpose="room", what="A room", form_token=uuid.uuid4()
        )

    def cost(self, units=10):
        return commitments.approve(self.propose(units), self.people["director"])

    def prepare(self, cost, units=10):
        return disbursements.prepare(
            cost, self.people["logistics"], payee=self.hotel, pay=usd(units), form_token=uuid.uuid4()
        )

    def part(self, cost):
        return self.approve(self.prepare(cost, 5))

    def approve(self, payment):
        return disbursements.approve_disbursement(payment, self.people["treasurer"])

    def sent(self, cost_or_payment):
        payment = cost_or_payment
        if not hasattr(payment, "approved_hash"):
            payment = self.approve(self.prepare(payment))
        return disbursements.send_disbursement(payment, self.people["treasurer"], bank_account="main")

    def batch(self):
        return batches.create_batch(
            self.delegation,
            self.people["logistics"],
            [self.approve(self.prepare(self.cost()))],
            account=bank_account("main"),
            pay_on=timezone.localdate() + timedelta(days=1),
            form_token=uuid.uuid4(),
        )

    def own(self, owner):
        row = payees.add_payee(
            self.delegation, owner.person, kind="person", label="Ana", delegate=owner, form_token=uuid.uuid4()
        )
        payees.change_payee(row, owner.person, make_details("cash"), form_token=uuid.uuid4())
