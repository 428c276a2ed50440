"""Money in a traveller's hand and what they claim: advanced, handed back, accounted for by receipts, paid out."""

import uuid
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from delegation.money import from_minor
from fundraising.actions import advance_payments, advances, claim_decisions, claims
from fundraising.models import Commitment, Disbursement
from tests.fundraising.machine.base import PICK, REFUSED, SELDOM
from tests.fundraising.machine.spending import Spending
from tests.fundraising.machine.world import Cost, InHand, Pay

COSTS = st.lists(st.integers(1_00, 60_00), min_size=1, max_size=3)
DECISIONS = st.sampled_from(["all", "all", "part", "decline"])


class Hands(Spending):
    # -- advances ------------------------------------------------------------------------------------------------
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
        hand = InHand(row, delegate.pk, amount)
        self.hands.append(hand)
        payment = Disbursement.objects.get(about_uuid=row.uuid)
        self.pays.append(Pay(payment, None, delegate.pk, amount, hand=hand))

    @precondition(lambda self: self.hands)
    @rule(n=PICK, part=st.integers(1, 3), wrong=SELDOM)
    def an_advance_is_handed_back(self, n, part, wrong):
        hand, world = self.pick(self.hands, n), self.world
        amount = max(1, hand.amount // part)
        fields = {"received_on": claims.today(), "bank_reference": f"IN {uuid.uuid4()}", "form_token": uuid.uuid4()}
        money = from_minor(amount, "USD")
        back = self.do(advances.record_hand_back, hand.row, money, by=world.treasurer, again=True, **fields)
        assert (back is REFUSED) == (hand.state != "paid" or amount > hand.open)
        if back is REFUSED:
            return
        if self.do(advances.confirm_hand_back, back, by=self.second(wrong), again=True) is REFUSED:
            assert wrong or amount > self.oracle.of("advances", hand.owner)
            self.do(advances.decline_hand_back, back, by=world.director)
            return
        assert not wrong
        self.oracle.change(("advances", hand.owner, "USD"), -amount)
        self.oracle.into_bank(amount)
        hand.clear(amount)

    # -- claims --------------------------------------------------------------------------------------------------
    @rule(n=PICK, costs=COSTS, decision=DECISIONS, last=st.booleans(), wrong=SELDOM)
    def a_claim(self, n, costs, decision, last, wrong):
        """Written, sent and decided; what no advance covers waits as a payment for each cost it draws on."""
        delegate = self.pick(self.world.delegates, n)
        claim = self.do(claims.draft_claim, delegate, by=delegate.person)
        for amount in costs:
            typed = claims.LineInput("receipt", claims.today(), what="Bus", amount=from_minor(amount, "USD"))
            self.do(claims.save_line, claim, typed, by=delegate.person)
        claim = self.do(claims.submit, claim, by=delegate.person, again=True)
        by = delegate.person if wrong else self.world.logistics
        approved, fields = list(costs), {"last": last, "by": by}
        if decision == "part":
            line = claim.lines.order_by("id").first()
            approved[0] //= 2
            verdict = claim_decisions.Verdict(approved[0], "other_amount")
            said = self.do(claim_decisions.part_approve, claim, {line.uuid: verdict}, again=True, **fields)
        elif decision == "all":
            said = self.do(claim_decisions.approve, claim, again=True, **fields)
        may = not wrong and decision != "decline" and self._can_cover(delegate.pk, sum(approved))
        assert decision == "decline" or (said is not REFUSED) == may
        if may:
            self._cover(said, delegate.pk, approved, last)
        else:
            self.do(claim_decisions.decline, claim, note="Not now.", by=self.world.logistics)

    def drawn_on(self, owner):
        """The oldest first; a stipend's money is nobody's to draw on."""
        return [cost for cost in self.costs if cost.owner == owner and cost.left and not cost.is_stipend]

    def in_hand(self, owner):
        return [hand for hand in self.hands if hand.owner == owner and hand.state == "paid"]

    def _can_cover(self, owner, need):
        """Enough is held or free, and what the books say is in hand bears what is accounted for."""
        held = sum(cost.room for cost in self.drawn_on(owner))
        covered = min(need, sum(hand.open for hand in self.in_hand(owner)))
        return need - held <= self.oracle.of("available", owner) and covered <= self.oracle.of("advances", owner)

    def _cover(self, claim, owner, approved, last):
        held, hands = self.drawn_on(owner), self.in_hand(owner)
        short = sum(approved) - sum(cost.room for cost in held)
        if short > 0:
            held.append(Cost(Commitment.objects.filter(fund__delegate=owner).latest("id"), owner, short))
            self.costs.append(held[-1])
            self.oracle.move(("available", owner, "USD"), ("committed", owner, "USD"), short)
        owed = self._draw(owner, approved, held, hands)
        rows = {row.commitment_id: row for row in Disbursement.objects.filter(about_uuid=claim.uuid)}
        assert {pk: row.amount_minor for pk, row in rows.items()} == owed
        for cost in held:
            if cost.row.pk in owed:
                cost.pending += owed[cost.row.pk]
                self.pays.append(Pay(rows[cost.row.pk], cost, owner, owed[cost.row.pk]))
            if last:
                self.oracle.move(("committed", owner, "USD"), ("available", owner, "USD"), cost.room)
                cost.left = cost.pending

    def _draw(self, owner, approved, held, hands) -> dict:
        """Line by line, cost by cost: accounted for by the oldest advance first. What is to be paid out, by cost."""
        owed, room = {}, {id(cost): cost.room for cost in held}
        for left in approved:
            for cost in held:
                taken = min(left, room[id(cost)])
                left -= taken
                room[id(cost)] -= taken
                for hand in hands:
                    covered = min(taken, hand.open if hand.state == "paid" else 0)
                    if covered:
                        taken -= covered
                        hand.clear(covered)
                        cost.left -= covered
                        self.oracle.change(("committed", owner, "USD"), -covered)
                        self.oracle.change(("advances", owner, "USD"), -covered)
                if taken:
                    owed[cost.row.pk] = owed.get(cost.row.pk, 0) + taken
        return owed
