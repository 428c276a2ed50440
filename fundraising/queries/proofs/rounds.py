"""Rounds and offers: what was offered is posted once for each thing that became of it, what a pool holds as offered is
what is open, and a decided round comes out again from what was put in."""

import json

from django.db.models import F, Sum

from fundraising.models import Account, AllocationRound, Offer
from fundraising.queries.proofs.ask import Proof, sql
from fundraising.queries.rounds import comes_out_again

_KINDS = "('offer_made', 'offer_accepted', 'offer_lapsed')"


def _moved(fund: str, code: str, wanted: str) -> str:
    """Offers whose entries together brought another sum to that account than what became of the offer asks for."""
    return (
        "SELECT o.id, o.amount_minor, COALESCE(SUM(l.amount_minor), 0) FROM fundraising_offer o "
        "JOIN fundraising_allocationround r ON r.id = o.round_id "
        f"LEFT JOIN ENTRIES e ON e.about_uuid = o.uuid AND e.kind IN {_KINDS} "
        f"LEFT JOIN ACCOUNTS a ON a.fund_id = {fund} AND a.code = '{code}' "
        "LEFT JOIN LINES l ON l.entry_id = e.id AND l.account_id = a.id GROUP BY o.id, o.amount_minor, o.status "
        f"HAVING COALESCE(SUM(l.amount_minor), 0) <> {wanted}"
    )


_OPEN = "o.status IN ('offered', 'countered')"
# One entry for the offer, and one more for its end.
_COUNTED = (
    "SELECT o.id, 0, COUNT(e.id) FROM fundraising_offer o "
    f"LEFT JOIN ENTRIES e ON e.about_uuid = o.uuid AND e.kind IN {_KINDS} "
    f"GROUP BY o.id, o.status HAVING COUNT(e.id) <> CASE WHEN {_OPEN} THEN 1 ELSE 2 END"
)
_OF_NO_OFFER = (
    "SELECT e.id, 0, 0 FROM ENTRIES e LEFT JOIN fundraising_offer o ON o.uuid = e.about_uuid "
    f"WHERE e.kind IN {_KINDS} AND o.id IS NULL"
)


def offered_is_open():
    """Pools whose `offered` account is not the sum of their open offers."""
    rows = Offer.objects.filter(status__in=Offer.OPEN).order_by().values_list("round__pool")
    open_ = dict(rows.annotate(total=Sum("amount_minor")))
    accounts = Account.objects.filter(code="offered", fund__kind="pool").values_list("fund_id", "balance_minor")
    held = {fund: -balance for fund, balance in accounts}
    pools = sorted(open_.keys() | held.keys())
    return [(p, held.get(p, 0), open_.get(p, 0)) for p in pools if held.get(p, 0) != open_.get(p, 0)]


def rounds_that_come_out_otherwise():
    """Decided rounds whose inputs give another result than what is stored, or whose lines say something else."""
    found = []
    for round_ in AllocationRound.objects.filter(status="decided").prefetch_related("lines__delegate"):
        if not comes_out_again(round_):
            found.append((round_.uuid, "another result"))
            continue
        awards = json.loads(round_.result)["policies"][round_.policy]["awards"]
        lines = {str(line.delegate.uuid): line.award_minor for line in round_.lines.all()}
        if lines != {uuid: award["minor"] for uuid, award in awards.items()}:
            found.append((round_.uuid, "other lines"))
    return found


def first_offers_of_another_amount():
    """A round's own offers are its awards; a decided round offers every award."""
    first = Offer.objects.filter(replaces__isnull=True)
    other = first.exclude(amount_minor=F("line__award_minor")).values_list("uuid", "amount_minor")
    unoffered = AllocationRound.objects.filter(
        status="decided", lines__award_minor__gt=0, lines__offers__isnull=True
    ).values_list("uuid", "number")
    return [*other, *unoffered]


PROOFS: tuple[Proof, ...] = (
    (
        "F1",
        "each offer is posted once, and once more for its end, and no other is",
        sql(
            " UNION ALL ".join(
                [
                    _moved("r.pool_id", "offered", f"CASE WHEN {_OPEN} THEN -o.amount_minor ELSE 0 END"),
                    _moved(
                        "r.pool_id",
                        "available",
                        f"CASE WHEN {_OPEN} OR o.status = 'accepted' THEN o.amount_minor ELSE 0 END",
                    ),
                    _moved("o.fund_id", "available", "CASE WHEN o.status = 'accepted' THEN -o.amount_minor ELSE 0 END"),
                    _COUNTED,
                    _OF_NO_OFFER,
                ]
            )
        ),
    ),
    ("F2", "what a pool holds as offered is the sum of its open offers", offered_is_open),
    ("F3", "each decided round comes out again from its inputs", rounds_that_come_out_otherwise),
    ("F4", "each award of a decided round was offered, with its amount", first_offers_of_another_amount),
    (
        "F5",
        "nobody decided their own round, or made an offer alone",
        sql(
            "SELECT id, status, decided_by_id FROM fundraising_allocationround WHERE status IN ('decided', 'declined') "
            "AND (decided_by_id IS NULL OR proposed_by_id IS NULL OR decided_by_id = proposed_by_id) UNION ALL "
            "SELECT id, status, made_by_id FROM fundraising_offer WHERE made_by_id = proposed_by_id"
        ),
    ),
)
