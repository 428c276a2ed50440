"""Gifts by hand, deposits, statements, pledges and things in kind, made by the service's own actions."""

import uuid
from datetime import timedelta
from itertools import count

from django.utils import timezone

from fundraising.actions import bank, deposits, in_kind, matches, offline
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_pool, usd

_n = count(1)


class Office:
    """A pool, and two people who may decide about money."""

    def __init__(self, pool=None):
        self.pool = pool or make_pool()
        self.delegation = self.pool.delegation
        self.treasurer = make_staff(self.delegation, "treasurer")
        self.director = make_staff(self.delegation, "director")

    def record(self, units=100, **fields):
        values = {
            "delegation": self.delegation,
            "source": "cheque",
            "amount": usd(units),
            "given_on": timezone.localdate() - timedelta(days=3),
            "form_token": uuid.uuid4(),
            "name": "Rosa Lund",
            "email": f"rosa{next(_n)}@example.org",
        } | fields
        return offline.record(offline.Recorded(**values), fields.pop("by", None) or self.treasurer)

    def confirm(self, gift, by=None, reference=None, **fields):
        return offline.confirm(gift, by or self.director, bank_reference=reference or f"BANK{next(_n)}", **fields)

    def give(self, units=100, **fields):
        return self.confirm(self.record(units, **fields))

    def deposit(self, *units):
        row = deposits.open_deposit(self.delegation, self.treasurer, form_token=uuid.uuid4())
        deposits.put_in(row, [self.record(n) for n in units], self.treasurer)
        return row

    def statement(self, *rows, by=None):
        """Rows as (units, reference) or as bank.Row."""
        made = [row if isinstance(row, bank.Row) else make_row(*row) for row in rows]
        return bank.import_statement(
            self.delegation, by or self.treasurer, account="main", sha256=uuid.uuid4().hex, rows=made
        )

    def line(self, units=100, reference=None, **fields):
        reference = reference or f"WIRE{next(_n)}"
        return self.statement(make_row(units, reference, **fields)).lines.get()

    def pledge(self, units=500, *, agreed=True, **fields):
        today = timezone.localdate()
        values = {
            "delegation": self.delegation,
            "email": f"sponsor{next(_n)}@example.org",
            "name": "Harbor Foundation",
            "limit": usd(units),
            "starts_on": today - timedelta(days=10),
            "ends_on": today + timedelta(days=10),
            "form_token": uuid.uuid4(),
        } | fields
        row = matches.record(matches.Promised(**values), self.treasurer)
        return matches.agree(row, self.director) if agreed else row

    def offer(self, **fields):
        values = {
            "delegation": self.delegation,
            "kind": "ticket",
            "description": "A flight from Oakland to Geneva",
            "email": f"giver{next(_n)}@example.org",
            "name": "Wing and Prayer Travel",
            "form_token": uuid.uuid4(),
        } | fields
        return in_kind.offer(in_kind.Offered(**values))


def make_row(units, reference="", *, days_ago=2, **fields):
    day = timezone.localdate() - timedelta(days=days_ago)
    return bank.Row(booked_on=day, amount_minor=int(units * 100), reference=reference, **fields)
