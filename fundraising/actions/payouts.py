"""Money from Stripe to the bank account, as the payout's own status says. `found` is shaped as `gateway.Payout`."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from delegation.actions.audit import record
from fundraising.ledger import entries, posting
from fundraising.models import JournalEntry, Payout, PayoutLine

KIND = "fundraising.payout"
FAILED = ("failed", "canceled")
RANK = {"pending": 0, "in_transit": 1, "paid": 2, "canceled": 3, "failed": 3}


def follow(found) -> Payout:
    """Post what the payout, fetched just now, says: sent, arrived, sent back, also after it had arrived. Each step
    once, in the order in which it happens, whatever we heard of."""
    with transaction.atomic():
        payout = _row(found)
        status = found.status if _rank(found.status) >= _rank(payout.stripe_status) else payout.stripe_status
        if status != payout.stripe_status:
            record("fundraising.payout_changed", payout, purpose=status[:80])
        payout.stripe_status, payout.failure_code = status[:20], (found.failure_code or payout.failure_code)[:60]
        payout.save(update_fields=["stripe_status", "failure_code"])
        (_post if payout.amount_minor > 0 else _post_drawn)(payout)
        return payout


def _rank(status: str) -> int:
    return RANK.get(status, 1)


def _row(found) -> Payout:
    known = Payout.objects.select_for_update().filter(stripe_id=found.id).first()
    if known:
        return known
    payout, made = Payout.objects.get_or_create(
        stripe_id=found.id,
        defaults={
            "amount_minor": found.amount,
            "currency": found.currency,
            "stripe_status": found.status[:20],
            "automatic": found.automatic,
            "arrives_on": datetime.fromtimestamp(found.arrival_date, UTC).date(),
            "made_at": datetime.fromtimestamp(found.created, UTC),
            "balance_transaction": found.balance_transaction or "",
        },
    )
    if made:
        record("fundraising.payout_made", payout)
    return Payout.objects.select_for_update().get(pk=payout.pk)


def _post(payout: Payout) -> None:
    amount, currency = payout.amount_minor, payout.currency
    _once(payout, "payout", entries.payout_sent(amount, currency), at=payout.made_at)
    if payout.stripe_status == "paid":
        _once(payout, "payout_arrived", entries.payout_arrived(amount, currency))
    if payout.stripe_status in FAILED:
        if _stands(payout, "payout_arrived"):
            _once(payout, "payout_bounced", entries.payout_bounced(amount, currency))
        if _once(payout, "payout_returned", entries.payout_returned(amount, currency)):
            record("fundraising.payout_failed", payout, purpose=payout.failure_code)


def _post_drawn(payout: Payout) -> None:
    """Stripe takes back what it is owed: it counts when the bank has paid, and not when the bank refused."""
    amount, currency = -payout.amount_minor, payout.currency
    if payout.stripe_status == "paid":
        _once(payout, "payout", entries.payout_drawn(amount, currency), at=payout.made_at)
    elif payout.stripe_status in FAILED and _stands(payout, "payout"):
        _once(payout, "payout_resent", entries.payout_sent(amount, currency))
        _once(payout, "payout_rearrived", entries.payout_arrived(amount, currency))


def _stands(payout: Payout, name: str) -> bool:
    return JournalEntry.objects.filter(key=f"{name}:{payout.stripe_id}").exists()


def _once(payout: Payout, name: str, spec: entries.Spec, at: datetime | None = None) -> bool:
    key = f"{name}:{payout.stripe_id}"
    return posting.post(spec, key=key, about=(KIND, payout.uuid), happened_at=at or timezone.now()).new


def remember_lines(payout: Payout, lines: Sequence) -> Payout:
    """Keep what Stripe says is in it, shaped as `gateway.Balance`. Once; an empty list is no answer yet."""
    with transaction.atomic():
        payout = Payout.objects.select_for_update().get(pk=payout.pk)
        if payout.reconciled or not lines:
            return payout
        PayoutLine.objects.bulk_create(
            PayoutLine(
                payout=payout,
                balance_transaction=line.id,
                source=line.source or "",
                category=line.category[:60],
                amount_minor=line.amount,
                fee_minor=line.fee,
                net_minor=line.net,
                currency=line.currency,
                happened_at=datetime.fromtimestamp(line.created, UTC) if line.created else payout.made_at,
            )
            for line in lines
        )
        payout.reconciled = True
        payout.save(update_fields=["reconciled"])
        if sum(line.net for line in lines) != payout.amount_minor:
            record("fundraising.payout_differs", payout)
        return payout
