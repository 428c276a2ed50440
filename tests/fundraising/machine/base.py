"""How the machine acts: every action may refuse, and then nothing moved; one may crash after it posted, and then
nothing stays and the same action goes through once."""

from contextlib import contextmanager
from unittest import mock

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from delegation.errors import DomainError
from fundraising.ledger import posting
from fundraising.models import Donation
from fundraising.queries.proofs import verify
from tests.factories.fundraising import make_payment
from tests.fundraising.machine.oracle import Oracle
from tests.fundraising.machine.world import Card, World, books

REFUSED = object()
AMOUNTS = st.one_of(st.integers(5_00, 80_00), st.sampled_from([5_00, 50_00, 251_00, 400_00]))
FEES = st.one_of(st.integers(0, 5_00), st.just(30_00))
PICK = st.integers(0, 11)
SELDOM = st.sampled_from([False] * 5 + [True])


class Crash(Exception):
    """The process dies."""


@contextmanager
def crash_after(postings: int):
    """The process dies right after the books were written that often, and before the transaction is committed."""
    real, left = posting.post_all, [postings]

    def write_and_die(wanted):
        answer = real(wanted)
        left[0] -= 1
        if not left[0]:
            raise Crash
        return answer

    with mock.patch.object(posting, "post_all", write_and_die):
        yield


class Base(RuleBasedStateMachine):
    """`asks_all`: every proof after every step, not only at the end."""

    asks_all = False

    def __init__(self, world: World):
        super().__init__()
        self.world, self.oracle = world, Oracle(world.start.accounts)
        self.crash_next, self.is_sound = 0, True
        self.counts = {"done": 0, "refused": 0, "crashed": 0}
        self.cards: list[Card] = []
        # Travellers who withdrew.
        self.gone: set = set()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        for pk, owner, amount in world.gifts:
            donation = Donation.objects.select_related("fund").get(pk=pk)
            payment = make_payment(donation, id=donation.payment_intent, charge_id=donation.charge)
            self.cards.append(Card(payment, owner, amount, "USD", amount, donation))

    def teardown(self):
        try:
            if self.is_sound:
                self.prove()
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def prove(self):
        assert [(v.id, v.breaches) for v in verify() if not v.holds] == []

    # -- acting -------------------------------------------------------------------------------------------
    def do(self, action, *args, again=False, **fields):
        """Answers what the action answers, or REFUSED. `again`: twice is once."""
        self.is_sound = False
        if self.crash_next:
            answer = self._crash(action, args, fields)
            if answer is not Crash:
                return answer
        try:
            answer = action(*args, **fields)
        except DomainError:
            self.counts["refused"] += 1
            return REFUSED
        self.counts["done"] += 1
        # Every third time, to save time.
        if again and self.counts["done"] % 3 == 0:
            try:
                action(*args, **fields)
            except DomainError:
                self.counts["refused"] += 1
        return answer

    def _crash(self, action, args, fields):
        """Stays armed until something was posted that often."""
        before = books()
        try:
            with crash_after(self.crash_next):
                return action(*args, **fields)
        except DomainError:
            self.counts["refused"] += 1
            return REFUSED
        except Crash:
            self.crash_next = 0
            assert books() == before, "something stays of what crashed"
            self.counts["crashed"] += 1
            return Crash

    @initialize(postings=st.integers(0, 6))
    def one_of_the_first_crashes(self, postings):
        self.crash_next = postings

    @rule(postings=st.sampled_from([1, 1, 1, 2]))
    def the_next_one_crashes(self, postings):
        self.crash_next = postings

    # -- what must hold after every step -----------------------------------------------------------------------
    @invariant()
    def the_books_are_the_oracle(self):
        found, sums = books()
        assert found == self.oracle.standing()
        assert all(amount > 0 for amount in found.values())
        assert not any(sums.values())
        self.is_sound = True
        if self.asks_all:
            self.prove()

    # -- choosing ------------------------------------------------------------------------------------------
    @staticmethod
    def pick(rows: list, n: int):
        return rows[n % len(rows)] if rows else None

    def owner(self, n: int):
        """Whose page takes a gift by card."""
        return self.pick(["pool", *[d.pk for d in self.world.delegates if d.pk not in self.gone]], n)

    def second(self, wrong: bool):
        """Who decides what the treasurer asked for; `wrong`: the treasurer, who may not."""
        return self.world.treasurer if wrong else self.world.director
