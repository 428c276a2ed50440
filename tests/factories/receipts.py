"""Money that goes back, and money that is spent, straight in the books: what receipts and traces read."""

import uuid

from django.utils import timezone

from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import OWED_BY_NETWORK, available, committed


def give_back(gift, minor: int, *, at=None):
    """A refund of so many minor units, as Stripe made it."""
    pool = available(gift.fund.delegation.funds.get(kind="pool", currency=gift.fund.currency))
    spec = entries.refund_made(available(gift.fund), pool, minor, gift.fund.currency)
    return _post(spec, ("fundraising.donation", gift.uuid), at).entry


def come_back(gift, minor: int):
    """A refund that failed: the money is the fund's again."""
    spec = entries.refund_failed({available(gift.fund): minor}, OWED_BY_NETWORK, gift.fund.currency)
    return _post(spec, ("fundraising.donation", gift.uuid), None).entry


def spend(fund, minor: int, *, about=None, at=None):
    """A cost of so many minor units: held, paid out to the bank, paid from there. Answers the payment's entry."""
    about = about or ("fundraising.commitment", uuid.uuid4())
    at = at or timezone.now()
    free, held, currency = available(fund), committed(fund), fund.currency
    _post(entries.cost_approved(free, held, minor, currency), about, at)
    _post(entries.payout_sent(minor, currency), ("fundraising.payout", uuid.uuid4()), at)
    _post(entries.payout_arrived(minor, currency), ("fundraising.payout", uuid.uuid4()), at)
    return _post(entries.cost_paid(held, minor, currency), about, at).entry


def _post(spec, about, at):
    return posting.post(spec, key=f"{spec.kind}:{uuid.uuid4()}", about=about, happened_at=at or timezone.now())
