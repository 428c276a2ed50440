"""What happens to a monthly gift by itself: it begins, falls behind, recovers, goes on after a pause, runs out. The row
leads and Stripe follows: who changes what is wanted raises `wants`, and `monthly_sync` tells Stripe until it has it."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict
from delegation.lifecycle import LIFECYCLES
from fundraising.models import Fund, MonthlyGift
from fundraising.queries.monthly import end_of_giving, takes_monthly

KIND, NOUN = "fundraising.monthlygift", "monthly_gift"
EndReason, Status = MonthlyGift.EndReason, MonthlyGift.Status


def start(asked, *, donor, fund: Fund, version, amount_minor: int, fee_cover_minor: int) -> MonthlyGift:
    """The row of a monthly gift as the form asks for it (`donations.Asked`), in the transaction that stores its first
    gift. Raises Conflict when the review is too near for a second month."""
    until_review = fund.kind == Fund.Kind.TRAVEL
    if not takes_monthly(fund.delegation, until_review=until_review):
        raise Conflict(
            _("The review is less than a month away, so a monthly gift would end before its second month. Give once."),
            code="no_second_month",
            field="rhythm",
        )
    return MonthlyGift.objects.create(
        donor=donor,
        fund=fund,
        appeal=asked.appeal,
        version=version,
        share=asked.share,
        amount_minor=amount_minor,
        fee_cover_minor=fee_cover_minor,
        currency=fund.currency,
        is_family=asked.is_family,
        language=asked.language,
        mode=settings.STRIPE_MODE,
        form_token=asked.form_token,
        ends_at=end_of_giving(fund.delegation) if until_review else None,
    )


def wanting(gift: MonthlyGift) -> dict:
    """Fields that say: Stripe has to be told of this row anew. Only under its lock."""
    return {"wants": gift.wants + 1, "tell_due_at": timezone.now(), "tell_tries": 0}


def may(gift: MonthlyGift, verb: str) -> bool:
    return gift.status in LIFECYCLES[KIND].verbs[verb].sources


def step(gift: MonthlyGift, verb: str, **fields) -> MonthlyGift:
    """Move when the table allows it; otherwise the row as it stands."""
    with transaction.atomic():
        fresh = lock(gift)
        return move(fresh, verb, None, noun=NOUN, **fields) if may(fresh, verb) else fresh


def tell(gift: MonthlyGift, news: str, *, once: str) -> None:
    """Queue a mail to the giver. `news` is one of `notices.monthly`; `once` names what must not be told twice."""
    queue_mail(
        f"fundraising.monthly_{news}",
        {"monthly": gift.uuid},
        to=("fundraising.donor", gift.donor.uuid),
        language=gift.donor.language,
        key=f"monthly:{news}:{gift.uuid}:{once}",
    )


def instant(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


# -- from Stripe ------------------------------------------------------------------------------------------
def remember(gift: MonthlyGift, *, subscription: str, customer: str | None) -> MonthlyGift:
    """Save the ids Stripe gave it, once. Now it can be told when to end, or that it has ended meanwhile."""
    with transaction.atomic():
        fresh = lock(gift)
        if fresh.subscription is None:
            fresh.subscription, fresh.customer = subscription, customer
            fields = ["subscription", "customer"]
            if fresh.ends_at is not None or fresh.is_over:
                for name, value in wanting(fresh).items():
                    setattr(fresh, name, value)
                    fields.append(name)
            fresh.save(update_fields=fields)
        return fresh


def begin(gift: MonthlyGift, at: datetime | None) -> MonthlyGift:
    """Its first month arrived: the giver is told what happens from now on."""
    with transaction.atomic():
        fresh = lock(gift)
        if may(fresh, "begin"):
            fresh = move(fresh, "begin", None, noun=NOUN, started_at=at or timezone.now())
            tell(fresh, "started", once="first")
        return fresh


def fall_behind(gift: MonthlyGift, invoice: str) -> MonthlyGift:
    """A month did not go through; Stripe tries again by itself. The giver hears of it once a month."""
    with transaction.atomic():
        fresh = step(gift, "fall_behind", paused_until=None)
        if fresh.status == Status.PAST_DUE:
            tell(fresh, "failed", once=invoice)
        return fresh


def recover(gift: MonthlyGift) -> MonthlyGift:
    return step(gift, "recover")


def go_on(gift: MonthlyGift) -> MonthlyGift:
    """The pause is over by its own date; Stripe knows the date as well."""
    return step(gift, "go_on", paused_until=None)


def run_out(gift: MonthlyGift, reason: str) -> MonthlyGift:
    """It is over without anybody's click: the review came, the card never worked, Stripe ended it. Stripe is told to
    take nothing more, whatever it thinks."""
    with transaction.atomic():
        fresh = lock(gift)
        if not may(fresh, "run_out"):
            return fresh
        fresh = move(
            fresh,
            "run_out",
            None,
            noun=NOUN,
            ended_at=timezone.now(),
            end_reason=reason,
            paused_until=None,
            renews_at=None,
            **wanting(fresh),
        )
        tell(fresh, "ended", once="end")
        return fresh


def expect(gift: MonthlyGift, renews_at: datetime | None) -> None:
    """When the next month is taken, as Stripe says. Later months never turn back to earlier ones."""
    if renews_at is not None:
        MonthlyGift.objects.filter(pk=gift.pk).exclude(status=Status.ENDED).exclude(renews_at__gte=renews_at).update(
            renews_at=renews_at
        )


# -- the review moves ---------------------------------------------------------------------------------------
def follow_review(gift: MonthlyGift) -> MonthlyGift:
    """Let a gift for a journey end the day after the review, wherever that day has gone. The giver is told when a day
    they knew has changed, since it may mean more months than they thought of."""
    with transaction.atomic():
        fresh = lock(gift)
        if fresh.is_over or not fresh.until_review:
            return fresh
        wanted = earliest(end_of_giving(fresh.fund.delegation), fresh.stops_at)
        if wanted != fresh.ends_at:
            known = fresh.ends_at
            fresh.ends_at = wanted
            fields = wanting(fresh)
            for name, value in fields.items():
                setattr(fresh, name, value)
            fresh.save(update_fields=["ends_at", *fields])
            record("fundraising.follow_review_monthly_gift", fresh)
            if known is not None and wanted is not None and may(fresh, "cancel"):
                tell(fresh, "end_moved", once=wanted.date().isoformat())
        return fresh


def earliest(*ends: datetime | None) -> datetime | None:
    """Of what ends a gift, what comes first; None where nothing does."""
    return min((end for end in ends if end is not None), default=None)


# -- what Stripe was told --------------------------------------------------------------------------------------
def remember_told(gift: MonthlyGift, version: int, ends_at: datetime | None) -> None:
    """Stripe has the row as it stood at this version. A later wish stays to be told. What was read there before now may
    be older than what it was told (`monthly_mirror`)."""
    with transaction.atomic():
        fresh = lock(gift)
        if fresh.told < version:
            fresh.told, fresh.end_told_at, fresh.tell_tries = version, ends_at, 0
            fields = ["told", "end_told_at", "tell_tries"]
            if fresh.told == fresh.wants:
                fresh.tell_due_at = timezone.now()
                fields.append("tell_due_at")
            fresh.save(update_fields=fields)
            record("fundraising.tell_monthly_gift", fresh)


def tell_again(gift: MonthlyGift, version: int, due_at: datetime) -> None:
    """Stripe could not be told; later again."""
    MonthlyGift.objects.filter(pk=gift.pk, wants=version, told__lt=version).update(
        tell_tries=gift.tell_tries + 1, tell_due_at=due_at
    )
