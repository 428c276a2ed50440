"""What journeys cost: held, raised, paid, sent back by the bank, refunded by whom we paid, released."""

import uuid

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from delegation.money import from_minor
from fundraising.actions import claims, commitments, disbursements, raises, returns
from fundraising.models import Commitment
from tests.fundraising.machine.base import PICK, REFUSED, SELDOM, Base
from tests.fundraising.machine.world import Cost, InHand, Pay


class Spending(Base):
    def __init__(self, world):
        super().__init__(world)
        rows = Commitment.objects.select_related("fund").in_bulk([pk for pk, _owner, _amount in world.held])
        self.costs = [Cost(rows[pk], owner, amount) for pk, owner, amount in world.held]
        self.pays: list[Pay] = []
        self.hands: list[InHand] = []

    def drawn(self, cost, *states):
        """What advances that are out, or on their way, draw on a cost."""
        return sum(hand.draws_on(cost) for hand in self.hands if hand.state in (states or ("approved", "paid")))

    def room(self, cost, *states):
        """What may still be prepared of it or promised, where advances in these states count."""
        return max(cost.left - cost.pending - self.drawn(cost, *states), 0)

    # -- costs ------------------------------------------------------------------------------------------------
    @rule(n=PICK, part=st.integers(1, 3), beyond=SELDOM, planned=st.booleans(), wrong=SELDOM)
    def a_cost_is_held(self, n, part, beyond, planned, wrong):
        owner, world = self.pick([d.pk for d in self.world.delegates], n), self.world
        amount = max(100, self.oracle.of("available", owner) // part + beyond)
        fields = {"cost": from_minor(amount, "USD"), "purpose": "room", "what": "Nights", "form_token": uuid.uuid4()}
        fields["line"] = world.lines[owner] if planned else None
        by = world.director if wrong else world.logistics
        row = self.do(commitments.propose_commitment, world.funds[owner], by, again=True, **fields)
        if row is REFUSED or self.do(commitments.approve, row, world.director, again=True) is REFUSED:
            return
        assert not wrong
        self.oracle.move(("available", owner, "USD"), ("committed", owner, "USD"), amount)
        self.costs.append(Cost(row, owner, amount, is_planned=planned))

    @precondition(lambda self: self.costs)
    @rule(n=PICK)
    def the_rest_is_released(self, n):
        cost = self.pick(self.costs, n)
        cost.row.refresh_from_db()
        free = commitments.close if cost.row.status == "part_paid" else commitments.release
        if self.do(free, cost.row, self.world.director, again=True) is REFUSED:
            assert cost.pending or not cost.left or self.drawn(cost)
            return
        assert not cost.pending
        assert not self.drawn(cost)
        self.oracle.move(("committed", cost.owner, "USD"), ("available", cost.owner, "USD"), cost.left)
        cost.left = 0

    @precondition(lambda self: self.costs)
    @rule(n=PICK, part=st.integers(1, 4), beyond=SELDOM, wrong=SELDOM)
    def a_cost_rises(self, n, part, beyond, wrong):
        """More for the same cost, by the same two steps; what was released whole does not rise again."""
        cost, world = self.pick(self.costs, n), self.world
        free = self.oracle.of("available", cost.owner)
        more = max(1, free // part + beyond)
        cost.row.refresh_from_db()
        token, money = uuid.uuid4(), from_minor(more, "USD")
        fields = {"note": "It costs more.", "form_token": token}
        asked = self.do(raises.propose_raise, cost.row, world.logistics, money, again=True, **fields)
        assert (asked is REFUSED) == (cost.row.status == "released")
        if asked is REFUSED:
            return
        by = world.logistics if wrong else world.director
        if self.do(raises.approve_raise, asked, by, again=True) is REFUSED:
            assert wrong or more > free
            assert self.do(raises.decline_raise, asked, world.director, "No.") is not REFUSED
            return
        assert not wrong
        self.oracle.move(("available", cost.owner, "USD"), ("committed", cost.owner, "USD"), more)
        cost.left += more

    # -- payments ----------------------------------------------------------------------------------------------------
    @precondition(lambda self: self.costs)
    @rule(n=PICK, part=st.integers(1, 3), beyond=SELDOM, payee=st.sampled_from(["vendor", "agency"]))
    def a_payment_is_prepared(self, n, part, beyond, payee):
        cost, world = self.pick(self.costs, n), self.world
        room = self.room(cost)
        amount = max(1, room // part + beyond)
        fields = {"payee": world.payees[payee], "pay": from_minor(amount, "USD"), "form_token": uuid.uuid4()}
        row = self.do(disbursements.prepare, cost.row, world.logistics, again=True, **fields)
        assert (row is REFUSED) == (amount > room)
        if row is not REFUSED:
            cost.pending += amount
            self.pays.append(Pay(row, cost, cost.owner, amount, filed=payee == "agency"))

    def payments(self, *states):
        return [pay for pay in self.pays if pay.state in states]

    @precondition(lambda self: self.payments("prepared", "approved"))
    @rule(n=PICK, cancel=SELDOM, wrong=SELDOM, far=st.booleans())
    def a_payment_goes_on(self, n, cancel, wrong, far):
        """Approved, then sent; or cancelled before it left."""
        pay = self.pick(self.payments("prepared", "approved"), n)
        if cancel:
            self._cancel(pay)
            return
        if pay.state == "prepared":
            by = self.world.logistics if wrong else self.world.treasurer
            if self.do(disbursements.approve_disbursement, pay.row, by, again=True) is REFUSED:
                return
            assert not wrong
            pay.state = "approved"
            if not far:
                return
        said = self.do(disbursements.send_disbursement, pay.row, self.world.treasurer, bank_account="main")
        assert (said is REFUSED) == (pay.filed or self.oracle.of("bank") < pay.amount)
        if said is not REFUSED:
            self.sent(pay)

    def _cancel(self, pay):
        said = self.do(disbursements.cancel_disbursement, pay.row, self.world.logistics, again=True)
        assert (said is REFUSED) == (pay.batch is not None and pay.batch[1] == "approved")
        if said is not REFUSED:
            pay.state, pay.batch = "cancelled", None
            self._not_pending(pay)
            if pay.hand:
                pay.hand.state = "off"

    def _not_pending(self, pay):
        if pay.cost:
            pay.cost.pending -= pay.amount

    def sent(self, pay):
        """It is in the books, whoever sent it."""
        pay.state = "sent"
        self.oracle.out_of_bank(pay.amount)
        self._not_pending(pay)
        if pay.cost:
            pay.cost.left -= pay.amount
            self.oracle.change(("committed", pay.owner, "USD"), -pay.amount)
        else:
            self.oracle.change(("advances", pay.owner, "USD"), pay.amount)
            pay.hand.state = "paid"

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
            pay.hand.state = "off"

    def refundable(self):
        return [pay for pay in self.payments("sent", "settled") if pay.cost and pay.returned < pay.amount]

    @precondition(lambda self: self.refundable())
    @rule(n=PICK, part=st.integers(1, 3), beyond=SELDOM)
    def a_cost_comes_back(self, n, part, beyond):
        """Whom we paid gives money back: free money of the fund again."""
        pay = self.pick(self.refundable(), n)
        left = pay.amount - pay.returned
        amount = max(1, left // part) + left * beyond
        fields = {"bank_account": "main", "reference": f"BACK {uuid.uuid4()}", "form_token": uuid.uuid4()}
        money, day = from_minor(amount, "USD"), claims.today()
        said = self.do(returns.record_return, pay.row, self.world.treasurer, money, on=day, again=True, **fields)
        assert (said is REFUSED) == (amount > left)
        if said is not REFUSED:
            pay.returned += amount
            self.oracle.into_bank(amount)
            self.oracle.change(("available", pay.owner, "USD"), amount)
