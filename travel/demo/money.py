"""Gifts and allocations of the demo, posted through the same actions as real ones."""

import random
import uuid
from dataclasses import dataclass

from django.utils import timezone
from djmoney.money import Money

from fundraising.actions import donations, funds
from fundraising.models import DonationNote, Share
from fundraising.queries.public import given_minor
from travel.demo import till
from travel.demo.cast import GIVERS, MESSAGES

# The same demo every time it is made.
CHANCE = random.Random(20201109)  # noqa: S311
USUAL = (10, 15, 20, 25, 25, 30, 35, 40, 50, 50, 60, 75, 100, 105, 150)


@dataclass(frozen=True)
class Gift:
    """One gift to come: whole dollars, to an appeal or to the pool."""

    units: int
    shown_name: str = ""
    message: str = ""
    hidden: bool = False
    cover: bool = False
    family: bool = False
    by_share: bool = False


def gifts_for(total: int, people: int) -> list[Gift]:
    """So many gifts that together make about `total` dollars."""
    people = max(1, min(people, 16))
    sizes = [CHANCE.choice(USUAL) for _ in range(people)]
    scale = total / sum(sizes)
    return [any_gift(max(5, round(size * scale / 5) * 5)) for size in sizes]


def any_gift(units: int) -> Gift:
    named = CHANCE.random() < 0.6
    return Gift(
        units=units,
        shown_name=CHANCE.choice(GIVERS) if named else "",
        message=CHANCE.choice(MESSAGES) if CHANCE.random() < 0.4 else "",
        hidden=CHANCE.random() < 0.12,
        cover=CHANCE.random() < 0.5,
        by_share=CHANCE.random() < 0.45,
    )


def give(gift: Gift, delegation, *, appeal=None, read: bool = True):
    """The whole way of a gift: the form's row, the payment page, then the payment as the gateway reports it."""
    number = CHANCE.randrange(10_000, 99_999)
    share = _share(appeal) if gift.by_share else None
    asked = donations.Asked(
        delegation=delegation,
        appeal=appeal,
        version=appeal.approved_version if appeal else None,
        share=share,
        amount=Money(gift.units, "USD"),
        email=f"giver{number}@post.example",
        form_token=uuid.uuid4(),
        cover_fees=gift.cover,
        name=gift.shown_name or "A friend of the delegation",
        language=CHANCE.choice(("en", "en", "en", "es")),
        shown_name=gift.shown_name,
        show_amount=not gift.hidden,
        message=gift.message,
        is_family=gift.family,
    )
    attempt = donations.start(asked)
    donations.settle(till.pay(till.open_page(attempt), any_card()))
    if gift.message and read:
        DonationNote.objects.filter(donation=attempt.donation).update(message_shown_at=timezone.now())
    return attempt.donation


def leave_unpaid(delegation, appeal):
    """Somebody opened the payment page and went away."""
    asked = donations.Asked(
        delegation=delegation,
        appeal=appeal,
        version=appeal.approved_version,
        amount=Money(40, "USD"),
        email="undecided@post.example",
        form_token=uuid.uuid4(),
    )
    page = till.open_page(donations.start(asked))
    till.leave(page)
    donations.follow(till.session(page.id))


def await_debit(delegation, appeal):
    """A bank debit that is still on its way."""
    page = _page(delegation, appeal, units=120, shown_name="Third Street Friends Meeting")
    till.pay_by_debit(page)
    return donations.follow(till.session(page.id))


def fail_debit(delegation, appeal):
    """A bank debit that came back."""
    page = _page(delegation, appeal, units=80)
    till.pay_by_debit(page)
    donations.follow(till.session(page.id))
    till.bounce(page)
    answered = till.session(page.id)
    return donations.follow(answered, till.payment(answered.payment_intent or ""))


def pay_other_amount(delegation, appeal):
    """A payment in the name of a gift, of another amount: the books hold it apart until a person has looked."""
    page = _page(delegation, appeal, units=20)
    donations.settle(till.pay_beside(1900, page.currency, page.metadata, any_card()))


def _page(delegation, appeal, *, units: int, shown_name: str = ""):
    asked = donations.Asked(
        delegation=delegation,
        appeal=appeal,
        version=appeal.approved_version,
        amount=Money(units, "USD"),
        email="bank.debit@post.example",
        form_token=uuid.uuid4(),
        shown_name=shown_name,
    )
    return till.open_page(donations.start(asked))


def _share(appeal):
    if appeal is None:
        return None
    shares = list(Share.objects.filter(appeal=appeal, status="sent").order_by("id"))
    return CHANCE.choice(shares) if shares else None


def any_card() -> str:
    """Its last four digits."""
    return CHANCE.choice(("4242", "1881", "0055", "7310"))


def required_gap_units(delegate) -> int:
    """What is missing on the lines a journey cannot do without, whole units rounded up."""
    fund = funds.open_travel_fund(delegate)
    lines = delegate.budget.lines.all()
    needed = sum(line.amount_minor for line in lines if line.required)
    return max(0, -(-(needed - given_minor(fund)) // 100))


def allocate(delegate, proposer, decider, *, units: int, reason: str = "gap", note: str = ""):
    """Proposed by one, decided by another."""
    proposal = propose(delegate, proposer, units=units, reason=reason, note=note)
    return funds.decide(proposal, decider)


def propose(delegate, proposer, *, units: int, reason: str = "gap", note: str = ""):
    fund = funds.open_travel_fund(delegate)
    return funds.propose_allocation(proposer, fund, Money(units, fund.currency), reason, note, uuid.uuid4())
