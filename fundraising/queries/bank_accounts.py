"""The bank accounts we pay from, as the settings name them (PAYING_ACCOUNTS), and what is in them."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from fundraising.ledger import balances
from fundraising.models import Disbursement


@dataclass(frozen=True)
class BankAccount:
    """`currency` is the account's own: the bank converts what leaves it in another one."""

    label: str
    currency: str
    methods: tuple[str, ...]
    bank: str = ""
    routing: str = ""
    company_id: str = ""
    iban: str = ""
    bic: str = ""


def bank_accounts() -> list[BankAccount]:
    return [BankAccount(**{**row, "methods": tuple(row["methods"])}) for row in settings.PAYING_ACCOUNTS]


def bank_account(label: str) -> BankAccount | None:
    return next((account for account in bank_accounts() if account.label == label), None)


def accounts_for(method: str, currency: str) -> list[BankAccount]:
    """Which accounts can pay this way out of money in `currency`."""
    return [a for a in bank_accounts() if method in a.methods and a.currency == currency]


def bank_room(currency: str) -> int:
    """Minor units that may still leave: what the books say is in the bank account, less what was sent in another
    currency and is not on a statement yet."""
    on_its_way = Disbursement.objects.filter(
        currency=currency, status__in=("sent", "unknown"), booked_minor__isnull=True
    ).aggregate(total=Sum("amount_minor"))["total"]
    return balances.of_network(currency).get("bank", 0) - (on_its_way or 0)


def next_payout_on(currency: str) -> date | None:
    """The day Stripe's next payout reaches the bank account; None while none is announced."""
    if "payout" not in apps.all_models["fundraising"]:
        return None
    coming = apps.get_model("fundraising", "Payout").objects.filter(
        currency=currency, stripe_status__in=("pending", "in_transit"), arrives_on__gte=timezone.localdate()
    )
    return coming.order_by("arrives_on").values_list("arrives_on", flat=True).first()
