"""The gift that money held apart turns out to be, once two people placed it: a row of its own, of whoever gave it, over
what came. The gift the payment names keeps what was asked; where nothing else arrives for it, it ends as replaced."""

from django.conf import settings

from delegation.actions.moves import lock, move
from delegation.lifecycle import LIFECYCLES
from fundraising.models import Donation, DonationNote, Fund, HeldApart

KIND = "fundraising.donation"


def make_gift(held: HeldApart, left_minor: int) -> Donation | None:
    """Make the gift of a placed payment; None where nobody knows who gave it. `left_minor` is what lies in suspense
    for it, minor units of `held.currency`. Inside the transaction that places it and posts its entry; the gift it
    names is locked, and the payment has no gift yet."""
    if held.donation is None or held.placed_to is None:
        return None
    named = lock(held.donation)
    note = DonationNote.objects.filter(donation=named).first()
    card = named.card_last4 if named.payment_intent == held.payment_intent else ""
    is_replaced = _replace(named, held)
    gift = _create(held, held.placed_to, named, _given_minor(held, left_minor))
    _take_note(note, gift, moves=is_replaced)
    return move(
        gift,
        "settle",
        None,
        payment_intent=held.payment_intent,
        charge=held.charge or None,
        card_last4=card,
        paid_at=held.happened_at,
        settled_minor=left_minor,
        settled_currency=held.currency,
    )


def _replace(named: Donation, held: HeldApart) -> bool:
    """The gift that was asked for ends, unless it is there already or another payment of it is being settled. Its
    payment is the new one's from now on."""
    waits = named.status in LIFECYCLES[KIND].verbs["replace"].sources
    if not waits or named.payment_intent not in (None, held.payment_intent):
        return False
    move(named, "replace", None, payment_intent=None, charge=None)
    return True


def _given_minor(held: HeldApart, left_minor: int) -> int:
    """What of the charge is given: all of it, or what had not gone back before it was placed; in the currency of the
    charge, rounded half up where that is another one."""
    if held.charged_currency == held.currency:
        return left_minor
    return max(1, (2 * held.charged_minor * left_minor + held.amount_minor) // (2 * held.amount_minor))


def _create(held: HeldApart, fund: Fund, named: Donation, amount_minor: int) -> Donation:
    goes_there = named.fund_id == fund.pk
    is_as_asked = (amount_minor, held.charged_currency) == (named.amount_minor, named.currency)
    return Donation.objects.create(
        donor=named.donor,
        fund=fund,
        # In the pool it helps whoever needs it: no page counts it as its own.
        appeal=named.appeal if goes_there else None,
        version=named.version if goes_there else None,
        share=named.share if goes_there else None,
        amount_minor=amount_minor,
        fee_cover_minor=named.fee_cover_minor if is_as_asked else 0,
        currency=held.charged_currency,
        is_family=named.is_family,
        language=named.language,
        mode=settings.STRIPE_MODE,
        # One gift for each payment that is placed.
        form_token=held.uuid,
    )


def _take_note(note: DonationNote | None, gift: Donation, *, moves: bool) -> None:
    """Shown as the giver agreed; what they wrote goes along with a gift that takes another's place, and is never said
    twice."""
    if note is not None and moves:
        DonationNote.objects.filter(pk=note.pk).update(donation=gift)
        return
    shown = {"shown_name": note.shown_name, "show_amount": note.show_amount} if note else {}
    DonationNote.objects.create(donation=gift, **shown)


def remember_fee(held: HeldApart, gift: Donation | None) -> None:
    """The fee of the payment is the gift's, once it is known."""
    if gift is not None and held.balance_transaction and not gift.balance_transaction:
        gift.fee_minor, gift.balance_transaction = held.fee_minor, held.balance_transaction
        gift.save(update_fields=["fee_minor", "balance_transaction"])
