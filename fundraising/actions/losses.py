"""Money of a payment that has left Stripe already, and what of it comes back: who bears it, and who gets it again.

A payment is a gift's, or it is held apart. Whoever calls has locked it by `lock_payment`; money that has left is always
posted, and whoever else than the fund had to bear it stands in the audit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.errors import Conflict
from delegation.models import AuditEvent
from fundraising.actions import receipts
from fundraising.actions.funds import open_pool
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import OWED_BY_NETWORK, SUSPENSE, Place, available
from fundraising.ledger.entries import Leg, Spec
from fundraising.models import DisputeMovement, Donation, Fund, HeldApart, JournalEntry, JournalLine, Refund

DONATION, HELD = "fundraising.donation", "fundraising.heldapart"


class TooEarly(Conflict):
    """The gift itself is not in the books yet; ask again."""

    def __init__(self):
        super().__init__(_("This gift is still being settled. Try again when it is in the books."), code="too_early")


@dataclass(frozen=True)
class Paid:
    """A payment we know: its gift, or the row that holds it apart. Locked."""

    donation: Donation | None = None
    held: HeldApart | None = None

    @property
    def about(self) -> posting.About:
        row = self.donation or self.held
        assert row is not None
        return (DONATION if self.donation else HELD, row.uuid)

    @property
    def link(self) -> dict:
        return {"donation": self.donation, "held": self.held}

    @property
    def gift(self) -> Donation | None:
        """The gift it is, or the one it names."""
        return self.donation or (self.held.donation if self.held else None)

    @property
    def is_posted(self) -> bool:
        """A gift that is still being settled stands in no book yet: what follows it has to wait."""
        return self.held is not None or (self.donation is not None and self.donation.status == Donation.Status.PAID)

    def fund(self, currency: str) -> Fund | None:
        """Whose money it is, in that currency; None while it is in suspense."""
        if self.held is not None:
            return self.held.placed_to if self.held.status == HeldApart.Status.PLACED else None
        assert self.donation is not None
        fund = self.donation.fund
        return fund if fund.currency == currency else open_pool(fund.delegation, currency)

    def pool(self, currency: str) -> Fund | None:
        """The pool that bears what the fund cannot; None where nobody knows a delegation."""
        fund = self.fund(currency) or (self.gift.fund if self.gift else None)
        return open_pool(fund.delegation, currency) if fund else newest_pool(currency)


def newest_pool(currency: str) -> Fund | None:
    """The pool of the newest delegation, for what belongs to the network as a whole."""
    return Fund.objects.filter(kind=Fund.Kind.POOL, currency=currency).order_by("-delegation_id").first()


def lock_payment(payment_intent: str) -> Paid | None:
    """The payment as we know it, locked; None when it is not (yet) ours."""
    if not payment_intent:
        return None
    donation = _lock_gift(payment_intent)
    if donation is not None and donation.status == Donation.Status.PAID:
        return Paid(donation=donation)
    # A gift that settled in another currency than its fund's is not posted: what was held apart is its money.
    held = (
        HeldApart.objects.select_for_update(of=("self",))
        .select_related("donation__fund__delegation", "donation__donor", "placed_to__delegation")
        .filter(payment_intent=payment_intent)
        .first()
    )
    if held is not None and held.status == HeldApart.Status.PLACED:
        # Placed while we waited for the lock: the gift that was made of it.
        made = _lock_gift(payment_intent)
        return Paid(held=held) if made is None else Paid(donation=made)
    if held is not None:
        return Paid(held=held)
    return Paid(donation=donation) if donation is not None else None


def _lock_gift(payment_intent: str) -> Donation | None:
    rows = Donation.objects.select_for_update(of=("self",)).select_related("fund__delegation", "donor")
    return rows.filter(payment_intent=payment_intent).first()


def lock_paid(row: Refund) -> Paid:
    """The payment of a refund that stands in our rows, locked before the refund itself."""
    paid = lock_payment(row.payment_intent)
    if paid is None:
        raise ValueError("a refund belongs to a payment")
    return paid


# -- out -------------------------------------------------------------------------------------------------
def post_loss(
    paid: Paid, kind: str, amount_minor: int, currency: str, *, key: str, at: datetime, alert_on
) -> posting.Posted:
    """Post that money of this payment has left, `kind` refund_made or dispute_taken. From suspense where it lies there.
    `alert_on` is the row whose audit says that somebody else had to bear it."""
    posted = posting.post(_loss(paid, kind, amount_minor, currency), key=key, about=paid.about, happened_at=at)
    alert(posted, alert_on, kind)
    _let_receipt_follow(paid, posted)
    return posted


def _let_receipt_follow(paid: Paid, posted: posting.Posted) -> None:
    if paid.donation is not None and posted.new:
        receipts.follow_soon()


def _loss(paid: Paid, kind: str, amount_minor: int, currency: str) -> Spec:
    fund, pool = paid.fund(currency), paid.pool(currency)
    if fund is not None and pool is not None:
        return getattr(entries, kind)(available(fund), available(pool), amount_minor, currency)
    return _out_of_suspense(paid, pool, amount_minor, currency)


def _out_of_suspense(paid: Paid, pool: Fund | None, amount_minor: int, currency: str) -> Spec:
    """What lies in suspense for this payment bears first, then the pool, then the network: never another's money."""
    own = min(amount_minor, in_suspense(paid.held)) if paid.held and paid.held.currency == currency else 0
    if own == amount_minor:
        return entries.suspense_returned(amount_minor, currency)
    bearers = (OWED_BY_NETWORK,) if pool is None else (available(pool), OWED_BY_NETWORK)
    legs = [Leg(SUSPENSE, own)] if own else []
    return Spec(
        "suspense_returned",
        currency,
        (
            *legs,
            Leg(bearers[0], amount_minor - own, borne_by=bearers[1:]),
            *entries.suspense_returned(amount_minor, currency).legs[1:],
        ),
    )


