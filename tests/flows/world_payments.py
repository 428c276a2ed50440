"""A payment's later life in the small world: a refund that waits, a dispute, a warning, money held apart, a payout."""

import uuid

from djmoney.money import Money

from fundraising.actions import covers, disputes, donations, funds, held, payouts, refunds
from fundraising.models import HeldApart
from tests.factories.covers import asked, owe
from tests.factories.fundraising import make_gift, make_payment
from tests.factories.payments import make_dispute, make_payout, make_warning, taken


def hold_apart(pool) -> HeldApart:
    """A gift paid a second time."""
    gift = make_gift(pool, 20)
    again = make_payment(gift)
    donations.settle(again)
    return HeldApart.objects.get(payment_intent=again.id)


def add(delegation, people, owner, rows):
    pool = funds.open_pool(delegation)
    large = make_gift(pool, 400)
    rows["refund"] = refunds.request(
        large, people["treasurer"], Money(300, "USD"), "wrong_amount", "Ten times what was meant.", uuid.uuid4()
    )
    disputed = make_gift(pool, 30)
    disputes.follow(disputed.payment_intent, make_dispute(disputed, taken(30_00)))
    disputes.warn(rows["gift"].payment_intent, make_warning(rows["gift"]))
    rows["held_apart"], rows["held_asked"] = hold_apart(pool), hold_apart(pool)
    held.ask_place(rows["held_asked"], people["treasurer"], pool, uuid.uuid4())
    owe(8_00)
    rows["cover"] = covers.record(asked(delegation, 5_00), people["treasurer"])
    rows["payout"] = payouts.follow(make_payout(100_00, "paid"))
