"""Money between the pool and the journeys: allocations, rounds with their offers, transfers; and gifts by hand."""

import uuid
from datetime import timedelta
from unittest import mock

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from delegation.money import from_minor
from fundraising.actions import funds, offers, offline, rounds, transfers
from fundraising.ledger import entries, posting
from fundraising.models import AllocationRound, Appeal, Offer
from tests.factories.fundraising import usd
from tests.factories.rounds import make_terms
from tests.fundraising.machine.base import AMOUNTS, PICK, REFUSED, SELDOM, Base


class Inside(Base):
    def __init__(self, world):
        super().__init__(world)
        self.opened = 0
        self.offers: list[tuple[Offer, object]] = []
        self.by_hand: list[list] = []

    def traveller(self, n: int):
        return self.pick(self.world.travellers, n)

    def free(self, owner: object, *, code="available"):
        return (code, owner, "USD")

    # -- allocations ------------------------------------------------------------------------------------------
    @rule(to=PICK, amount=AMOUNTS, wrong=SELDOM)
    def an_allocation(self, to, amount, wrong):
        owner, world = self.traveller(to).pk, self.world
        money = from_minor(amount, "USD")
        proposed = self.do(
            funds.propose_allocation, world.treasurer, world.funds[owner], money, "gap", "", uuid.uuid4(), again=True
        )
        if proposed is REFUSED or self.do(funds.decide, proposed, self.second(wrong), again=True) is REFUSED:
            return
        assert not wrong
        self.oracle.move(self.free("pool"), self.free(owner), amount)

    # -- rounds and offers ---------------------------------------------------------------------------------------
    @rule(units=st.integers(20, 300), policy=st.sampled_from(["most", "equal", "need"]), wrong=SELDOM)
    def a_round(self, units, policy, wrong):
        """Simulated, proposed and decided: each award is an offer, held in the pool."""
        world, terms = self.world, make_terms(units)
        with self._fixed_lot():
            opened = self.do(rounds.open_round, world.pool, terms, world.treasurer, uuid.uuid4())
        drawn = self.do(rounds.simulate, opened, terms, world.treasurer)
        args = (drawn, policy, "Seats close soon.", drawn.inputs_sha256, world.treasurer)
        if self.do(rounds.propose, *args) is REFUSED:
            return
        if self.do(rounds.decide, drawn, self.second(wrong), again=True) is REFUSED:
            self.do(rounds.decline, drawn, world.director, "Not now.")
            return
        assert not wrong
        made = list(Offer.objects.filter(round=drawn).select_related("fund", "round__pool", "line__delegate__person"))
        assert 0 < sum(offer.amount_minor for offer in made) <= units * 100
        for offer in made:
            self.oracle.move(self.free("pool"), self.free("pool", code="offered"), offer.amount_minor)
            self.offers.append((offer, offer.fund.delegate_id))

    def _fixed_lot(self):
        """It is drawn by the round's uuid, which would be another one in each run."""
        self.opened += 1
        fixed = uuid.UUID(int=self.opened)
        return mock.patch.object(AllocationRound._meta.get_field("uuid"), "_get_default", return_value=fixed)

    @precondition(lambda self: self.offers)
    @rule(n=PICK, answer=st.sampled_from(["accept", "accept", "decline", "withdraw"]))
    def an_offer_is_answered(self, n, answer):
        offer, owner = self.offers.pop(n % len(self.offers))
        person = offer.line.delegate.person
        if answer == "accept" and owner in self.gone:
            # Whoever withdrew says no.
            assert self.do(offers.accept, offer, person) is REFUSED
            answer = "decline"
        if answer == "withdraw":
            said = self.do(offers.withdraw, offer, self.world.director, "The pool is short.", again=True)
        else:
            said = self.do(getattr(offers, answer), offer, person, again=True)
        assert said is not REFUSED
        target = self.free(owner) if answer == "accept" else self.free("pool")
        self.oracle.move(self.free("pool", code="offered"), target, offer.amount_minor)

    @precondition(lambda self: self.offers)
    @rule()
    def offers_lapse(self):
        with mock.patch.object(offers, "today", return_value=timezone.localdate() + timedelta(days=30)):
            crashing = self.crash_next
            self.crash_next = 0  # a sweep goes on with the next offer; each is a transaction of its own
            assert self.do(offers.lapse_due, again=True) == len(self.offers)
            self.crash_next = crashing
        for offer, _owner in self.offers:
            self.oracle.move(self.free("pool", code="offered"), self.free("pool"), offer.amount_minor)
        self.offers = []

    # -- transfers --------------------------------------------------------------------------------------------------
    @rule(
        n=PICK, part=st.integers(1, 3), kind=st.sampled_from(["surplus", "withdrawal", "redirect"]), to=PICK,
        wrong=SELDOM,
    )  # fmt: skip
    def unspent_money_moves_on(self, n, part, kind, to, wrong):
        world = self.world
        source = self.pick([world.remote.pk, *self.gone], n) if kind == "withdrawal" else self.traveller(n).pk
        target = "pool" if kind != "redirect" else self.pick(["pool", *[d.pk for d in world.travellers]], to)
        amount = self.oracle.of("available", source) // part
        asked = transfers.Asked(
            world.funds[source], world.funds[target], kind, from_minor(amount, "USD"), "rule", "Agreed.", uuid.uuid4()
        )
        proposed = self.do(transfers.propose_transfer, asked, world.treasurer, again=True)
        if proposed is REFUSED:
            return
        if self.do(transfers.decide, proposed, self.second(wrong), "Now.", again=True) is REFUSED:
            assert self.do(transfers.decline, proposed, world.director, "No.") is not REFUSED
            return
        assert not wrong
        self.oracle.move(self.free(source), self.free(target), amount)

    # -- by hand -------------------------------------------------------------------------------------------------------
    def by_post(self, units, owner, *, line=None) -> offline.Recorded:
        """A cheque; or, of a line of the statement, a transfer."""
        return offline.Recorded(
            delegation=self.world.delegation,
            source="transfer" if line else "cheque",
            amount=usd(units),
            given_on=timezone.localdate() - timedelta(days=3),
            form_token=uuid.uuid4(),
            name="Rosa Lund",
            email="rosa@example.org",
            appeal=None if owner == "pool" else Appeal.objects.get(delegate_id=owner),
            line=line,
        )

    def open_to(self, n: int):
        """Who takes gifts by hand now."""
        travel = [one.pk for one in self.world.travellers if one.pk not in self.gone]
        return self.pick(["pool", *travel], n)

    @rule(to=PICK, units=st.integers(5, 90), wrong=SELDOM)
    def a_cheque(self, to, units, wrong):
        owner, world = self.open_to(to), self.world
        recorded = self.by_post(units, owner)
        gift = self.do(offline.record, recorded, world.treasurer, again=True)
        assert gift is not REFUSED
        reference = f"BANK {gift.uuid}"
        confirmed = self.do(offline.confirm, gift, self.second(wrong), bank_reference=reference, again=True)
        if confirmed is REFUSED:
            return
        assert not wrong
        self.oracle.into_bank(units * 100)
        self.oracle.change(self.free(owner), units * 100)
        self.by_hand.append([confirmed, owner])

    @precondition(lambda self: self.by_hand)
    @rule(n=PICK)
    def a_cheque_bounces(self, n):
        gift, owner = self.by_hand.pop(n % len(self.by_hand))
        reference = f"BACK {gift.uuid}"
        said = self.do(offline.bounce, gift, self.world.treasurer, bank_reference=reference, again=True)
        assert said is not REFUSED
        self.oracle.bear(owner, gift.amount_minor)
        self.oracle.taken_by_bank(gift.amount_minor)

    @precondition(lambda self: self.oracle.of("owed_by_network"))
    @rule(part=st.integers(1, 2))
    def the_network_covers_what_it_owes(self, part):
        """No door of ours posts this yet; the entry is what it would post."""
        amount = max(1, self.oracle.of("owed_by_network") // part)
        spec, key = entries.network_covered(amount, "USD"), f"covered:{uuid.uuid4()}"
        post = transaction.atomic(posting.post)  # as every action wraps it
        self.do(post, spec, key=key, about=("", None), happened_at=timezone.now(), again=True)
        self.oracle.change(("owed_by_network", "", "USD"), -amount)
        self.oracle.into_bank(amount)
