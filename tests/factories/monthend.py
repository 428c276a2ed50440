"""A ledger in which every kind of entry stands, in two currencies, and what a month needs before it is closed."""

import inspect
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import OWED_BY_NETWORK, SUSPENSE, advances, available, committed, offered
from fundraising.models import BooksCheck, Difference, JournalEntry, Reconciliation

EVENTS = [name for name in entries.__all__ if name not in {"Leg", "Spec", "bear", "reversal"}]
NEW_YORK = ZoneInfo("America/New_York")


def at(*when) -> datetime:
    """An instant of the network's clock."""
    return datetime(*when, tzinfo=NEW_YORK)


def post(spec, key: str, happened_at=None):
    return posting.post(spec, key=key, about=("test", None), happened_at=happened_at or timezone.now()).entry


def post_every_kind(pool, fund, *, currency="USD", amount=1_00) -> list[JournalEntry]:
    """One entry of each kind between the pool and a travel fund of the currency, and a reversal; what each needs comes
    first: a debt of the network, enough money, an offer, a payout on its way."""
    given = {
        "pool_available": available(pool),
        "pool_offered": offered(pool),
        "fund_available": available(fund),
        "fund_committed": committed(fund),
        "from_available": available(fund),
        "to_available": available(pool),
        "delegate_advances": advances(fund.delegate),
        "otherwise": SUSPENSE,
        "borne": {available(fund): amount, OWED_BY_NETWORK: amount},
        "currency": currency,
    }
    tag = f"{currency}-{fund.pk}"
    posted = [
        post(entries.stripe_fee_charged(available(pool), 9 * amount, currency), f"debt:{tag}"),
        post(entries.gift_settled(available(pool), 90 * amount, currency), f"first:{tag}"),
        post(entries.gift_received(available(fund), 90 * amount, currency), f"second:{tag}"),
        post(entries.offer_made(available(pool), offered(pool), 9 * amount, currency), f"offer:{tag}"),
        post(entries.payout_sent(9 * amount, currency), f"sent:{tag}"),
        post(entries.stripe_unplaced(30 * amount, currency), f"apart:{tag}"),
        post(entries.cost_approved(available(fund), committed(fund), 30 * amount, currency), f"held:{tag}"),
    ]
    left = list(EVENTS)
    while left:
        held_up = []
        for n, name in enumerate(left):
            words = {word: given.get(word, amount * (1 + n % 3)) for word in _asked(name)}
            try:
                posted.append(post(getattr(entries, name)(**words), f"{name}:{tag}"))
            except posting.InsufficientFunds:
                held_up.append(name)
        assert len(held_up) < len(left), held_up
        left = held_up
    gift = post(entries.gift_settled(available(pool), amount, currency), f"wrong:{tag}")
    posted += [gift, posting.reverse(gift, key=f"back:{tag}", about=("test", None), happened_at=timezone.now()).entry]
    return posted


def _asked(name: str) -> list[str]:
    parameters = inspect.signature(getattr(entries, name)).parameters.values()
    return [p.name for p in parameters if p.default is p.empty]


def make_ready_to_close() -> None:
    """What the checklist asks for: books checked just now and whole, and compared with Stripe just now."""
    BooksCheck.objects.create()
    now = timezone.now()
    Reconciliation.objects.create(state="done", since=now, finished_at=now)


def make_balance_difference(minor: int, currency: str = "USD") -> Difference:
    """Stripe holds so much more (or less) than all lines explain."""
    now = timezone.now()
    return Difference.objects.create(
        kind="balance",
        subject=f"balance:{currency}",
        currency=currency,
        theirs_minor=minor,
        ours_minor=0,
        first_seen_at=now,
        last_seen_at=now,
    )
