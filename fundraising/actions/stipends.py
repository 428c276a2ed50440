"""Stipends for lost wages or care: proposed by staff, agreed to by the person after reading that it is taxable income,
approved by a second person, then paid as a kind of its own."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegate, Delegation, Person
from delegation.money import to_minor
from delegation.permissions import require
from fundraising import wording
from fundraising.actions import claim_money
from fundraising.actions.funds import open_travel_fund
from fundraising.models import Stipend
from fundraising.queries.stipends import PersonYear, year_totals


def propose_stipend(delegate: Delegate, amount: Money, *, reason: str, form_token: UUID, by: Person) -> Stipend:
    """Staff propose; the person hears and reads what it means for their taxes. The same form token again answers the
    same proposal."""
    require("fundraising.propose_stipend", by, delegate)
    known = Stipend.objects.filter(form_token=form_token).first()
    if known:
        return _same(known, by, delegate, amount)
    fund = open_travel_fund(delegate)
    if amount.currency.code != fund.currency or to_minor(amount) <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if reason not in Stipend.Reason.values:
        raise DomainError(_("Choose what it is for."), code="reason", field="reason")
    try:
        with transaction.atomic():
            stipend = Stipend.objects.create(
                delegate=delegate,
                fund=fund,
                reason=reason,
                amount_minor=to_minor(amount),
                currency=fund.currency,
                proposed_by=by,
                form_token=form_token,
            )
            record("fundraising.propose_stipend", stipend, by)
            tell(stipend, "fundraising.stipend_asked", "asked")
            return stipend
    except IntegrityError:
        known = Stipend.objects.filter(form_token=form_token).first()
        if known is None:
            raise
        return _same(known, by, delegate, amount)


def _same(known: Stipend, by: Person, delegate: Delegate, amount: Money) -> Stipend:
    if (known.proposed_by_id, known.delegate_id, known.amount_minor) != (by.pk, delegate.pk, to_minor(amount)):
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to propose something else."),
            code="token_used",
            field="amount",
        )
    return known


def agree(stipend: Stipend, *, wording_version: str, by: Person) -> Stipend:
    """The person read that it is taxable income, in this version of the words, and says yes."""
    if wording_version != wording.STIPEND_VERSION:
        raise Conflict(_("The words have changed since you read them. Please read them again."), code="wording")
    return move(stipend, "agree", by, wording_version=wording_version, agreed_at=timezone.now())


def refuse(stipend: Stipend, *, by: Person) -> Stipend:
    """The person says no; nothing is paid."""
    return move(stipend, "refuse", by)


def approve(stipend: Stipend, *, by: Person) -> Stipend:
    """The second person says yes: the money is held, and a payment of its own kind waits to be released."""
    with transaction.atomic():
        stipend = move(stipend, "approve", by, decided_by=by, decided_at=timezone.now())
        return claim_money.cover_stipend(stipend, by=by)


def decline(stipend: Stipend, *, by: Person) -> Stipend:
    return move(stipend, "decline", by, decided_by=by, decided_at=timezone.now())


def take_back(stipend: Stipend, *, by: Person) -> Stipend:
    return move(stipend, "take_back", by, decided_by=by, decided_at=timezone.now())


def export_stipends(delegation: Delegation, year: int, *, by: Person) -> list[PersonYear]:
    """A year's stipends per person, for the accountant; noted, since it names people and money together."""
    with transaction.atomic():
        require("fundraising.export_stipends", by, delegation)
        record("fundraising.export_stipends", delegation, by, purpose=str(year))
    return year_totals(delegation, year)


def tell(stipend: Stipend, notice: str, about: str) -> None:
    person = stipend.delegate.person
    queue_mail(
        notice,
        {"stipend": stipend.uuid},
        to=("delegation.person", person.uuid),
        language=person.language,
        key=f"stipend:{stipend.uuid}:{about}",
    )
