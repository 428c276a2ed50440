"""Against stolen cards that are tried out on our pages: a breaker that slows a fund's form when cards fail in bulk, and
a switch in people's hands. Gifts that are paid are never counted against anybody."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.errors import Conflict
from delegation.models import Person
from delegation.permissions import require
from fundraising.models import CheckoutAttempt, Fund, GivingBreak
from fundraising.queries.allocations import decider_people
from fundraising.queries.giving import last_hour

SLOW_FOR = timedelta(hours=1)


def note_decline(attempt_uuid) -> GivingBreak | None:
    """A card failed on this payment page: count it, and slow the fund's form when the hour looks like an attack.
    Answers the break that is in force by it."""
    with transaction.atomic():
        rows = CheckoutAttempt.objects.filter(uuid=attempt_uuid)
        if not rows.update(declines=F("declines") + 1):
            return None
        return _watch(rows.select_related("donation__fund__delegation").get().donation.fund)


def note_monthly_decline(payment) -> GivingBreak | None:
    """A card failed on the page of a monthly gift. Stripe puts our mark on the subscription alone, which is there only
    once the page is complete; until then the payment is found by what was asked of this giver on a page that is still
    open. `payment` is shaped as `gateway.Payment`."""
    if not payment.payer_email:
        return None
    pages = CheckoutAttempt.objects.filter(
        state=CheckoutAttempt.State.OPEN,
        expires_at__gt=timezone.now(),
        donation__monthly__isnull=False,
        donation__currency=payment.currency,
        donation__donor__email__iexact=payment.payer_email,
    )
    page = pages.filter(donation__amount_minor=payment.amount).order_by("-id").first()
    return note_decline(page.uuid) if page is not None else None


def _watch(fund: Fund) -> GivingBreak | None:
    hour = last_hour(fund)
    if not hour.is_attack:
        return None
    now = timezone.now()
    standing = GivingBreak.objects.select_for_update().filter(
        fund=fund, kind=GivingBreak.Kind.SLOW, allowed_at__isnull=True
    )
    known = standing.first()
    if known is not None and known.ends_at and known.ends_at > now:
        standing.update(ends_at=now + SLOW_FOR, opened=hour.opened, failed=hour.failed)
        return known
    if known is not None:
        # Run out by itself; the next one is a row of its own.
        standing.update(allowed_at=known.ends_at)
    try:
        with transaction.atomic():
            made = GivingBreak.objects.create(
                fund=fund,
                kind=GivingBreak.Kind.SLOW,
                opened=hour.opened,
                failed=hour.failed,
                ends_at=now + SLOW_FOR,
            )
    except IntegrityError:
        return standing.first()  # two declines at once, one break
    record("fundraising.slow_giving", made)
    _alert(made)
    return made


def _alert(made: GivingBreak) -> None:
    """Everybody who decides about money gets one mail a break."""
    for person in decider_people(made.fund.delegation):
        queue_mail(
            "fundraising.giving_slowed",
            {"break": made.uuid},
            to=("delegation.person", person.uuid),
            language=person.language,
            key=f"giving_slowed:{made.uuid}:{person.uuid}",
        )


def stop_giving(fund: Fund, by: Person) -> GivingBreak:
    """Switch a fund's form off at once; the page itself stays. Again: the switch stays where it is."""
    with transaction.atomic():
        require("fundraising.stop_giving", by, fund)
        made, new = GivingBreak.objects.get_or_create(
            fund=fund, kind=GivingBreak.Kind.STOPPED, allowed_at=None, defaults={"stopped_by": by}
        )
        if new:
            record("fundraising.stop_giving", fund, by)
        return made


def allow_giving(fund: Fund, by: Person) -> None:
    """End every break of this fund. Raises Conflict when there is none."""
    with transaction.atomic():
        require("fundraising.allow_giving", by, fund)
        ended = GivingBreak.objects.filter(fund=fund, allowed_at__isnull=True).update(
            allowed_at=timezone.now(), allowed_by=by
        )
        if not ended:
            raise Conflict(_("This form takes gifts already."), code="not_stopped")
        record("fundraising.allow_giving", fund, by)
