"""What the second person is told before money leaves. Each check compares, none decides: people do. A fixed number of
queries for any number of payments."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.figures import money_text
from fundraising.models import Disbursement, PayeeDetails, ReceiptFile
from fundraising.queries.bank_accounts import bank_room

HIGH, MEDIUM = "high", "medium"
# More than this many times the largest payment so far is unusual for a payee.
UNUSUAL = 2
NEW_DETAILS = timedelta(days=30)


@dataclass(frozen=True)
class Check:
    level: str
    words: str


Found = dict[int, list[Check]]


def _same_photos(rows: Sequence[Disbursement]) -> Found:
    """The same receipt's photo on two claims, of whomever."""
    claims = {row.about_uuid: row.pk for row in rows if row.about_kind == "fundraising.expenseclaim"}
    files = ReceiptFile.objects.filter(claim__uuid__in=claims).exclude(claim__status="discarded")
    twins = ReceiptFile.objects.filter(sha256=OuterRef("sha256")).exclude(claim=OuterRef("claim"))
    doubled = files.filter(Exists(twins.exclude(claim__status="discarded")))
    check = Check(HIGH, _("A receipt of this claim is on another claim as well."))
    return {claims[uuid]: [check] for uuid in set(doubled.values_list("claim__uuid", flat=True))}


# Checks of other areas (the same receipt on two claims): each gets all payments and answers by their primary key.
MORE: tuple[Callable[[Sequence[Disbursement]], Found], ...] = (_same_photos,)


def checks_of(payments: Iterable[Disbursement]) -> Found:
    """What is unusual about each payment, the gravest first. Payments come with `payee` at hand."""
    rows = list(payments)
    found: Found = {row.pk: [] for row in rows}
    newest = _newest([row.payee_id for row in rows])
    for ask in (_shared_accounts, _details, _history, _bank):
        ask(rows, newest, found)
    for more in MORE:
        for pk, checks in more(rows).items():
            found[pk].extend(checks)
    return {pk: sorted(checks, key=lambda check: check.level != HIGH) for pk, checks in found.items()}


def _newest(payees: list[int]) -> dict[int, PayeeDetails]:
    """The newest version of each payee."""
    rows = PayeeDetails.objects.filter(payee_id__in=payees).order_by("version")
    return {row.payee_id: row for row in rows}


def _shared_accounts(rows, newest, found: Found) -> None:
    prints = {details.fingerprint for details in newest.values()} - {""}
    others: dict[str, set] = {}
    used = PayeeDetails.objects.filter(fingerprint__in=prints).values_list(
        "fingerprint", "payee_id", "payee__label", "payee__delegation_id"
    )
    for fingerprint, payee, label, delegation in used:
        others.setdefault(fingerprint, set()).add((payee, label, delegation))
    for row in rows:
        details = newest.get(row.payee_id)
        shared = others.get(details.fingerprint, set()) if details and details.fingerprint else set()
        for payee, label, delegation in sorted(shared):
            if payee != row.payee_id:
                # Another delegation's payee is not named here.
                name = label if delegation == row.payee.delegation_id else _("a payee of another delegation")
                found[row.pk].append(
                    Check(HIGH, _("The same account is, or was, used by %(name)s.") % {"name": name})
                )  # fmt: skip


def _details(rows, newest, found: Found) -> None:
    for row in rows:
        details = newest.get(row.payee_id)
        if details is None:
            found[row.pk].append(Check(HIGH, _("There are no details to pay by.")))
            continue
        if details.confirmed_by_id is None:
            found[row.pk].append(Check(HIGH, _("Nobody has confirmed the details yet.")))
        if details.is_held:
            found[row.pk].append(
                Check(
                    HIGH, _("The details changed less than %(hours)s hours ago.") % {"hours": settings.PAYEE_HOLD_HOURS}
                )
            )
        elif details.version > 1 and timezone.now() - details.created_at < NEW_DETAILS:
            found[row.pk].append(Check(MEDIUM, _("The details changed in the last 30 days.")))
        if details.name_differs:
            found[row.pk].append(Check(MEDIUM, _("The account holder's name differs from the payee's.")))


def _history(rows, newest, found: Found) -> None:
    left = Disbursement.objects.filter(
        payee_id__in=[row.payee_id for row in rows], status__in=("sent", "unknown", "settled")
    )
    before = {
        (row["payee"], row["pay_currency"]): (row["n"], row["most"])
        for row in left.order_by().values("payee", "pay_currency").annotate(n=Count("pk"), most=Max("pay_minor"))
    }
    for row in rows:
        if row.status not in {"prepared", "approved"}:
            continue
        count, most = before.get((row.payee_id, row.pay_currency), (0, 0))
        if not count:
            found[row.pk].append(Check(MEDIUM, _("This is the first payment to them.")))
        elif row.pay_minor > UNUSUAL * most:
            largest = money_text(most, row.pay_currency)
            found[row.pk].append(
                Check(MEDIUM, _("The amount is unusual: the largest so far was %(sum)s.") % {"sum": largest})
            )


def _bank(rows, newest, found: Found) -> None:
    """All of them together against the bank account, since they may leave together."""
    for currency in {row.currency for row in rows}:
        waiting = [row for row in rows if row.currency == currency and row.status in {"prepared", "approved"}]
        room = bank_room(currency) if waiting else 0
        if waiting and sum(row.amount_minor for row in waiting) > room:
            words = _("The total is above what the bank account holds: %(room)s.") % {
                "room": money_text(room, currency)
            }
            for row in waiting:
                found[row.pk].append(Check(HIGH, words))
