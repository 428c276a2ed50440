"""What a payment means for the advance, claim or stipend it is for: told by the flow of payments, in its transaction,
when the money has left and when the bank sends it back."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from delegation.actions.mail import queue_mail
from delegation.actions.moves import move
from delegation.models import Person
from fundraising.models import Advance, Disbursement, ExpenseClaim, Stipend

Kind = Disbursement.Kind


def left(payment: Disbursement) -> None:
    """It is in the books: what it was for is paid. An advance begins to wait for its receipts; a claim is paid with its
    last payment; a stipend belongs to the year of this day in the network's zone."""
    about = payment.about_uuid
    if about is None:
        return
    if payment.kind == Kind.ADVANCE:
        advance = Advance.objects.filter(uuid=about, status="approved").first()
        if advance is not None:
            move(advance, "pay", None)
            _mail("fundraising.advance_paid", "advance", advance, advance.delegate.person, payment)
    elif payment.kind == Kind.CLAIM:
        claim = ExpenseClaim.objects.filter(uuid=about, status__in=["approved", "part_approved"]).first()
        if claim is not None and _all_paid(claim):
            move(claim, "pay", None, noun="claim")
            _mail("fundraising.claim_paid", "claim", claim, claim.delegate.person, payment)
    elif payment.kind == Kind.STIPEND:
        stipend = Stipend.objects.filter(uuid=about, status="approved").first()
        if stipend is not None:
            move(stipend, "pay", None, paid_on=_day_of(payment))


def came_back(payment: Disbursement) -> None:
    """The bank sent it back, or never paid it: what it was for waits to be paid again."""
    about = payment.about_uuid
    if about is None:
        return
    if payment.kind == Kind.ADVANCE:
        advance = Advance.objects.filter(uuid=about, status="paid").first()
        if advance is not None:
            move(advance, "reopen", None)
    elif payment.kind == Kind.CLAIM:
        claim = ExpenseClaim.objects.filter(uuid=about, status="paid").first()
        if claim is not None:
            whole = all(line.approved_minor == line.counts_minor for line in claim.lines.all())
            move(claim, "reopen" if whole else "reopen_part", None, noun="claim")
    elif payment.kind == Kind.STIPEND:
        stipend = Stipend.objects.filter(uuid=about, status="paid").first()
        if stipend is not None:
            move(stipend, "reopen", None, paid_on=None)


def _all_paid(claim: ExpenseClaim) -> bool:
    """Whether all that no advance covered has left the bank."""
    wanted = dict(
        claim.lines.filter(parts__advance__isnull=True, parts__isnull=False)
        .order_by()
        .values_list("parts__commitment")
        .annotate(t=Sum("parts__amount_minor"))
    )
    booked = Disbursement.objects.filter(
        about_uuid=claim.uuid, status__in=["sent", "unknown", "settled"], booked_minor__isnull=False
    )
    paid = dict(booked.order_by().values_list("commitment").annotate(t=Sum("amount_minor")))
    return all(paid.get(commitment, 0) >= minor for commitment, minor in wanted.items())


def _day_of(payment: Disbursement) -> date:
    at = payment.sent_at or timezone.now()
    return at.astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)).date()


def _mail(notice: str, name: str, about: Advance | ExpenseClaim, person: Person, payment: Disbursement) -> None:
    queue_mail(
        notice,
        {name: about.uuid},
        to=("delegation.person", person.uuid),
        language=person.language,
        key=f"{notice}:{payment.uuid}",
    )
