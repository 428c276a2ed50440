"""Appeals, funds, gifts and payments. Money enters the way it does in life: a gateway's payment is settled, so that
every row a test starts from stands in the books."""

import uuid
from datetime import datetime
from itertools import count

from django.conf import settings
from django.utils import timezone
from djmoney.money import Money

from fundraising import gateway
from fundraising.actions import donations, funds
from fundraising.models import Appeal, AppealDraft, AppealSlug, AppealVersion, Donation, Review, VersionText
from fundraising.slugs import new_slug
from tests.factories.delegation import make_delegate, make_delegation, make_person

_n = count(1)


def usd(units) -> Money:
    return Money(units, "USD")


def make_pool(delegation=None):
    return funds.open_pool(delegation or make_delegation())


def make_fund(delegate=None, **fields):
    return funds.open_travel_fund(delegate or make_delegate(**fields))


LINES = (
    ("airfare_intl", "Return flight", "per trip", 1, 980_00, True),
    ("lodging", "Bed in Geneva", "per night", 6, 720_00, True),
    ("meals", "Meals", "per day", 6, 300_00, True),
    ("local_transport", "Buses and trains", "per trip", 1, 60_00, False),
)


def make_snapshot(lines=LINES) -> list[dict]:
    """Budget lines as a version keeps them, in minor units of USD."""
    return [
        {
            "code": code,
            "label": label,
            "basis": basis,
            "quantity": quantity,
            "each_minor": amount // quantity,
            "each_currency": "USD",
            "rate": None,
            "amount_minor": amount,
            "required": required,
            "low_minor": None,
            "high_minor": None,
            "source": "",
            "source_as_of": "",
            "confidence": "",
            "note": "",
        }
        for code, label, basis, quantity, amount, required in lines
    ]


def make_version(appeal: Appeal, number: int = 1, *, status="approved", by=None, lines=LINES, **text) -> AppealVersion:
    """A version with its text and its review, as the actions leave them."""
    budget = make_snapshot(lines)
    version = AppealVersion.objects.create(
        appeal=appeal,
        number=number,
        made_by=appeal.delegate.person,
        content_hash=f"{number:064x}",
        goal_minor=sum(line["amount_minor"] for line in budget),
        currency="USD",
    )
    words = {
        "title": "Safe water in the valley",
        "lede": "I organize for safe water and speak in Geneva.",
        "story": "The wells of our valley are not safe.",
        "in_geneva": "I speak to missions before the review.",
        "shown_name": appeal.delegate.person.name_used,
        "region": appeal.delegate.region,
    } | text
    VersionText.objects.create(version=version, budget=budget, **words)
    decided = (
        {} if status in {"waiting", "taken_back"} else {"decided_by": by or make_person(), "decided_at": timezone.now()}
    )
    Review.objects.create(version=version, status=status, **decided)
    return version


def make_appeal(delegate=None, status="open", *, lines=LINES, **text) -> Appeal:
    """An appeal with an approved version, its slug and its fund; `status="draft"` leaves it unapproved."""
    delegate = delegate or make_delegate()
    appeal = Appeal.objects.create(delegate=delegate, status="draft")
    AppealDraft.objects.create(appeal=appeal, title="Safe water in the valley")
    funds.open_travel_fund(delegate)
    if status != "draft":
        appeal.approved_version = make_version(appeal, lines=lines, **text)
        appeal.status, appeal.opened_at = status, timezone.now()
        appeal.save()
        AppealSlug.objects.create(appeal=appeal, slug=new_slug())
    return appeal


def make_asked(delegation=None, **fields) -> donations.Asked:
    values = {
        "delegation": delegation or make_delegation(),
        "amount": usd(50),
        "email": f"donor{next(_n)}@example.org",
        "form_token": uuid.uuid4(),
    } | fields
    return donations.Asked(**values)


def make_balance(amount: int, fee: int | None = None, **fields) -> gateway.Balance:
    fee = amount * 22 // 1000 + 30 if fee is None else fee
    values = {
        "id": f"txn_{next(_n)}",
        "amount": amount,
        "fee": fee,
        "net": amount - fee,
        "currency": "USD",
        "available_on": int(timezone.now().timestamp()),
    } | fields
    return gateway.Balance(**values)


def make_payment(donation: Donation, *, fee: int | None = None, settled=True, at: datetime | None = None, **fields):
    """The gateway's payment of a gift: succeeded, with its balance transaction unless `settled=False`."""
    n = next(_n)
    amount = fields.get("amount_received", donation.amount_minor)
    attempt = donation.attempts.order_by("-number").first()
    values = {
        "id": f"pi_{n}",
        "status": "succeeded",
        "amount_received": amount,
        "currency": donation.currency,
        "charge_id": f"ch_{n}",
        "charge_created": int((at or timezone.now()).timestamp()),
        "balance": make_balance(amount, fee) if settled else None,
        "livemode": settings.STRIPE_MODE == "live",
        "metadata": {"donation": str(donation.uuid), **({"attempt": str(attempt.uuid)} if attempt else {})},
        "card_last4": "4242",
    } | fields
    return gateway.Payment(**values)


def make_session(attempt, payment=None, **fields):
    values = {
        "id": attempt.session_id or f"cs_{attempt.uuid.hex}",
        "url": "https://checkout.example/pay",
        "payment_intent": payment.id if payment else None,
        "status": "complete" if payment else "open",
        "payment_status": "paid" if payment and payment.status == "succeeded" else "unpaid",
        "amount_total": attempt.donation.amount_minor,
        "currency": attempt.donation.currency,
        "client_reference_id": str(attempt.donation.uuid),
        "metadata": attempt.params["metadata"],
        "livemode": False,
        "expires_at": int(attempt.expires_at.timestamp()),
    } | fields
    return gateway.Session(**values)


def start_gift(fund=None, amount=50, **fields) -> Donation:
    """A gift whose donor was sent to the payment page; its attempt is open."""
    if fund is not None and fund.kind == "travel":
        return _start_for_fund(fund, amount, **fields)
    delegation = fund.delegation if fund else None
    attempt = donations.start(make_asked(delegation, amount=usd(amount), **fields))
    donations.remember_session(attempt, make_session(attempt))
    return attempt.donation


def _start_for_fund(fund, amount, **fields) -> Donation:
    appeal = Appeal.objects.filter(delegate=fund.delegate).first() or make_appeal(fund.delegate)
    attempt = donations.start(make_asked(fund.delegation, amount=usd(amount), appeal=appeal, **fields))
    donations.remember_session(attempt, make_session(attempt))
    return attempt.donation


def make_gift(fund=None, amount=50, *, fee: int | None = None, settled=True, at=None, **fields) -> Donation:
    """A paid gift of `amount` units, in the books, with receipt and fee."""
    donation = start_gift(fund, amount, **fields)
    return donations.settle(make_payment(donation, fee=fee, settled=settled, at=at))
