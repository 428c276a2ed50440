"""What becomes of payments in the demo: given back, disputed, warned of, held apart, paid out; and a gift in euros."""

import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from djmoney.money import Money

from fundraising import gateway
from fundraising.actions import disputes, donations, held, payouts, refunds
from fundraising.actions.funds import open_pool
from fundraising.models import Donation, HeldApart
from travel.demo import money


def _now() -> int:
    return int(timezone.now().timestamp())


def _movement(name: str, amount: int, category: str, fee: int = 0, **more) -> gateway.Balance:
    return gateway.Balance(
        id=f"txn_demo_{name}", amount=amount, fee=fee, net=amount - fee, currency="USD", available_on=_now(),
        category=category, created=_now(), **more,
    )  # fmt: skip


def _gift(delegation, units: int, name: str) -> Donation:
    gift = money.give(money.Gift(units=units, shown_name=name), delegation)
    gift.refresh_from_db()
    return gift


def give_back(play):
    """A gift of 60 was meant to be 6; the giver wrote the same day."""
    gift = _gift(play.delegation, 60, "Harriet Lund")
    asked = refunds.request(
        gift, play.staff("dolores"), Money(54, "USD"), "wrong_amount", "Wrote at once.", uuid.uuid4()
    )
    _made(gift, asked, "small")


def _made(gift, asked, name: str) -> gateway.Refund:
    made = _refund(gift.payment_intent, gift.charge, asked, name)
    refunds.follow(gift.payment_intent, [made])
    return made


def _refund(payment_intent, charge, asked, name: str) -> gateway.Refund:
    return gateway.Refund(
        id=f"re_demo_{name}", status="succeeded", amount=asked.amount_minor, currency=asked.currency,
        payment_intent=payment_intent, charge_id=charge, reason=None, failure_reason=None, created=_now(),
        balance=_movement(f"re_{name}", -asked.amount_minor, "refund"), failure_balance=None,
        metadata={"refund": str(asked.uuid)},
    )  # fmt: skip


def refund_fails(play):
    """The card had expired: the bank sent the money back."""
    gift = _gift(play.delegation, 40, "")
    asked = refunds.request(gift, play.staff("dolores"), Money(40, "USD"), "twice", "", uuid.uuid4())
    made = _made(gift, asked, "expired")
    back = _movement("re_expired_back", asked.amount_minor, "refund_failure")
    refunds.follow(
        gift.payment_intent,
        [replace(made, status="failed", failure_reason="expired_or_canceled_card", failure_balance=back)],
    )


def ask_for_large_refund(play):
    """Waits for a second person."""
    gift = _gift(play.delegation, 800, "Northside Choir")
    note = "Their treasurer meant 80. She asks for the rest."
    refunds.request(gift, play.staff("dolores"), Money(720, "USD"), "wrong_amount", note, uuid.uuid4())


def _dispute(gift, name: str, *, status: str, movements=(), reason="fraudulent") -> gateway.Dispute:
    found = gateway.Dispute(
        id=f"du_demo_{name}", status=status, amount=gift.amount_minor, currency=gift.currency,
        payment_intent=gift.payment_intent, charge_id=gift.charge, reason=reason, created=_now(),
        due_by=_now() + int(timedelta(days=12).total_seconds()), movements=tuple(movements), livemode=False,
    )  # fmt: skip
    disputes.follow(gift.payment_intent, found)
    return found


def open_dispute(play):
    gift = _gift(play.delegation, 90, "")
    _dispute(gift, "open", status="needs_response", movements=[_movement("du_open", -90_00, "dispute", 15_00)])


def win_dispute(play):
    gift = _gift(play.delegation, 75, "R. Okafor")
    taken = _movement("du_won", -75_00, "dispute", 15_00)
    found = _dispute(gift, "won", status="needs_response", movements=[taken], reason="unrecognized")
    back = _movement("du_won_back", 75_00, "dispute_reversal")
    disputes.follow(gift.payment_intent, replace(found, status="won", movements=(taken, back)))


def lose_dispute(play):
    gift = _gift(play.delegation, 30, "")
    taken = _movement("du_lost", -30_00, "dispute", 15_00)
    _dispute(gift, "lost", status="lost", movements=[taken])


def inquire(play):
    _dispute(_gift(play.delegation, 45, ""), "inquiry", status="warning_needs_response", reason="general")


def warn_of_fraud(play):
    gift = _gift(play.delegation, 35, "")
    disputes.warn(
        gift.payment_intent,
        gateway.FraudWarning(
            id="issfr_demo", payment_intent=gift.payment_intent, charge_id=gift.charge,
            fraud_type="unauthorized_use_of_card", actionable=True, created=_now(), livemode=False,
        ),
    )  # fmt: skip


