"""The bank's statement: lines nobody knows, held apart, placed or sent back; cheques that go to the bank together."""

import uuid

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from fundraising.actions import bank, deposits, offline
from tests.factories.fundraising import usd
from tests.factories.offline import make_row
from tests.fundraising.machine.base import PICK, REFUSED, SELDOM
from tests.fundraising.machine.inside import Inside

SUSPENSE = ("suspense", "", "USD")


class BankLines(Inside):
    def __init__(self, world):
        super().__init__(world)
        # Each a line, its minor units, and whether it is held apart.
        self.lines: list[list] = []

    @rule(units=st.integers(5, 90), twice=SELDOM)
    def a_line_of_the_statement(self, units, twice):
        """Read by the treasurer; the same file again, and the same line in another file, change nothing."""
        rows, world = [make_row(units, f"WIRE {uuid.uuid4()}")], self.world
        mark = uuid.uuid4().hex
        for sha256 in (mark, mark, uuid.uuid4().hex)[: 3 if twice else 1]:
            fields = {"account": "main", "sha256": sha256, "rows": rows}
            read = self.do(bank.import_statement, world.delegation, world.treasurer, **fields)
            assert read is not REFUSED
            assert sha256 == mark or not read.lines.exists()
            if sha256 == mark and not twice:
                self.lines.append([read.lines.get(), units * 100, False])

    @precondition(lambda self: self.lines)
    @rule(n=PICK, wrong=SELDOM, proposes=st.booleans())
    def nobody_knows_the_line(self, n, wrong, proposes):
        """Held apart by a second person; held apart already, it goes back to whoever paid it."""
        row, world = self.pick(self.lines, n), self.world
        line, amount, is_held = row
        if not is_held:
            if self.do(bank.hold, line, self.second(wrong), again=True) is REFUSED:
                assert wrong
                return
            assert not wrong
            row[2] = True
            self.oracle.into_bank(amount)
            self.oracle.change(SUSPENSE, amount)
            return
        assert self.do(bank.propose_return, line, world.treasurer, again=True) is not REFUSED
        if not proposes or self.do(bank.confirm_return, line, self.second(wrong), again=True) is REFUSED:
            assert wrong or not proposes
            assert self.do(bank.keep, line, world.treasurer) is not REFUSED
            return
        assert not wrong
        self.lines.remove(row)
        self.oracle.change(SUSPENSE, -amount)
        self.oracle.taken_by_bank(amount)

    @precondition(lambda self: self.lines)
    @rule(n=PICK, to=PICK, wrong=SELDOM)
    def the_line_is_a_gift(self, n, to, wrong):
        """Recorded from the line, and confirmed: out of suspense where it was held apart."""
        row, world = self.pick(self.lines, n), self.world
        line, amount, is_held = row
        line.refresh_from_db()
        owner = self.open_to(to)
        gift = self.do(offline.record, self.by_post(amount // 100, owner, line=line), world.treasurer, again=True)
        assert gift is not REFUSED
        confirmed = self.do(offline.confirm, gift, self.second(wrong), again=True)
        if confirmed is REFUSED:
            assert wrong
            assert self.do(offline.decline, gift, world.director, "Not ours.") is not REFUSED
            return
        assert not wrong
        self.lines.remove(row)
        if is_held:
            self.oracle.change(SUSPENSE, -amount)
        else:
            self.oracle.into_bank(amount)
        self.oracle.change(self.free(owner), amount)
        self.by_hand.append([confirmed, owner])

    @rule(units=st.lists(st.integers(5, 90), min_size=2, max_size=3), to=PICK, wrong=SELDOM)
    def a_deposit_of_cheques(self, units, to, wrong):
        """Counted by one, confirmed by another, in one sum; each is a gift of its own."""
        world, owner = self.world, self.open_to(to)
        put = [self.do(offline.record, self.by_post(one, owner), world.treasurer) for one in units]
        token = uuid.uuid4()
        deposit = self.do(deposits.open_deposit, world.delegation, world.treasurer, form_token=token, again=True)
        assert self.do(deposits.put_in, deposit, put, world.treasurer) is not REFUSED
        total = usd(sum(units))
        assert self.do(deposits.count, deposit, world.treasurer, total=total, again=True) is not REFUSED
        fields = {"total": total, "deposited_on": timezone.localdate(), "bank_reference": f"SUM {token}"}
        if self.do(deposits.confirm, deposit, self.second(wrong), again=True, **fields) is REFUSED:
            assert wrong
            return
        assert not wrong
        for one, gift in zip(units, put, strict=True):
            self.oracle.into_bank(one * 100)
            self.oracle.change(self.free(owner), one * 100)
            gift.refresh_from_db()
            self.by_hand.append([gift, owner])
