"""Gifts for staff: the list, one gift's whole chain, and what does not fit anywhere yet."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import BigIntegerField, Exists, OuterRef, Prefetch, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from delegation.models import AuditEvent, Delegation, OutboxMail
from delegation.money import exponent
from fundraising.models import (
    Dispute,
    Donation,
    JournalEntry,
    JournalLine,
    Refund,
    StripeEvent,
)
from fundraising.queries import book_words

STATUSES = ("paid", "settling", "pending", "started", "failed", "expired", "replaced")
# What of a gift was given back or is on its way, minor units of its currency.
GIVEN_BACK = Coalesce(
    Subquery(
        Refund.objects.filter(donation=OuterRef("pk"), status__in=("pending", "succeeded"))
        .order_by()
        .values("donation")
        .annotate(total=Sum("amount_minor"))
        .values("total")
    ),
    Value(0),
    output_field=BigIntegerField(),
)


def gifts(delegation: Delegation, *, status: str = "", search: str = ""):
    """Gifts of a delegation, newest first, with what a row shows. `search` is a receipt's number, a part of the donor's
    address or name, or an amount."""
    rows = Donation.objects.filter(fund__delegation=delegation).select_related(
        "donor", "fund__delegate__person", "share__organisation", "appeal"
    )
    rows = rows.annotate(given_back_minor=GIVEN_BACK, is_disputed=_DISPUTED).prefetch_related("receipts__void")
    rows = rows.order_by("-id")
    if status in STATUSES:
        rows = rows.filter(status=status)
    return rows.filter(_matches(search, delegation.currency)) if search else rows


_DISPUTED = Exists(Dispute.objects.filter(donation=OuterRef("pk"), closed_at__isnull=True))


def _matches(search: str, currency: str) -> Q:
    found = Q(donor__email__icontains=search) | Q(donor__name__icontains=search)
    number = search.rpartition("-")[2]
    if number.isdigit() and len(number) <= 9:
        found |= Q(receipts__number=int(number))
    minor = _minor(search, currency)
    if minor is not None:
        found |= Q(amount_minor=minor)
    return found


def _minor(search: str, currency: str) -> int | None:
    try:
        scaled = Decimal(search.strip("$€£ ").replace(",", "")).scaleb(exponent(currency))
        return int(scaled) if scaled == scaled.to_integral_value() and abs(scaled) < 10**12 else None
    except (ArithmeticError, ValueError):
        return None


@dataclass(frozen=True)
class Step:
    """One thing that happened: when, in words, and the ids that belong to it."""

    at: datetime
    words: str
    detail: str = ""


@dataclass(frozen=True)
class Chain:
    """Everything that happened to one gift, in the order it happened."""

    gift: Donation
    attempts: list
    events: list[StripeEvent]
    entries: list[JournalEntry]
    mails: list[OutboxMail]
    audit: list[AuditEvent]

    @property
    def receipt(self):
        return newest_receipt(self.gift)

    @property
    def gift_minor(self) -> int:
        return self.gift.amount_minor - self.gift.fee_cover_minor

    @property
    def net_minor(self) -> int:
        """What reached the fund, in its currency."""
        return (self.gift.settled_minor or self.gift.amount_minor) - (self.gift.fee_minor or 0)

    @property
    def net_currency(self) -> str:
        return self.gift.settled_currency or self.gift.currency

    @property
    def steps(self) -> list["Step"]:
        """One line a thing, oldest first."""
        is_card = self.gift.source == Donation.Source.CARD
        found = [Step(self.gift.created_at, _("The form was sent"))] if is_card else []
        for attempt in self.attempts:
            state = book_words.ATTEMPT_WORDS[attempt.state]
            words = _("Payment page %(n)s: %(state)s") % {"n": attempt.number, "state": state}
            found.append(Step(attempt.created_at, words, attempt.session_id or ""))
        for event in self.events:
            words = _("Stripe told us: %(type)s") % {"type": event.type}
            found.append(Step(event.received_at, words, str(book_words.EVENT_WORDS[event.state])))
        for entry in self.entries:
            words = _("In the books: %(what)s") % {"what": book_words.entry_words(entry.kind)}
            found.append(Step(entry.posted_at, words, entry.key))
        for mail in self.mails:
            words = str(book_words.NOTICE_WORDS.get(mail.notice, _("Receipt by mail")))
            found.append(Step(mail.sent_at or mail.due_at, words, str(book_words.MAIL_WORDS[mail.state])))
        for event in self.audit:
            why = book_words.WHY_WORDS.get(event.purpose, event.purpose)
            found.append(Step(event.at, book_words.verb_words(event.verb), str(why)))
        return sorted(found, key=lambda step: step.at)


def gift_rows():
    return Donation.objects.select_related(
        "offline__recorded_by",
        "donor",
        "note",
        "fund__delegation",
        "fund__delegate__person",
        "appeal",
        "version",
        "share__organisation",
    ).prefetch_related("receipts__void")


def newest_receipt(gift: Donation):
    """The last of the gift's receipts, from what the row brought along; None while there is none."""
    return next(iter(gift.receipts.all()), None)


