"""Every kind of entry means something to a fund, or touches none."""

import inspect

import pytest

from fundraising.ledger import entries
from fundraising.ledger.accounts import OWED_BY_NETWORK, Place
from fundraising.ledger.kinds import BUCKETS, NO_FUND, bucket, kinds_of

FUND, POOL = Place("available", fund_id=1), Place("available", fund_id=2)
GIVEN = {
    "amount_minor": 100, "gross_minor": 100, "fee_minor": 100, "currency": "USD", "pool_available": POOL,
    "borne": {FUND: 60, OWED_BY_NETWORK: 40}, "delegate_advances": Place("advances", delegate_id=1),
    "fund_committed": Place("committed", fund_id=1), "pool_offered": Place("offered", fund_id=2),
}  # fmt: skip
EVENTS = [name for name in entries.__all__ if name not in {"Leg", "Spec", "bear", "reversal"}]


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_balances_and_says_what_it_is_to_a_fund(name):
    event = getattr(entries, name)
    asked = [p.name for p in inspect.signature(event).parameters.values() if p.default is p.empty]
    spec = event(**{word: GIVEN.get(word, FUND) for word in asked})
    assert spec.kind == name
    assert sum(leg.amount_minor for leg in spec.legs) == 0
    touches_a_fund = any(place.fund_id for leg in spec.legs for place in (leg.place, *leg.borne_by))
    assert name in BUCKETS or not touches_a_fund
    assert (name in BUCKETS) is not (name in NO_FUND)


def test_a_reversal_is_of_its_originals_bucket():
    assert bucket("gift_settled_reversed") == bucket("gift_settled") == "gift"
    assert bucket("payout_sent") is None
    assert {"fee_known", "fee_known_reversed"} <= set(kinds_of("fee"))