def _paid_again(play, units: int, name: str) -> HeldApart:
    """A gift paid a second time."""
    gift = _gift(play.delegation, units, name)
    key = name.split(maxsplit=1)[0].lower()
    again = replace(
        money.payment_of(gift, gift.attempts.get()),
        id=f"pi_demo_again_{key}",
        charge_id=f"ch_demo_again_{key}",
        balance=_movement(f"again_{key}", units * 100, "charge", 85),
    )
    donations.settle(again)
    return HeldApart.objects.get(payment_intent=again.id)


def place_by_two(play):
    """The giver wrote: keep it, for whoever needs it most."""
    row = _paid_again(play, 25, "Josie Tan")
    held.ask_place(row, play.staff("dolores"), open_pool(play.delegation), uuid.uuid4())
    held.place(row, play.staff("ngozi"))


def send_back_by_two(play):
    """One is back on its card, of the other the bank has not answered."""
    for name, status in (("Ruth Abel", "succeeded"), ("Tomás Vega", "pending")):
        row = held.ask_return(_paid_again(play, 30, name), play.staff("dolores"), uuid.uuid4())
        asked = held.send_back(row, play.staff("ngozi"))
        balance = _movement(f"re_{row.charge}", -30_00, "refund") if status == "succeeded" else None
        made = _refund(row.payment_intent, row.charge, asked, f"back_{name[0].lower()}")
        refunds.follow(row.payment_intent, [replace(made, status=status, balance=balance)])


def ask_about_held(play):
    """Two that wait for a second person."""
    held.ask_place(_paid_again(play, 20, "Ida Moss"), play.staff("dolores"), open_pool(play.delegation), uuid.uuid4())
    held.ask_return(_paid_again(play, 15, "Len Ortiz"), play.staff("dolores"), uuid.uuid4())


def refuse_refund(play):
    gift = _gift(play.delegation, 500, "")
    asked = refunds.request(
        gift,
        play.staff("dolores"),
        Money(500, "USD"),
        "staff",
        "The giver has doubts since the date moved.",
        uuid.uuid4(),
    )
    refunds.refuse(asked, play.staff("ngozi"), "The rule they read says so; I will call them.")


def give_in_euros(play):
    _in_euros(play, 80, "Amnesty group Lyon", Decimal("1.0840"))


def begin_in_euros(play):
    """Charged a moment ago; what it comes to is not known yet."""
    _in_euros(play, 40, "", None)


def _in_euros(play, units: int, name: str, rate: Decimal | None):
    asked = donations.Asked(
        delegation=play.delegation, amount=Money(units, "EUR"), email="lyon@post.example", form_token=uuid.uuid4(),
        name=name, shown_name=name,
    )  # fmt: skip
    attempt = donations.start(asked)
    balance = None
    if rate is not None:
        minor = int(units * 100 * rate)
        balance = _movement("euro", minor, "charge", 205, exchange_rate=rate)
    donations.settle(replace(money.payment_of(attempt.donation, attempt), balance=balance))


def _payout(name: str, amount: int, status: str, **more) -> gateway.Payout:
    found = gateway.Payout(
        id=f"po_demo_{name}", status=status, amount=amount, currency="USD", automatic=True,
        arrival_date=_now() + 86_400, created=_now(), reconciled=status == "paid", balance_transaction=None,
        failure_code=more.get("failure_code"), livemode=False,
    )  # fmt: skip
    payouts.follow(found)
    return found


def pay_out(play):
    """Everything that was settled by then, with each gift in it."""
    gifts = Donation.objects.filter(status="paid", balance_transaction__isnull=False).order_by("id")
    lines = [
        gateway.Balance(
            id=gift.balance_transaction, amount=gift.settled_minor, fee=gift.fee_minor,
            net=gift.settled_minor - gift.fee_minor, currency="USD", available_on=_now(), source=gift.charge,
            created=int(gift.paid_at.timestamp()),
        )
        for gift in gifts
    ]  # fmt: skip
    found = _payout("month", sum(line.net for line in lines), "paid")
    payouts.remember_lines(payouts.follow(found), lines)


def payout_fails(_play):
    sent = _payout("closed", 180_00, "in_transit")
    payouts.follow(replace(sent, status="failed", failure_code="account_closed"))


def payout_under_way(_play):
    _payout("today", 240_00, "in_transit")


# days ago, hour, what happens
SCENES = (
    (32, 11, give_back), (30, 11, win_dispute), (29, 10, refund_fails), (26, 9, pay_out), (22, 12, lose_dispute),
    (17, 12, give_in_euros), (13, 12, payout_fails), (10, 9, place_by_two),
    (9, 9, send_back_by_two), (8, 15, refuse_refund), (3, 17, ask_about_held), (6, 12, inquire), (5, 12, open_dispute),
    (4, 16, ask_for_large_refund), (2, 15, warn_of_fraud), (1, 11, payout_under_way), (0, 9, begin_in_euros),
)  # fmt: skip


def stage_payments(script, play):
    for days, hour, scene in SCENES:
        script.add(days, lambda scene=scene: scene(play), hour=hour, minute=57)
