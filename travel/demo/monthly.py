"""Monthly gifts of the demo, one in each state, told as Stripe would tell of them."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone
from djmoney.money import Money

from fundraising import gift_links
from fundraising.actions import donations, monthly, monthly_money, monthly_steps
from fundraising.gateway import Invoice, Payment
from fundraising.models import MonthlyGift
from travel.demo import appeals, money

MONTH = timedelta(days=31)


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
    Giver("decide", "Walt Jensen", "walt@post.example", 20, "remote", (60, 33)),
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
        begun[giver.key] = _begin(world, cast, members, giver).pk
    if giver.days:
        gift = _of(begun, giver.key)
        payment = _payment(gift)
        monthly_money.follow_invoice(_invoice(gift, payment, first), payment)
        _told(_of(begun, giver.key))


def _begin(world, cast, members, giver: Giver) -> MonthlyGift:
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
    return attempt.donation.monthly


@dataclass(frozen=True)
class _Key:
    pk: int


def _payment(gift: MonthlyGift) -> Payment:
    """Each month's own: what Stripe makes carries no mark of ours."""
    first = gift.donations.order_by("id")[0]
    made = money.payment_of(first, first.attempts.order_by("id")[0])
    key = uuid.UUID(int=money.CHANCE.getrandbits(128)).hex
    balance = replace(made.balance, id=f"txn_demo{key}") if made.balance else None
    return replace(made, id=f"pi_demo{key}", charge_id=f"ch_demo{key}", balance=balance, metadata={})


def _invoice(gift: MonthlyGift, payment: Payment, first: bool, **fields) -> Invoice:
    values = {
        "id": f"in_demo{payment.id[3:]}",
        "status": "paid",
        "subscription": gift.subscription or f"sub_demo{gift.uuid.hex}",
        "customer": gift.customer or f"cus_demo{gift.uuid.hex}",
        "is_first": first,
        "amount_paid": gift.amount_minor,
        "amount_due": gift.amount_minor,
        "currency": gift.currency,
        "payment_intent": payment.id,
        "was_attempted": True,
        "tries_again_at": None,
        "period_ends_at": int((timezone.now() + MONTH).timestamp()),
        "metadata": {"monthly": str(gift.uuid)},
        "livemode": False,
    }
    return Invoice(**(values | fields))


def _told(gift: MonthlyGift) -> None:
    """The demo's past was told to nobody; what is wanted counts as told."""
    monthly_steps.remember_told(gift, gift.wants, None if gift.is_over else gift.ends_at)


def _refuse(gift: MonthlyGift) -> None:
    refused = replace(_payment(gift), status="requires_payment_method", amount_received=0, balance=None)
    again = int((timezone.now() + timedelta(days=12)).timestamp())
    bill = _invoice(gift, refused, False, status="open", amount_paid=0, tries_again_at=again)
    monthly_money.follow_invoice(bill, refused)


def _link(gift: MonthlyGift) -> gift_links.Link:
    return gift_links.open_monthly(gift_links.monthly_path(gift).split("/")[3])[0]


def _pause(gift: MonthlyGift) -> None:
    _told(monthly.pause(gift, monthly.today() + timedelta(days=40), link=_link(gift)))


def _stop(gift: MonthlyGift) -> None:
    _told(monthly.cancel(gift, link=_link(gift)))
