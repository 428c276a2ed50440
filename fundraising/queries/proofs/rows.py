"""The questions of `proofs` that read better in Python. Each answers offending rows; none writes."""

from datetime import timedelta

from django.db import connection
from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone

from delegation import audit_chain, triggers
from delegation.models import Delegation, OutboxMail
from fundraising.models import Allocation, Donation, JournalEntry, Receipt, StripeEvent
from fundraising.queries.funds import MOVED_ON, standing

STUCK_AFTER = timedelta(hours=1)
SETTLES_WITHIN = timedelta(days=3)


def payments_twice():
    rows = Donation.objects.filter(payment_intent__isnull=False).values("payment_intent").order_by()
    return rows.annotate(n=Count("id")).filter(n__gt=1).values_list("payment_intent", "n")


def guards_missing():
    return [(name,) for name in triggers.missing(connection)]


def payments_without_gift():
    """Payments Stripe told us of as succeeded, done with, and yet in no entry."""
    events = StripeEvent.objects.filter(type="payment_intent.succeeded", state=StripeEvent.State.DONE)
    posted = {
        key.split(":", 1)[1]
        for key in JournalEntry.objects.filter(kind__in=["gift_settled", "stripe_unplaced"]).values_list(
            "key", flat=True
        )
    }
    # A gift in another currency is posted when Stripe says what it came to; that takes minutes, never days.
    fresh = timezone.now() - SETTLES_WITHIN
    settling = Donation.objects.filter(status=Donation.Status.SETTLING, paid_at__gt=fresh)
    posted |= set(settling.values_list("payment_intent", flat=True))
    return [(pi,) for pi in events.values_list("payment_intent", flat=True).distinct() if pi not in posted]


def modes_mixed():
    modes = set(Donation.objects.filter(status=Donation.Status.PAID).values_list("mode", flat=True).distinct())
    worlds = set(StripeEvent.objects.values_list("livemode", flat=True).distinct())
    mixed = len({mode == "live" for mode in modes} | worlds) > 1 or len(modes) > 1
    return [(sorted(modes), sorted(worlds))] if mixed else []


def stuck_events():
    late = timezone.now() - STUCK_AFTER
    stuck = Q(state=StripeEvent.State.WAITING, received_at__lt=late) | Q(state=StripeEvent.State.FAILED)
    unmarked = ~Q(state=StripeEvent.State.WAITING) & Q(processed_at__isnull=True)
    return StripeEvent.objects.filter(stuck | unmarked).values_list("event_id", "state")


def receipts_missing():
    paid = Donation.objects.filter(status=Donation.Status.PAID)
    bad = paid.annotate(n=Count("receipts")).exclude(n=1).values_list("uuid", "n")
    wrong = Receipt.objects.exclude(
        amount_minor=F("donation__amount_minor"), currency=F("donation__currency"), donation__status="paid"
    )
    return [*bad, *wrong.values_list("uuid", "number")]


def receipt_gaps():
    series = Receipt.objects.values("series", "year").annotate(n=Count("id"), last=Max("number"))
    return series.exclude(n=F("last")).values_list("series", "year", "n", "last")


def stuck_mail():
    late = timezone.now() - STUCK_AFTER
    waiting = OutboxMail.objects.filter(
        Q(state=OutboxMail.State.WAITING) | Q(state=OutboxMail.State.SENDING), due_at__lt=late
    )
    mailed = OutboxMail.objects.filter(notice="fundraising.receipt").values_list("ids", flat=True)
    told = {ids.get("receipt") for ids in mailed}
    unmailed = [(u, "no mail") for u in Receipt.objects.values_list("uuid", flat=True) if str(u) not in told]
    return [*waiting.values_list("uuid", "notice"), *unmailed]


def allocations_overdrawn():
    """Pools that gave more than they received in gifts and placed money."""
    given = Allocation.objects.filter(status="allocated").values("pool").annotate(total=Sum("amount_minor"))
    rows = []
    for row in given:
        gifts = Donation.objects.filter(fund=row["pool"], status="paid").aggregate(t=Sum("settled_minor"))["t"] or 0
        moved = _moved_into(row["pool"])
        if row["total"] > gifts + moved:
            rows.append((row["pool"], row["total"], gifts + moved))
    return rows


def _moved_into(fund_id: int) -> int:
    lines = JournalEntry.objects.filter(
        kind__in=["stripe_placed", *MOVED_ON, "cost_returned"],
        lines__account__fund=fund_id,
    )
    return -(lines.aggregate(t=Sum("lines__amount_minor", filter=Q(lines__account__fund=fund_id)))["t"] or 0)


def public_totals():
    """What the public page says against the stored balances of the funds."""
    return [
        (delegation.slug, shown.held_minor, shown.books_minor)
        for delegation in Delegation.objects.all()
        if (shown := standing(delegation)).held_minor != shown.books_minor
    ]


def chain():
    return [(line,) for line in audit_chain.verify().breaks]
