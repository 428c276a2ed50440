"""What journeys cost: held, paid to a vendor or into a traveller's hand, returned, handed back, released."""

import uuid
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from delegation.money import from_minor
from fundraising.actions import advance_payments, advances, claims, commitments, disbursements
from fundraising.models import Disbursement
from tests.fundraising.machine.base import PICK, REFUSED, SELDOM, Base
from tests.fundraising.machine.world import Cost, InHand, Pay


class Spending(Base):
    def __init__(self, world):
        super().__init__(world)
        self.costs: list[Cost] = []
        self.pays: list[Pay] = []
        self.advances: list[InHand] = []

    # -- costs ------------------------------------------------------------------------------------------------
    @rule(n=PICK, part=st.integers(1, 3), beyond=SELDOM, wrong=SELDOM)
    def a_cost_is_held(self, n, part, beyond, wrong):
        owner, world = self.pick([d.pk for d in self.world.delegates], n), self.world
        amount = max(100, self.oracle.of("available", owner) // part + beyond)
        fields = {"cost": from_minor(amount, "USD"), "purpose": "room", "what": "Nights", "form_token": uuid.uuid4()}
        by = world.director if wrong else world.logistics
        row = self.do(commitments.propose_commitment, world.funds[owner], by, again=True, **fields)
        if row is REFUSED or self.do(commitments.approve, row, world.director, again=True) is REFUSED:
            return
        assert not wrong
        self.oracle.move(("available", owner, "USD"), ("committed", owner, "USD"), amount)
        self.costs.append(Cost(row, owner, amount))

    @precondition(lambda self: self.costs)
    @rule(n=PICK)
    def the_rest_is_released(self, n):
        cost = self.pick(self.costs, n)
        cost.row.refresh_from_db()
        free = commitments.close if cost.row.status == "part_paid" else commitments.release
        if self.do(free, cost.row, self.world.director, again=True) is REFUSED:
            assert cost.pending or not cost.left or self.drawn(cost)
            return
        assert not self.drawn(cost)
        self.oracle.move(("committed", cost.owner, "USD"), ("available", cost.owner, "USD"), cost.left)
        cost.left = 0

    # -- payments ----------------------------------------------------------------------------------------------------
    @precondition(lambda self: self.costs)
    @rule(n=PICK, part=st.integers(1, 3), beyond=SELDOM)
    def a_payment_is_prepared(self, n, part, beyond):
        cost, world = self.pick(self.costs, n), self.world
        room = cost.left - cost.pending - self.drawn(cost)
        amount = max(1, room // part + beyond)
        fields = {"payee": world.payees["vendor"], "pay": from_minor(amount, "USD"), "form_token": uuid.uuid4()}
        row = self.do(disbursements.prepare, cost.row, world.logistics, again=True, **fields)
        assert (row is REFUSED) == (amount > room)
        if row is not REFUSED:
            cost.pending += amount
            self.pays.append(Pay(row, cost, cost.owner, amount))

    def payments(self, *states):
        return [pay for pay in self.pays if pay.state in states]

    @precondition(lambda self: self.payments("prepared", "approved"))
    @rule(n=PICK, cancel=SELDOM, wrong=SELDOM)
    def a_payment_goes_on(self, n, cancel, wrong):
        """Approved, then sent; or cancelled before it left."""
        pay, world = self.pick(self.payments("prepared", "approved"), n), self.world
        if cancel:
            assert self.do(disbursements.cancel_disbursement, pay.row, world.logistics, again=True) is not REFUSED
            pay.state = "cancelled"
            self._not_pending(pay)
        elif pay.state == "prepared":
            by = world.logistics if wrong else world.treasurer
            if self.do(disbursements.approve_disbursement, pay.row, by, again=True) is not REFUSED:
                assert not wrong
                pay.state = "approved"
        elif self.do(disbursements.send_disbursement, pay.row, world.treasurer, bank_account="main") is not REFUSED:
            pay.state = "sent"
            self._sent(pay)
        else:
            assert self.oracle.of("bank") < pay.amount

    def _not_pending(self, pay):
        if pay.cost:
            pay.cost.pending -= pay.amount

    def _sent(self, pay):
        self.oracle.out_of_bank(pay.amount)
        self._not_pending(pay)
        if pay.cost:
            pay.cost.left -= pay.amount
            self.oracle.change(("committed", pay.owner, "USD"), -pay.amount)
        else:
            self.oracle.change(("advances", pay.owner, "USD"), pay.amount)

    @precondition(lambda self: self.payments("sent", "settled"))
    @rule(n=PICK, what=st.sampled_from(["settle", "settle", "fail", "bounce", "doubt"]))
    def the_bank_speaks_of_a_payment(self, n, what):
        pay, by = self.pick(self.payments("sent", "settled"), n), self.world.treasurer
        verb = getattr(disbursements, f"{what}_disbursement")
        fields = {"reference": f"REF {uuid.uuid4()}", "on": claims.today()}
        said = self.do(
            verb, pay.row, by, **({"note": "Not there."} if what == "fail" else {} if what == "doubt" else fields)
        )
        if said is REFUSED or what == "doubt":
            return
        if what == "settle":
            pay.state = "settled"
            return
        pay.state = "back"
        self.oracle.into_bank(pay.amount)
        if pay.cost:
            pay.cost.left += pay.amount
            self.oracle.change(("committed", pay.owner, "USD"), pay.amount)
        else:
            self.oracle.change(("advances", pay.owner, "USD"), -pay.amount)

    # -- advances ----------------------------------------------------------------------------------------------------
    @rule(n=PICK, part=st.integers(1, 3), wrong=SELDOM)
    def an_advance_is_approved(self, n, part, wrong):
        delegate, day = self.pick(self.world.travellers, n), claims.today()
        amount = self.oracle.of("committed", delegate.pk) // part
        if not amount:
            return
        row = self.do(
            advances.request_advance,
            delegate,
            from_minor(amount, "USD"),
            cost_on=day + timedelta(days=10),
            ends_on=day + timedelta(days=20),
            note="Meals",
            form_token=uuid.uuid4(),
            by=delegate.person,
            again=True,
        )
        by = delegate.person if wrong else self.world.logistics
        if row is REFUSED or self.do(advance_payments.approve, row, by=by, again=True) is REFUSED:
            return
        assert not wrong
        pay = Pay(Disbursement.objects.get(about_uuid=row.uuid), None, delegate.pk, amount)
        draws = self._draws(delegate.pk, amount)
        assert dict(row.covers.values_list("commitment", "amount_minor")) == {c.row.pk: part for c, part in draws}
        self.advances.append(InHand(row, delegate.pk, pay, draws))
        self.pays.append(pay)

    def _draws(self, owner, amount):
        """The costs an advance is handed out for, the oldest first, each for what is neither paid nor promised."""
        found = []
        for cost in self.costs:
            part = min(amount, cost.left - cost.pending - self.drawn(cost)) if cost.owner == owner else 0
            if part > 0:
                found.append((cost, part))
                amount -= part
        assert not amount
        return found

    def drawn(self, cost):
        """What advances that are out, or on their way, still draw on a cost."""
        return sum(advance.draws_on(cost) for advance in self.advances)

    @precondition(lambda self: self.advances)
    @rule(n=PICK, part=st.integers(1, 3), wrong=SELDOM)
    def an_advance_is_handed_back(self, n, part, wrong):
        advance, world = self.pick(self.advances, n), self.world
        row, owner = advance.row, advance.owner
        amount = max(1, row.amount_minor // part)
        fields = {"received_on": claims.today(), "bank_reference": f"IN {uuid.uuid4()}", "form_token": uuid.uuid4()}
        money = from_minor(amount, "USD")
        back = self.do(advances.record_hand_back, row, money, by=world.treasurer, again=True, **fields)
        if back is REFUSED:
            return
        if self.do(advances.confirm_hand_back, back, by=self.second(wrong), again=True) is REFUSED:
            self.do(advances.decline_hand_back, back, by=world.director)
            return
        assert not wrong
        advance.back += amount
        self.oracle.change(("advances", owner, "USD"), -amount)
        self.oracle.into_bank(amount)