def placed_key(held: HeldApart) -> str:
    """Of the entry by which it left suspense for a fund: about the gift that was made of it, where one was."""
    return f"placed:{held.payment_intent}"


def in_suspense(held: HeldApart | None) -> int:
    """What of a payment held apart still lies there, minor units of `held.currency`: read from the books."""
    if held is None:
        return 0
    its_own = Q(entry__about_kind=HELD, entry__about_uuid=held.uuid) | Q(entry__key=placed_key(held))
    lines = JournalLine.objects.filter(its_own, account__code="suspense", currency=held.currency)
    moved = lines.aggregate(total=Sum("amount_minor"))["total"] or 0
    return max(0, held.amount_minor - moved)


# -- back ------------------------------------------------------------------------------------------------
def post_return(
    paid: Paid, kind: str, amount_minor: int, currency: str, *, losses: Iterable[str], key: str, at: datetime
) -> posting.Posted:
    """Post that money came back to Stripe, `kind` refund_failed or dispute_reinstated. It goes to those who bore the
    loss, read from the entries under `losses`: the keys of the loss itself, and of what came back of it before."""
    home = _home(paid, currency)
    borne = share_back(losses, amount_minor, otherwise=home)
    if home != SUSPENSE and SUSPENSE in borne:
        # It lay in suspense when it left; whose it is has been decided since.
        borne[home] = borne.get(home, 0) + borne.pop(SUSPENSE)
    spec = _return(paid, kind, borne, currency)
    posted = posting.post(spec, key=key, about=paid.about, happened_at=at)
    _let_receipt_follow(paid, posted)
    return posted


def _home(paid: Paid, currency: str) -> Place:
    fund = paid.fund(currency)
    return available(fund) if fund else SUSPENSE


def _return(paid: Paid, kind: str, borne: dict[Place, int], currency: str) -> Spec:
    pool = paid.pool(currency)
    otherwise = available(pool) if pool else _home(paid, currency)
    if SUSPENSE in borne:
        return entries.suspense_refilled(borne, otherwise, currency)
    return getattr(entries, kind)(borne, otherwise, currency)


def share_back(keys: Iterable[str], amount_minor: int, *, otherwise: Place) -> dict[Place, int]:
    """Who gets back what: the entries under `keys` say who bore how much, and who got back some of it. The network's
    debt is lowered first, then the pool, then the fund; what exceeds the loss is `otherwise`'s."""
    sums: dict[Place, int] = {}
    found = JournalEntry.objects.filter(key__in=list(keys))
    for line in JournalLine.objects.filter(entry__in=found).select_related("account"):
        if line.account.code not in ("stripe", "owed_to_stripe"):
            place = Place(line.account.code, line.account.fund_id, line.account.delegate_id)
            sums[place] = sums.get(place, 0) + line.amount_minor
    left, parts = amount_minor, {}
    for place in sorted(sums, key=lambda place: _turn(place, otherwise)):
        part = min(left, max(0, sums[place]))
        if part:
            parts[place], left = part, left - part
    if left:
        parts[otherwise] = parts.get(otherwise, 0) + left
    return parts


def _turn(place: Place, home: Place) -> int:
    """Whoever bore last is the first to get something back."""
    return 0 if place == OWED_BY_NETWORK else 2 if place == home else 1


def alert(posted: posting.Posted, row, kind: str) -> None:
    """The pool or the network had to bear what a fund could not: somebody must know."""
    if not posted.new:
        return
    bearers = set(posted.borne)
    if posted.entry.kind == "suspense_returned":
        # Where suspense did not reach, the pool's own leg came next.
        bearers |= {
            Place(line.account.code, line.account.fund_id)
            for line in posted.entry.lines.select_related("account")
            if line.account.code in ("available", "owed_by_network")
        }
    for place in sorted(bearers, key=Place.sort_key):
        who = "network" if place == OWED_BY_NETWORK else "pool"
        record(f"fundraising.{kind}_borne_by_{who}", row)


def movement_keys(movements: Iterable[DisputeMovement]) -> list[str]:
    return [f"dispute:{movement.balance_transaction}" for movement in movements]


def fee_keys(movements: Iterable[DisputeMovement]) -> list[str]:
    return [f"dispute_fee:{movement.balance_transaction}" for movement in movements]


# -- twice -----------------------------------------------------------------------------------------------
TWICE = "fundraising.given_back_twice"


def look_for_twice(paid: Paid) -> None:
    """A gift that was given back and is disputed as well costs its amount twice: told once, so that somebody answers
    the bank with the proof of the refund."""
    gift = paid.donation
    if gift is None or not gift.disputes.exists():
        return
    gone = sum(gift.refunds.filter(status__in=("pending", "succeeded")).values_list("amount_minor", flat=True))
    rows = gift.disputes.prefetch_related("movements")
    taken = sum(row.amount_minor for row in rows if row.taken_minor > row.reinstated_minor)
    if gone + taken > gift.amount_minor and not AuditEvent.objects.filter(verb=TWICE, object_uuid=gift.uuid).exists():
        record(TWICE, gift)
