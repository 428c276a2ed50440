"""The books beside Stripe, and months that are closed."""

from datetime import timedelta

from django.conf import settings

from fundraising.models import Difference, Reconciliation
from fundraising.queries.periods import changed_periods
from fundraising.queries.proofs.ask import Proof, sql


def old_differences():
    """Differences nobody has resolved for too long, seen from the newest comparison: while Stripe cannot be read none
    grows old."""
    last = Reconciliation.objects.filter(state=Reconciliation.State.DONE).first()
    if last is None or last.finished_at is None:
        return []
    limit = last.finished_at - timedelta(hours=settings.DIFFERENCES_RED_AFTER_HOURS)
    rows = Difference.objects.filter(status=Difference.Status.OPEN, first_seen_at__lt=limit).order_by("id")
    return rows.values_list("kind", "subject", "currency")


PROOFS: tuple[Proof, ...] = (
    ("S9", "our lines are Stripe's: no difference is left unresolved for days", old_differences),
    (
        "Q3",
        "each correction was posted once with its amount by two people, and no other is",
        sql(
            "SELECT c.id, c.gap_minor, COALESCE(SUM(l.amount_minor), 0) FROM fundraising_correction c "
            "LEFT JOIN LINES l ON l.entry_id = c.entry_id AND l.account_id IN "
            "(SELECT a.id FROM ACCOUNTS a WHERE a.code IN ('stripe', 'owed_to_stripe')) "
            "WHERE c.status = 'posted' AND c.way <> 'accept' GROUP BY c.id, c.gap_minor "
            "HAVING COALESCE(SUM(l.amount_minor), 0) <> c.gap_minor "
            "UNION ALL SELECT id, gap_minor, 0 FROM fundraising_correction WHERE status IN ('posted', 'declined') "
            "AND (decided_by_id IS NULL OR decided_by_id = proposed_by_id) "
            "UNION ALL SELECT e.id, 0, 0 FROM ENTRIES e LEFT JOIN fundraising_correction c ON c.entry_id = e.id "
            "AND c.status = 'posted' WHERE e.kind IN ('stripe_corrected_up', 'stripe_corrected_down') AND c.id IS NULL"
        ),
    ),
    ("Q1", "a closed month says what it said", changed_periods),
    (
        "Q2",
        "months were closed one after the other, each by two people",
        sql(
            "SELECT p.id, p.status, p.decided_by_id FROM fundraising_period p "
            "WHERE p.status IN ('closed', 'declined') AND (p.decided_by_id IS NULL OR p.decided_by_id = p.asked_by_id) "
            "UNION ALL SELECT p.id, p.status, 0 FROM fundraising_period p WHERE p.status = 'closed' AND NOT EXISTS "
            "(SELECT 1 FROM fundraising_period q WHERE q.status = 'closed' AND q.ends_at = p.starts_at) AND EXISTS "
            "(SELECT 1 FROM fundraising_period q WHERE q.status = 'closed' AND q.ends_at < p.ends_at)"
        ),
    ),
    (
        "L12",
        "along an account the posting time never goes back",
        sql(
            "SELECT t.account_id, t.account_version, t.earlier FROM (SELECT l.account_id, l.account_version, "
            "e.posted_at, LAG(e.posted_at) OVER (PARTITION BY l.account_id ORDER BY l.account_version) AS earlier "
            "FROM LINES l JOIN ENTRIES e ON e.id = l.entry_id) t WHERE t.earlier > t.posted_at"
        ),
    ),
)
