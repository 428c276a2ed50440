"""What the card's owner objects to. The state is the object's own word; money is each of its balance transactions,
posted once under its own key. `found` is shaped as `gateway.Dispute` or `gateway.FraudWarning`."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from delegation.actions.audit import record
from fundraising.actions import held, losses, receipts
from fundraising.actions.losses import Paid, TooEarly, lock_payment
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import Dispute, DisputeMovement, FraudWarning
from fundraising.models.payments import OVER

KIND = "fundraising.dispute"
# What is known later never becomes earlier: two tellers may have asked Stripe in one order and write in the other.
RANK = {
    "warning_needs_response": 0,
    "warning_under_review": 1,
    "warning_closed": 2,
    "needs_response": 3,
    "under_review": 4,
}
UNLISTED, LAST = 4, 5


def follow(payment_intent: str, found) -> Dispute | None:
    """Do what the dispute, fetched just now, says. None when the payment is not ours (yet); raises TooEarly while its
    gift is still being settled."""
    with transaction.atomic():
        paid = lock_payment(payment_intent)
        if paid is None:
            return None
        if not paid.is_posted:
            raise TooEarly
        dispute = _row(paid, found)
        _see(dispute, found)
        # What left comes before what came back, whatever order they are told in.
        for balance in sorted(found.movements, key=lambda one: (one.amount > 0, one.created or 0)):
            _post(paid, dispute, balance)
        if paid.held:
            held.look_at_return(paid.held)
        losses.look_for_twice(paid)
        return dispute


def _row(paid: Paid, found) -> Dispute:
    known = Dispute.objects.select_for_update().filter(stripe_id=found.id).first()
    if known:
        return known
    dispute = Dispute.objects.create(
        stripe_id=found.id,
        **paid.link,
        amount_minor=found.amount,
        currency=found.currency,
        reason=found.reason[:60],
        stripe_status=found.status[:40],
        opened_at=_instant(found.created),
        due_at=_instant(found.due_by) if found.due_by else None,
    )
    record("fundraising.dispute_opened", dispute, purpose=found.status[:80])
    return dispute


def _rank(status: str) -> int:
    return LAST if status in OVER and status not in RANK else RANK.get(status, UNLISTED)


def _see(dispute: Dispute, found) -> None:
    if _rank(found.status) >= _rank(dispute.stripe_status) and found.status != dispute.stripe_status:
        dispute.stripe_status = found.status[:40]
        record("fundraising.dispute_changed", dispute, purpose=found.status[:80])
        receipts.follow_soon()
    is_over = dispute.stripe_status in OVER
    if is_over and dispute.closed_at is None:
        dispute.closed_at = timezone.now()
    elif not is_over:
        dispute.closed_at = None
    if found.due_by:
        dispute.due_at = _instant(found.due_by)
    dispute.save(update_fields=["stripe_status", "closed_at", "due_at"])


def _post(paid: Paid, dispute: Dispute, balance) -> None:
    """One balance transaction: the amount out of or back to the gift's fund, the fee out of or back to the pool."""
    if (balance.amount == 0 and balance.fee == 0) or DisputeMovement.objects.filter(
        balance_transaction=balance.id
    ).exists():
        return
    at = _instant(balance.created) if balance.created else timezone.now()
    before = list(dispute.movements.all())
    earlier = losses.movement_keys(before)
    kind = DisputeMovement.Kind
    DisputeMovement.objects.create(
        dispute=dispute,
        balance_transaction=balance.id,
        kind=kind.TAKEN if balance.amount < 0 else kind.REINSTATED if balance.amount else kind.FEE,
        amount_minor=balance.amount,
        fee_minor=balance.fee,
        currency=balance.currency,
        happened_at=at,
    )
    key = f"dispute:{balance.id}"
    if balance.amount < 0:
        losses.post_loss(paid, "dispute_taken", -balance.amount, balance.currency, key=key, at=at, alert_on=dispute)
    elif balance.amount > 0:
        losses.post_return(paid, "dispute_reinstated", balance.amount, balance.currency, losses=earlier, key=key, at=at)
        if paid.held:
            held.return_failed(paid.held)
    _post_fee(paid, dispute, balance, earlier=losses.fee_keys(before), at=at)


def _post_fee(paid: Paid, dispute: Dispute, balance, *, earlier: list[str], at: datetime) -> None:
    """Never a delegate's: the pool bears it, or the network for it, and whoever did gets back what comes back.
    `earlier`: keys of what was posted of this dispute's fees before."""
    pool = paid.pool(balance.currency)
    if balance.fee == 0 or pool is None:
        return
    home = available(pool)
    if balance.fee > 0:
        spec = entries.dispute_fee(home, balance.fee, balance.currency)
    else:
        borne = losses.share_back(earlier, -balance.fee, otherwise=home)
        spec = entries.dispute_fee_returned(borne, home, balance.currency)
    posted = posting.post(
        spec,
        key=f"dispute_fee:{balance.id}",
        about=paid.about,
        happened_at=at,
    )
    losses.alert(posted, dispute, "dispute_fee")


# -- early warnings --------------------------------------------------------------------------------------------------
def warn(payment_intent: str, found) -> FraudWarning | None:
    """The card's bank suspects fraud: for somebody to look at. Whether a refund still helps is the object's word."""
    with transaction.atomic():
        paid = lock_payment(payment_intent)
        if paid is None:
            return None
        warning, made = FraudWarning.objects.get_or_create(
            stripe_id=found.id,
            defaults={
                **paid.link,
                "fraud_type": found.fraud_type[:60],
                "actionable": found.actionable,
                "warned_at": _instant(found.created),
            },
        )
        if made:
            record("fundraising.fraud_warned", warning)
        elif warning.actionable and not found.actionable:
            # It never becomes actionable again.
            warning.actionable = False
            warning.save(update_fields=["actionable"])
        return warning


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
