"""A shortfall the network owes, and what it pays in."""

import uuid

from django.utils import timezone

from delegation.money import from_minor
from fundraising.actions import covers, disputes
from fundraising.models import NetworkCover
from tests.factories.fundraising import make_gift, make_pool
from tests.factories.payments import make_dispute, taken


def owe(minor: int, pool=None):
    """A dispute cost more than the gift and its pool held: the network owes so much of it. Answers the pool, empty."""
    pool = pool or make_pool()
    gift = make_gift(pool, 10, fee=0)
    disputes.follow(gift.payment_intent, make_dispute(gift, taken(10_00, fee=minor)))
    return pool


def asked(delegation, minor: int, **fields) -> covers.Recorded:
    values = {
        "delegation": delegation,
        "amount": from_minor(minor, fields.pop("currency", "USD")),
        "received_on": timezone.localdate(),
        "bank_reference": f"NET {uuid.uuid4()}",
        "reason": "The dispute of May.",
        "form_token": uuid.uuid4(),
    } | fields
    return covers.Recorded(**values)


def cover(delegation, minor: int, by, second, **fields) -> NetworkCover:
    """The network paid in so much, seen by two people."""
    return covers.confirm(covers.record(asked(delegation, minor, **fields), by), second)
