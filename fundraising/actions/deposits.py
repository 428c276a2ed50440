"""Cheques and cash on their way to the bank: put together, counted by one person, confirmed by another as one deposit
whose total is the sum of its gifts."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record as audit
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegation, Person
from delegation.money import to_minor
from delegation.permissions import require
from fundraising.actions import offline
from fundraising.actions.bank_uses import account_for, claim, reference_key
from fundraising.ledger import posting
from fundraising.models import BankLine, Deposit, OfflineGift


def open_deposit(delegation: Delegation, by: Person, *, form_token: UUID) -> Deposit:
    """A new, empty deposit with the delegation's next number. The same form token again answers the same one."""
    require("fundraising.open_deposit", by, delegation)
    with transaction.atomic():
        delegation = lock(delegation)
        known = Deposit.objects.filter(form_token=form_token, delegation=delegation).first()
        if known:
            return known
        last = Deposit.objects.filter(delegation=delegation).order_by("-number").first()
        deposit = Deposit.objects.create(
            delegation=delegation,
            number=last.number + 1 if last else 1,
            currency=delegation.currency,
            made_by=by,
            form_token=form_token,
        )
        audit("fundraising.open_deposit", deposit, by)
        return deposit


def put_in(deposit: Deposit, gifts: list[OfflineGift], by: Person) -> Deposit:
    """Add recorded gifts. Raises Conflict when the deposit is counted or a gift is decided or in another one."""
    with transaction.atomic():
        deposit = _open(deposit, by)
        wanted = {gift.pk for gift in gifts}
        rows = OfflineGift.objects.filter(
            pk__in=wanted, delegation=deposit.delegation, status="recorded", deposit__isnull=True, line__isnull=True
        ).filter(source__in=offline.BY_HAND, currency=deposit.currency)
        if rows.update(deposit=deposit) != len(wanted):
            raise Conflict(_("One of these gifts was decided meanwhile, or lies in another deposit."), code="moved_on")
        audit("fundraising.fill_deposit", deposit, by)
        return deposit


def take_out(deposit: Deposit, gift: OfflineGift, by: Person) -> Deposit:
    """The gift waits alone again."""
    with transaction.atomic():
        deposit = _open(deposit, by)
        OfflineGift.objects.filter(pk=gift.pk, deposit=deposit).update(deposit=None)
        audit("fundraising.fill_deposit", deposit, by)
        return deposit


def _open(deposit: Deposit, by: Person) -> Deposit:
    deposit = lock(deposit)
    require("fundraising.fill_deposit", by, deposit)
    if deposit.status != Deposit.Status.OPEN:
        raise Conflict(_("This deposit is counted already. Reopen it to change it."), code="deposit_closed")
    return deposit


def _sum(deposit: Deposit) -> int:
    return OfflineGift.objects.filter(deposit=deposit).aggregate(total=Sum("amount_minor"))["total"] or 0


def _total(deposit: Deposit, total: Money) -> int:
    minor = to_minor(total)
    if total.currency.code != deposit.currency or minor != _sum(deposit):
        raise DomainError(
            _("That is not the sum of the gifts in this deposit. Count again, and compare cheque by cheque."),
            code="other_total",
            field="total",
        )
    return minor


def count(deposit: Deposit, by: Person, *, total: Money) -> Deposit:
    """Say what was counted: it must be the sum of the gifts. The deposit is closed then. Raises NotPermitted,
    DomainError (empty, another total), Conflict."""
    with transaction.atomic():
        deposit = lock(deposit)
        require("fundraising.count_deposit", by, deposit)
        if not _sum(deposit):
            raise DomainError(_("This deposit is empty."), code="empty", field="total")
        counted = _total(deposit, total)
        return move(deposit, "count", by, counted_minor=counted, counted_by=by, counted_at=timezone.now())


def reopen(deposit: Deposit, by: Person) -> Deposit:
    """Open a counted deposit again, to change what is in it; it is counted anew then."""
    return move(deposit, "reopen", by, counted_minor=None, counted_by=None, counted_at=None)


def confirm(
    deposit: Deposit,
    by: Person,
    *,
    total: Money,
    deposited_on: date,
    bank_account: str = "",
    bank_reference: str = "",
    line: BankLine | None = None,
) -> Deposit:
    """The bank has it, in one sum: every gift in it is booked and receipted, in one transaction. Raises NotPermitted
    (never by who counted or recorded), DomainError (another total), Conflict (reference used, decided already)."""
    with transaction.atomic():
        deposit = lock(deposit)
        require("fundraising.confirm_deposit", by, deposit)
        confirmed = _total(deposit, total)
        line = lock(line) if line else None
        account = line.account if line else account_for(deposit.currency, bank_account)
        reference = line.reference if line else bank_reference
        deposit = move(
            deposit,
            "confirm",
            by,
            confirmed_minor=confirmed,
            confirmed_by=by,
            confirmed_at=timezone.now(),
            deposited_on=deposited_on,
            bank_account=account,
            bank_reference=reference_key(reference) or "-",
        )
        claim(account, reference, confirmed, deposit.currency, "deposit", deposit.uuid, by=by, line=line)
        _book(deposit, by, deposited_on)
        return deposit


def _book(deposit: Deposit, by: Person, arrived_on: date) -> None:
    rows = OfflineGift.objects.select_for_update(of=("self",)).filter(deposit=deposit).order_by("pk")
    made = []
    for gift in rows:
        gift.bank_reference = deposit.bank_reference
        made.append(offline.make_gift(gift, by, arrived_on=arrived_on))
    # All accounts are locked at once, in the order of their ids.
    posting.post_all([wanted for _gift, wanted in made])
    for gift, _wanted in made:
        offline.finish(gift, by)
