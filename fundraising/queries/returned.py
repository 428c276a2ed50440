"""What was given back of a gift: the one place receipts, statements and proofs read it from."""

from collections.abc import Iterable

from django.db.models import Q, Sum, Value
from django.db.models.functions import Concat

from fundraising.models import DisputeMovement, Donation, JournalLine

# Kinds of entries, about a gift, by which its money goes back for good or comes back after all.
RETURNS = ("refund_made", "refund_failed", "gift_returned", "gift_bounced")
# What a dispute took and gave back. It counts once the bank has decided against us, by the dispute's own word: while
# it is open the money is away and the gift not yet undone; won, the gift stands, also while its money is on its way.
DISPUTES = ("dispute_taken", "dispute_reinstated")
UNDONE = ("lost", "prevented", "warning_closed")
_OUT_OF = ("stripe", "owed_to_stripe", "bank", "owed_to_bank")


def returned_of(gift: Donation) -> int:
    """Minor units of the gift's currency."""
    return returned_minor([gift]).get(gift.pk, 0)


def returned_minor(gifts: Iterable[Donation]) -> dict[int, int]:
    """By gift id, minor units of the gift's currency, never more than the gift; gifts of which nothing went back are
    left out. From the books: what left Stripe or the bank about the gift, less what came back."""
    by_uuid = {gift.uuid: gift for gift in gifts}
    found: dict[int, int] = {}
    for uuid, minor in _left(by_uuid).items():
        gift = by_uuid[uuid]
        back = min(max(_in_gifts_currency(gift, minor), 0), gift.amount_minor)
        if back:
            found[gift.pk] = back
    return found


def _left(uuids) -> dict:
    lines = JournalLine.objects.filter(
        entry__about_kind="fundraising.donation", entry__about_uuid__in=list(uuids), account__code__in=_OUT_OF
    ).order_by()
    undone = DisputeMovement.objects.filter(dispute__stripe_status__in=UNDONE).values(
        key=Concat(Value("dispute:"), "balance_transaction")
    )
    of_undone = Q(entry__key__in=undone) | Q(entry__reverses__key__in=undone)
    totals: dict = {}
    for rows in (
        lines.filter(entry__kind__in=_with_reversals(RETURNS)),
        lines.filter(of_undone, entry__kind__in=_with_reversals(DISPUTES)),
    ):
        for uuid, minor in rows.values_list("entry__about_uuid").annotate(total=Sum("amount_minor")):
            totals[uuid] = totals.get(uuid, 0) - minor
    return totals


def _with_reversals(kinds) -> list[str]:
    return [name for kind in kinds for name in (kind, f"{kind}_reversed")]


def _in_gifts_currency(gift: Donation, settled_minor: int) -> int:
    """The books know what settled; a gift charged in another currency was given back in that one, in proportion."""
    if not gift.settled_minor or gift.settled_currency == gift.currency:
        return settled_minor
    return (settled_minor * gift.amount_minor + gift.settled_minor // 2) // gift.settled_minor
