"""Payments that leave together in a file for the bank, and stipends, which are held like a cost and paid as income."""

import uuid
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from delegation.money import from_minor
from fundraising import wording
from fundraising.actions import batches, claims, stipends
from fundraising.models import Commitment, Disbursement
from fundraising.queries.bank_accounts import bank_account
from tests.fundraising.machine.base import PICK, REFUSED, SELDOM
from tests.fundraising.machine.spending import Spending
from tests.fundraising.machine.world import Cost, Pay


class Batches(Spending):
    def __init__(self, world):
        super().__init__(world)
        # Each a row and what became of it.
        self.batches: list[list] = []

    # -- batches -----------------------------------------------------------------------------------------------
    def fileable(self):
        return [pay for pay in self.payments("approved") if pay.filed and pay.batch is None]

    @precondition(lambda self: self.fileable())
    @rule(many=st.integers(1, 3), far=st.booleans())
    def a_batch(self, many, far):
        pays = self.fileable()[:many]
        fields = {
            "account": bank_account("main"),
            "pay_on": claims.today() + timedelta(days=1),
            "form_token": uuid.uuid4(),
        }
        rows = [pay.row for pay in pays]
        made = self.do(batches.create_batch, self.world.delegation, self.world.logistics, rows, again=True, **fields)
        assert made is not REFUSED
        batch = [made, "created"]
        self.batches.append(batch)
        for pay in pays:
            pay.batch = batch
        if far:
            self._approve(batch, wrong=False)
            self._send(batch)

    def batched(self, *states):
        return [batch for batch in self.batches if batch[1] in states]

    def inside(self, batch, *states):
        return [pay for pay in self.pays if pay.batch is batch and pay.state in states]

    @precondition(lambda self: self.batched("created", "approved", "sent"))
    @rule(n=PICK, cancel=SELDOM, wrong=SELDOM)
    def a_batch_goes_on(self, n, cancel, wrong):
        """Approved whole, sent whole, and on the statement as one line; or taken apart before it left."""
        batch = self.pick(self.batched("created", "approved", "sent"), n)
        if batch[1] == "sent":
            self._settle(batch)
        elif cancel:
            assert self.do(batches.cancel_batch, batch[0], self.world.logistics, again=True) is not REFUSED
            for pay in self.inside(batch, "approved"):
                pay.batch = None
            batch[1] = "cancelled"
        elif batch[1] == "created":
            self._approve(batch, wrong)
        else:
            self._send(batch)

    def _total(self, batch):
        return sum(pay.amount for pay in self.inside(batch, "approved"))

    def _approve(self, batch, wrong):
        by = self.world.logistics if wrong else self.world.treasurer
        said = self.do(batches.approve_batch, batch[0], by, again=True)
        total = self._total(batch)
        assert (said is not REFUSED) == (not wrong and 0 < total <= self.oracle.of("bank"))
        if said is not REFUSED:
            batch[1] = "approved"

    def _send(self, batch):
        said = self.do(batches.send_batch, batch[0], self.world.treasurer, again=True)
        may = batch[1] == "approved" and self._total(batch) <= self.oracle.of("bank")
        assert (said is not REFUSED) == may
        if may:
            batch[1] = "sent"
            for pay in self.inside(batch, "approved"):
                self.sent(pay)

    def _settle(self, batch):
        fields = {"reference": f"FILE {uuid.uuid4()}", "on": claims.today()}
        assert self.do(batches.settle_batch, batch[0], self.world.treasurer, again=True, **fields) is not REFUSED
        batch[1] = "settled"
        for pay in self.inside(batch, "sent"):
            pay.state = "settled"

    # -- stipends ----------------------------------------------------------------------------------------------
    @rule(
        n=PICK, part=st.integers(1, 4), beyond=SELDOM, agrees=st.sampled_from([True, True, True, False]), wrong=SELDOM
    )
    def a_stipend(self, n, part, beyond, agrees, wrong):
        """Proposed, agreed to by whom it is for, approved by another person: held, and a payment of its own waits."""
        delegate, world = self.pick(self.world.delegates, n), self.world
        free = self.oracle.of("available", delegate.pk)
        amount = max(1, free // part + beyond)
        fields = {"reason": "wages", "form_token": uuid.uuid4(), "by": world.treasurer}
        row = self.do(stipends.propose_stipend, delegate, from_minor(amount, "USD"), again=True, **fields)
        assert row is not REFUSED
        if agrees:
            words = wording.STIPEND_VERSION
            assert self.do(stipends.agree, row, wording_version=words, by=delegate.person) is not REFUSED
        said = self.do(stipends.approve, row, by=self.second(wrong), again=True)
        assert (said is not REFUSED) == (agrees and not wrong and amount <= free)
        if said is REFUSED:
            return
        self.oracle.move(("available", delegate.pk, "USD"), ("committed", delegate.pk, "USD"), amount)
        held = Commitment.objects.filter(fund__delegate=delegate).latest("id")
        cost = Cost(held, delegate.pk, amount, pending=amount, is_stipend=True)
        self.costs.append(cost)
        self.pays.append(Pay(Disbursement.objects.get(about_uuid=row.uuid), cost, delegate.pk, amount))