def chain(gift: Donation) -> Chain:
    """Ten queries, whatever happened."""
    attempts = list(gift.attempts.order_by("number"))
    after = _after(gift)
    names = [a.session_id for a in attempts if a.session_id] + [row.stripe_id for row in after if row.stripe_id]
    told = Q(object_id__in=[*names, gift.charge or "-", gift.payment_intent or "-"])
    if gift.payment_intent:
        told |= Q(payment_intent=gift.payment_intent)
    papers = Q(key="-")
    for receipt in gift.receipts.all():
        papers |= Q(key__startswith=f"receipt:{receipt.uuid}")
    told_of = [f"{notice}:{row.uuid}" for row in after for notice in ("refund_made", "refund_failed")]
    about = [*names_of(gift), *(row.uuid for row in after)]
    return Chain(
        gift=gift,
        attempts=attempts,
        events=list(StripeEvent.objects.filter(told).order_by("received_at", "id")),
        entries=entries_about(gift.uuid),
        mails=list(OutboxMail.objects.filter(papers | Q(key__in=told_of)).order_by("id")),
        audit=list(AuditEvent.objects.filter(object_uuid__in=about).order_by("id")),
    )


def _after(gift: Donation) -> list:
    """Refunds, disputes and warnings of a gift, whose own events belong to its story."""
    return [*gift.refunds.order_by("id"), *gift.disputes.order_by("id"), *gift.fraud_warnings.order_by("id")]


def names_of(gift: Donation) -> list:
    """The gift's own name, and that of the record it was made from."""
    by_hand = getattr(gift, "offline", None)
    return [gift.uuid, by_hand.uuid] if by_hand else [gift.uuid]


def entries_about(uuid) -> list[JournalEntry]:
    lines = JournalLine.objects.select_related("account__fund__delegate__person").order_by("id")
    return list(JournalEntry.objects.filter(about_uuid=uuid).prefetch_related(Prefetch("lines", lines)).order_by("id"))


def entries_about_any(uuids) -> list[JournalEntry]:
    """The same of several things at once, in the order they were posted."""
    lines = JournalLine.objects.select_related("account__fund__delegate__person").order_by("id")
    rows = JournalEntry.objects.filter(about_uuid__in=list(uuids)).prefetch_related(Prefetch("lines", lines))
    return list(rows.order_by("id")[:100])


# -- what donors wrote ---------------------------------------------------------------------------
MESSAGE_TABS = {
    "waiting": Q(note__message_shown_at__isnull=True, note__message_hidden_at__isnull=True),
    "shown": Q(note__message_shown_at__isnull=False, note__message_hidden_at__isnull=True),
    "hidden": Q(note__message_hidden_at__isnull=False),
}


def messages(delegation: Delegation, tab: str = "waiting"):
    """Paid gifts with a message for a public page: waiting ones oldest first, others newest first."""
    rows = (
        Donation.objects.filter(fund__delegation=delegation, status=Donation.Status.PAID, appeal__isnull=False)
        .exclude(note__message="")
        .filter(note__isnull=False)
        .filter(MESSAGE_TABS[tab])
        .select_related("note", "fund__delegation", "appeal__approved_version__text", "appeal__delegate__person")
    )
    return rows.order_by("paid_at", "id") if tab == "waiting" else rows.order_by("-paid_at", "-id")


def message_counts(delegation: Delegation) -> dict[str, int]:
    return {tab: messages(delegation, tab).count() for tab in MESSAGE_TABS}


# -- what fits nowhere yet -----------------------------------------------------------------------
def unbooked_events():
    """Events the books do not know yet, or that could not be handled."""
    states = [StripeEvent.State.NOT_BOOKED, StripeEvent.State.FAILED]
    return StripeEvent.objects.filter(state__in=states).order_by("-id")


def fees_waiting(delegation: Delegation) -> int:
    """Paid gifts whose fee Stripe has not told yet."""
    return Donation.objects.filter(
        fund__delegation=delegation,
        status=Donation.Status.PAID,
        source=Donation.Source.CARD,
        balance_transaction__isnull=True,
    ).count()
