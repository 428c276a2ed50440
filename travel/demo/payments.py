"""What becomes of payments in the demo: given back, disputed, warned of, held apart, paid out; and a gift in euros."""

import uuid

from djmoney.money import Money

from fundraising import gateway
from fundraising.actions import disputes, donations, held, payouts, refunds
from fundraising.actions.funds import open_pool
from fundraising.models import Donation, HeldApart
from travel.demo import money, till

# A month of Stripe's own service against fraud.
FEE_MINOR = 700


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
    _made(gift.payment_intent, asked)


def _made(payment_intent: str, asked, *, outcome: str = "succeeded") -> gateway.Refund:
    made = till.refund(payment_intent, asked.amount_minor, {"refund": str(asked.uuid)}, outcome=outcome)
    refunds.follow(payment_intent, [made])
    return made


def refund_fails(play):
    """The card had expired: the bank sent the money back."""
    gift = _gift(play.delegation, 40, "")
    asked = refunds.request(gift, play.staff("dolores"), Money(40, "USD"), "twice", "", uuid.uuid4())
    made = _made(gift.payment_intent, asked)
    refunds.follow(gift.payment_intent, [till.fail_refund(made.id)])


def ask_for_large_refund(play):
    """Waits for a second person."""
    gift = _gift(play.delegation, 800, "Northside Choir")
    note = "Their treasurer meant 80. She asks for the rest."
    refunds.request(gift, play.staff("dolores"), Money(720, "USD"), "wrong_amount", note, uuid.uuid4())


def open_dispute(play):
    gift = _gift(play.delegation, 90, "")
    disputes.follow(gift.payment_intent, till.dispute(gift.charge, "fraudulent"))


def win_dispute(play):
    gift = _gift(play.delegation, 75, "R. Okafor")
    found = till.dispute(gift.charge, "unrecognized")
    disputes.follow(gift.payment_intent, found)
    disputes.follow(gift.payment_intent, till.win(found.id))


def lose_dispute(play):
    gift = _gift(play.delegation, 30, "")
    found = till.dispute(gift.charge, "fraudulent")
    disputes.follow(gift.payment_intent, till.lose(found.id))


def inquire(play):
    gift = _gift(play.delegation, 45, "")
    disputes.follow(gift.payment_intent, till.inquire(gift.charge))


def warn_of_fraud(play):
    gift = _gift(play.delegation, 35, "")
    disputes.warn(gift.payment_intent, till.warn(gift.charge))


def _paid_again(play, units: int, name: str) -> HeldApart:
    """A gift paid a second time."""
    gift = _gift(play.delegation, units, name)
    mark = {"donation": str(gift.uuid), "attempt": str(gift.attempts.get().uuid)}
    again = till.pay_beside(gift.amount_minor, gift.currency, mark, money.any_card())
    donations.settle(again)
    return HeldApart.objects.get(payment_intent=again.id)


def place_by_two(play):
    """The giver wrote: keep it, for whoever needs it most."""
    row = _paid_again(play, 25, "Josie Tan")
    held.ask_place(row, play.staff("dolores"), open_pool(play.delegation), uuid.uuid4())
    held.place(row, play.staff("ngozi"))


def send_back_by_two(play):
    """One is back on its card, of the other the bank has not answered."""
    for name, outcome in (("Ruth Abel", "succeeded"), ("Tomás Vega", "waiting")):
        row = held.ask_return(_paid_again(play, 30, name), play.staff("dolores"), uuid.uuid4())
        _made(row.payment_intent, held.send_back(row, play.staff("ngozi")), outcome=outcome)


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
    _in_euros(play, 80, "Amnesty group Lyon", is_settled=True)


def begin_in_euros(play):
    """Charged a moment ago; what it comes to is not known yet."""
    _in_euros(play, 40, "", is_settled=False)


def _in_euros(play, units: int, name: str, *, is_settled: bool):
    asked = donations.Asked(
        delegation=play.delegation, amount=Money(units, "EUR"), email="lyon@post.example", form_token=uuid.uuid4(),
        name=name, shown_name=name,
    )  # fmt: skip
    page = till.open_page(donations.start(asked))
    donations.settle(till.pay(page, money.any_card(), is_settled=is_settled))


# -- the balance ---------------------------------------------------------------------------------------
def pay_out(_play):
    """Everything that is available by then, with each line in it."""
    sent = till.send_payout()
    till.arrive(sent)
    payouts.remember_lines(payouts.follow(till.payout(sent)), till.payout_lines(sent))


def payout_fails(_play):
    sent = till.send_payout()
    payouts.follow(till.payout(sent))
    till.return_payout(sent)
    payouts.remember_lines(payouts.follow(till.payout(sent)), till.payout_lines(sent))


def payout_under_way(_play):
    payouts.follow(till.payout(till.send_payout()))


def take_fee(_play):
    """Stripe's own, of a month: in no book until somebody compares."""
    till.charge_fee(FEE_MINOR)


# days ago, hour, what happens
SCENES = (
    (33, 8, take_fee), (32, 11, give_back), (30, 11, win_dispute), (29, 10, refund_fails), (26, 9, pay_out),
    (22, 12, lose_dispute), (17, 12, give_in_euros), (13, 12, payout_fails), (10, 9, place_by_two),
    (9, 9, send_back_by_two), (8, 15, refuse_refund), (3, 17, ask_about_held), (6, 12, inquire), (5, 12, open_dispute),
    (4, 16, ask_for_large_refund), (2, 15, warn_of_fraud), (1, 11, payout_under_way), (0, 9, begin_in_euros),
)  # fmt: skip


def stage_payments(script, play):
    for days, hour, scene in SCENES:
        script.add(days, lambda scene=scene: scene(play), hour=hour, minute=57)
