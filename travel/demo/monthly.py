"""Monthly gifts of the demo, one in each state, told as Stripe would tell of them. The last month of each ends after
the day on which the demo is made."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from djmoney.money import Money

from fundraising import gift_links
from fundraising.actions import donations, monthly, monthly_money, monthly_steps
from fundraising.gateway import Session
from fundraising.models import MonthlyGift
from travel.demo import appeals, money, till


@dataclass(frozen=True)
class Giver:
    """Who gives each month, how much, to whose journey (empty: the pool), and how many days ago each month came."""

    key: str
    name: str
    mail: str
    units: int
    to: str
    days: tuple[int, ...]


GIVERS = (
    Giver("steady", "Ruth Abernathy", "ruth@post.example", 30, "", (95, 64, 34, 3)),
    Giver("ana", "The Okonkwo family", "okonkwo@post.example", 20, "Ana", (62, 31, 1)),
    Giver("paused", "Grace Liu", "grace@post.example", 15, "", (50, 20)),
    Giver("behind", "Tom Reyes", "tom@post.example", 25, "Ana", (40,)),
    Giver("stopped", "Ines Duarte", "ines@post.example", 10, "Ana", (70, 39)),
    Giver("decide", "Walt Jensen", "walt@post.example", 20, "remote", (57, 27)),
    Giver("left", "", "half.way@post.example", 25, "", ()),
)


def stage(script, world, cast, members) -> None:
    """Add the cues of every giver. `members` are the demo's delegates; `to` names one by first name or stage."""
    begun: dict[str, int] = {}
    for giver in GIVERS:
        for number, days in enumerate(giver.days or (2,)):
            script.add(days, lambda giver=giver, first=not number: _month(begun, world, cast, members, giver, first))
    script.add(9, lambda: _refuse(_of(begun, "behind")), hour=16)
    script.add(8, lambda: _pause(_of(begun, "paused")), hour=16)
    script.add(12, lambda: _stop(_of(begun, "stopped")), hour=16)


def _of(begun: dict[str, int], key: str) -> MonthlyGift:
    return MonthlyGift.objects.select_related("donor", "fund__delegation").get(pk=begun[key])


def _month(begun, world, cast, members, giver: Giver, first: bool) -> None:
    if first:
        page, begun[giver.key] = _begin(world, cast, members, giver)
        if giver.days:
            till.pay(page, money.any_card())
            done = till.session(page.id)
            monthly_money.follow_session(done, *till.month(done.invoice or ""))
    else:
        monthly_money.follow_invoice(*till.renew(_of(begun, giver.key).subscription or ""))
    if giver.days:
        _told(_of(begun, giver.key))


def _begin(world, cast, members, giver: Giver) -> tuple[Session, int]:
    appeal = None
    if giver.to:
        member = next(m for m in members if giver.to == m.stage or m.name.startswith(giver.to))
        appeal = appeals.appeal_of(appeals.fresh(_Key(cast[member.mail])))
    attempt = donations.start(
        donations.Asked(
            delegation=world["delegation"],
            appeal=appeal,
            version=appeal.approved_version if appeal else None,
            amount=Money(giver.units, "USD"),
            email=giver.mail,
            name=giver.name,
            form_token=uuid.uuid4(),
            is_monthly=True,
        )
    )
    return till.open_page(attempt), attempt.donation.monthly.pk


@dataclass(frozen=True)
class _Key:
    pk: int


def _told(gift: MonthlyGift) -> None:
    """Stripe is told what is wanted, as `monthly_sync` would."""
    if gift.wants > gift.told and gift.subscription:
        if gift.is_over:
            till.cancel_subscription(gift.subscription)
        else:
            till.change_subscription(gift.subscription, cancel_at=_seconds(gift.ends_at), pause_collection=_rest(gift))
    monthly_steps.remember_told(gift, gift.wants, None if gift.is_over else gift.ends_at)


def _seconds(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at else None


def _rest(gift: MonthlyGift) -> dict | None:
    if gift.paused_until is None:
        return None
    return {"behavior": "void", "resumes_at": _seconds(monthly.morning_of(gift.paused_until))}


def _refuse(gift: MonthlyGift) -> None:
    refused = till.renew(gift.subscription or "", outcome="fail")
    monthly_money.follow_invoice(refused.invoice, refused.payment)


def _link(gift: MonthlyGift) -> gift_links.Link:
    return gift_links.open_monthly(gift_links.monthly_path(gift).split("/")[3])[0]


def _pause(gift: MonthlyGift) -> None:
    _told(monthly.pause(gift, monthly.today() + timedelta(days=40), link=_link(gift)))


def _stop(gift: MonthlyGift) -> None:
    _told(monthly.cancel(gift, link=_link(gift)))
