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

# Each an amount, and whether it is of a line of the budget.
COSTS = st.lists(st.tuples(st.integers(1_00, 60_00), st.booleans()), min_size=1, max_size=3)
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
        draws = self._draws(delegate.pk, amount)
        covers = row.covers.order_by("id").values_list("commitment", "amount_minor")
        assert list(covers) == [(cost.row.pk, part) for cost, part in draws]
        hand = InHand(row, delegate.pk, amount, draws)
        self.hands.append(hand)
        payment = Disbursement.objects.get(about_uuid=row.uuid)
        self.pays.append(Pay(payment, None, delegate.pk, amount, hand=hand))

    def _draws(self, owner, amount):
        """The costs it is handed out for, the oldest first, each for what is neither paid nor promised."""
        found = []
        for cost in self.drawn_on(owner):
            part = min(amount, self.room(cost))
            if part:
                found.append((cost, part))
                amount -= part
        assert not amount, "an advance of more than is held"
        return found

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
        claim = self._written(delegate, costs)
        by = delegate.person if wrong else self.world.logistics
        approved, fields = list(costs), {"last": last, "by": by}
        if decision == "part":
            line = claim.lines.order_by("id").first()
            approved[0] = (costs[0][0] // 2, costs[0][1])
            verdict = claim_decisions.Verdict(approved[0][0], "other_amount")
            said = self.do(claim_decisions.part_approve, claim, {line.uuid: verdict}, again=True, **fields)
        elif decision == "all":
            said = self.do(claim_decisions.approve, claim, again=True, **fields)
        else:
            said = REFUSED
        if decision != "decline":
            least, most = self._cover_bounds(delegate.pk, approved)
            assert not (said is REFUSED and not wrong and most)
            assert said is REFUSED or (least and not wrong)
        if said is not REFUSED:
            self._cover(said, delegate.pk, approved, last)
        else:
            self.do(claim_decisions.decline, claim, note="Not now.", by=self.world.logistics)

    def _written(self, delegate, costs):
        claim = self.do(claims.draft_claim, delegate, by=delegate.person)
        for amount, is_planned in costs:
            fields = {"budget_line": self.world.lines[delegate.pk]} if is_planned else {}
            typed = claims.LineInput("receipt", claims.today(), what="Bus", amount=from_minor(amount, "USD"), **fields)
            self.do(claims.save_line, claim, typed, by=delegate.person)
        return self.do(claims.submit, claim, by=delegate.person, again=True)

    def drawn_on(self, owner):
        """The oldest first; a stipend's money is nobody's to draw on."""
        return [cost for cost in self.costs if cost.owner == owner and cost.left and not cost.is_stipend]

    def in_hand(self, owner):
        return [hand for hand in self.hands if hand.owner == owner and hand.state == "paid"]

    def _cover_bounds(self, owner, approved) -> tuple[bool, bool]:
        """Whether it can be covered at all, and whether it must: short of what is held for its lines it takes free
        money, and after that what the traveller's own advances draw on other costs. How much of that depends on the
        order of the lines, so between the two either answer will do."""
        short = sum(
            max(
                sum(amount for amount, mine in approved if mine == is_planned)
                - sum(self.room(c, "approved") for c in self.drawn_on(owner) if c.is_planned == is_planned),
                0,
            )
            for is_planned in (True, False)
        )
        out = sum(hand.open for hand in self.in_hand(owner))
        covered = min(sum(amount for amount, _mine in approved), out)
        is_there = covered <= self.oracle.of("advances", owner)
        free = self.oracle.of("available", owner)
        return is_there and short <= free + out, is_there and short <= free

    def _cover(self, claim, owner, approved, last):
        """The line of the budget first, then what belongs to none."""
        known = max(cost.row.pk for cost in self.costs)
        made = list(Commitment.objects.filter(fund__delegate=owner, pk__gt=known).order_by("id"))
        hands, held, owed = self.in_hand(owner), [], {}
        for is_planned in (True, False):
            mine = [amount for amount, planned in approved if planned == is_planned]
            if mine:
                rows = self._hold(owner, is_planned, sum(mine), made)
                held += [cost for cost, _room in rows]
                self._draw(owner, mine, rows, hands, owed)
        assert not made
        rows = {row.commitment_id: row for row in Disbursement.objects.filter(about_uuid=claim.uuid)}
        assert {pk: row.amount_minor for pk, row in rows.items()} == owed
        for cost in held:
            if cost.row.pk in owed:
                cost.pending += owed[cost.row.pk]
                self.pays.append(Pay(rows[cost.row.pk], cost, owner, owed[cost.row.pk]))
        for cost in held if last else ():
            rest = self.room(cost)
            self.oracle.move(("committed", owner, "USD"), ("available", owner, "USD"), rest)
            cost.left -= rest

    def _hold(self, owner, is_planned, need, made):
        """What is held for the line with its room; and what is short of it, held now."""
        rows = [(cost, self.room(cost, "approved")) for cost in self.drawn_on(owner) if cost.is_planned == is_planned]
        short = need - sum(room for _cost, room in rows)
        if short > 0:
            self._let_go(owner, is_planned, short - self.oracle.of("available", owner))
            cost = Cost(made.pop(0), owner, short, is_planned=is_planned)
            assert cost.row.amount_minor == short
            self.costs.append(cost)
            rows.append((cost, short))
            self.oracle.move(("available", owner, "USD"), ("committed", owner, "USD"), short)
        return rows

    def _let_go(self, owner, is_planned, need):
        """What advances in hand draw on costs of another line, as far as it is there still."""
        for cost in self.drawn_on(owner):
            if cost.is_planned != is_planned and need > 0:
                part = min(self.drawn(cost, "paid"), cost.left - cost.pending, need)
                self.oracle.move(("committed", owner, "USD"), ("available", owner, "USD"), part)
                cost.left -= part
                need -= part

    def _draw(self, owner, approved, rows, hands, owed):
        """Line by line, cost by cost: accounted for by the oldest advance first. What is to be paid out, by cost, is
        added to `owed`."""
        room = {id(cost): there for cost, there in rows}
        for left in approved:
            for cost, _there in rows:
                taken = min(left, room[id(cost)])
                left -= taken
                room[id(cost)] -= taken
                for hand in hands:
                    covered = min(taken, hand.open if hand.state == "paid" else 0)
                    if covered:
                        taken -= covered
                        hand.clear(covered, cost)
                        cost.left -= covered
                        self.oracle.change(("committed", owner, "USD"), -covered)
                        self.oracle.change(("advances", owner, "USD"), -covered)
                if taken:
                    owed[cost.row.pk] = owed.get(cost.row.pk, 0) + taken
