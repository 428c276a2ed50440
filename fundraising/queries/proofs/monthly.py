"""Monthly gifts: each month where it belongs, once; nothing goes on that has ended."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from fundraising.models import MonthlyGift
from fundraising.queries.proofs.ask import Proof, sql

# Within this Stripe has to know that a monthly gift is over.
TOLD_WITHIN = timedelta(days=1)


def ended_untold():
    rows = MonthlyGift.objects.filter(
        status=MonthlyGift.Status.ENDED,
        subscription__isnull=False,
        told__lt=F("wants"),
        ended_at__lt=timezone.now() - TOLD_WITHIN,
    )
    return rows.values_list("uuid", "subscription")


PROOFS: tuple[Proof, ...] = (
    (
        "M1",
        "each month belongs to a monthly gift of its fund, currency and mode",
        sql(
            "SELECT d.id, d.invoice, m.id FROM GIFTS d LEFT JOIN fundraising_monthlygift m ON m.id = d.monthly_id "
            "WHERE (d.invoice IS NOT NULL OR d.monthly_id IS NOT NULL) AND (m.id IS NULL OR d.currency <> m.currency "
            "OR d.mode <> m.mode OR (d.fund_id <> m.fund_id AND (m.redirect_fund_id IS NULL "
            "OR d.fund_id <> m.redirect_fund_id)))"
        ),
    ),
    (
        "M2",
        "each month that arrived names its invoice, and no invoice is two months",
        sql(
            "SELECT d.id, d.monthly_id, 0 FROM GIFTS d WHERE d.monthly_id IS NOT NULL AND d.status = 'paid' "
            "AND d.invoice IS NULL UNION ALL SELECT MIN(d.id), MIN(d.monthly_id), COUNT(*) FROM GIFTS d "
            "WHERE d.invoice IS NOT NULL GROUP BY d.invoice HAVING COUNT(*) > 1"
        ),
    ),
    ("M3", "Stripe was told of each monthly gift that has ended", ended_untold),
    (
        "M4",
        "each monthly gift that goes on began with a month that arrived",
        sql(
            "SELECT m.id, m.status FROM fundraising_monthlygift m WHERE m.status IN ('active', 'paused', 'past_due') "
            "AND NOT EXISTS (SELECT 1 FROM GIFTS d WHERE d.monthly_id = m.id AND d.status IN ('paid', 'settling'))"
        ),
    ),
)
