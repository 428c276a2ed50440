"""What changes while money is under way: somebody withdraws and comes back, a line of a budget is given in kind,
Stripe's own list says something the books do not."""

import uuid
from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from delegation.actions import people
from fundraising.actions import corrections, in_kind, monthly, reconciliation
from fundraising.models import BalanceLine, BudgetLine, Difference, Reconciliation
from fundraising.queries import reconciliation as comparing
from tests.fundraising.machine.base import PICK, REFUSED, SELDOM
from tests.fundraising.machine.months import MonthlyGifts

# Stripe's own line: money that left for its own service, or came and is in no book of ours.
THEIRS = st.sampled_from([("fee", -7_00), ("adjustment", -3_33), ("adjustment", 12_50), ("fee", -90_00)])


class Leaving(MonthlyGifts):
    def __init__(self, world):
        super().__init__(world)
        self.kind: list = []

    # -- who travels -----------------------------------------------------------------------------------------------
    @rule(n=PICK)
    def somebody_withdraws(self, n):
        delegate = self.pick(self.world.travellers, n)
        if delegate.pk not in self.gone:
            assert self.do(people.withdraw, delegate, by=self.world.director) is not REFUSED
            self.gone.add(delegate.pk)

    @precondition(lambda self: self.gone)
    @rule()
    def somebody_comes_back(self):
        delegate = next(one for one in self.world.travellers if one.pk in self.gone)
        assert self.do(people.return_in_person, delegate, by=self.world.director) is not REFUSED
        self.gone.remove(delegate.pk)

    @precondition(lambda self: self.monthly)
    @rule(n=PICK)
    def a_monthly_gift_is_redirected(self, n):
        """Where its delegate does not travel: later months are the pool's, those before stay."""
        row = self.pick(self.monthly, n)
        gift, owner = row
        gift.refresh_from_db()
        said = self.do(monthly.redirect, gift, self.world.treasurer, again=True)
        if said is not REFUSED:
            assert owner in ("pool", self.world.remote.pk, *self.gone)
            row[1] = "pool"

    # -- things in kind ------------------------------------------------------------------------------------------
    @rule(n=PICK, wrong=SELDOM)
    def a_thing_is_given(self, n, wrong):
        """No entry: but less is asked for, so rounds and the surplus see another gap."""
        delegate, world = self.pick(self.world.travellers, n), self.world
        line = BudgetLine.objects.filter(budget__delegate=delegate).order_by("id").first()
        asked = in_kind.Offered(
            world.delegation, "ticket", "A flight", "wing@example.org", uuid.uuid4(), delegate=delegate, line=line
        )
        offer = self.do(in_kind.record, asked, world.logistics, again=True)
        by = world.logistics if wrong else world.director
        if self.do(in_kind.accept, offer, by, line=line, again=True) is not REFUSED:
            assert not wrong
            self.kind.append(offer)

    @precondition(lambda self: self.kind)
    @rule(n=PICK, is_used=st.booleans())
    def the_thing_is_used_or_not(self, n, is_used):
        offer = self.kind.pop(n % len(self.kind))
        said = self.do(in_kind.use if is_used else in_kind.release, offer, self.world.logistics, again=True)
        assert said is not REFUSED

    # -- Stripe's own list -----------------------------------------------------------------------------------------
    @rule(theirs=THEIRS, wrong=SELDOM)
    def stripe_lists_something_else(self, theirs, wrong):
        """Found by the comparison, and posted by two people; the next comparison finds nothing of it."""
        category, amount = theirs
        line = BalanceLine.objects.create(
            stripe_id=f"txn_{uuid.uuid4().hex}",
            category=category,
            amount_minor=amount,
            fee_minor=0,
            net_minor=amount,
            currency="USD",
            made_at=timezone.now() - timedelta(days=1),
        )
        self._compare()
        found, world = Difference.objects.get(line=line, status="open"), self.world
        way = comparing.ways_of(found)[0]
        asked = corrections.Asked(found, world.delegation, way, "As Stripe's list says.", uuid.uuid4())
        proposed = self.do(corrections.propose_correction, asked, world.treasurer, again=True)
        assert proposed is not REFUSED
        if self.do(corrections.decide, proposed, self.second(wrong), again=True) is REFUSED:
            assert wrong
            assert self.do(corrections.decline, proposed, world.director, "No.") is not REFUSED
            self.do(corrections.decide, proposed, world.director)
            return
        assert not wrong
        if amount > 0:
            self.oracle.into_stripe(amount)
            self.oracle.change(("suspense", "", "USD"), amount)
        else:
            self.oracle.bear("pool", -amount)
            self.oracle.out_of_stripe(-amount)
        assert not self._compare().filter(line=line).exists()

    def _compare(self):
        """Of all lines ever planted: what agrees now is cleared."""
        now = timezone.now()
        run = Reconciliation.objects.create(state="reading", since=now - timedelta(days=2))
        found = comparing.compare_lines(list(BalanceLine.objects.all()))
        reconciliation.conclude(run, found, [], compared_at=now)
        return Difference.objects.filter(status="open")
