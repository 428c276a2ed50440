"""The way to a badge, step by step. Every step leaves evidence with the dates it was reached against."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import move
from delegation.errors import DomainError
from delegation.permissions import require
from delegation.queries import current_dates
from travel.actions.notes import tell_delegate
from travel.models import Accreditation, AccreditationStep


def begin(delegate, by, *, ngo) -> Accreditation:
    """Say which NGO's letter will name the delegate. Raises DomainError when it cannot accredit."""
    with transaction.atomic():
        require("travel.begin_accreditation", by, delegate)
        if ngo is None or not ngo.is_accrediting or ngo.ended_on is not None:
            raise DomainError(
                _("Only an organisation with ECOSOC status can name people in its letter. Choose another."),
                code="not_accrediting",
                field="ngo",
            )
        accreditation, made = Accreditation.objects.get_or_create(delegate=delegate, defaults={"ngo": ngo})
        if not made and accreditation.ngo_id != ngo.pk:
            if accreditation.status not in {"not_started", "rejected", "expired", "withdrawn"}:
                raise DomainError(
                    _("A letter by %(ngo)s is under way. Withdraw it first.") % {"ngo": accreditation.ngo},
                    code="letter_under_way",
                    field="ngo",
                )
            accreditation.ngo = ngo
            accreditation.save(update_fields=["ngo"])
        record("travel.begin_accreditation", accreditation, by)
    return accreditation


def _step(accreditation, verb: str, by) -> Accreditation:
    with transaction.atomic():
        dates = current_dates(accreditation.delegate.delegation)
        moved = move(accreditation, verb, by, dates=dates, status_since=timezone.now())
        AccreditationStep.objects.create(accreditation=moved, status=moved.status, dates=dates, recorded_by=by)
    return moved


def request_letter(accreditation, by) -> Accreditation:
    """Ask the NGO for its letter. Raises DomainError while no NGO is chosen."""
    if accreditation.ngo_id is None:
        raise DomainError(_("Choose the organisation that writes the letter first."), code="no_ngo", field="ngo")
    return _step(accreditation, "request_letter", by)


def ask_letter(delegate, by, *, ngo) -> Accreditation:
    """Choose the NGO and ask for its letter, in one step."""
    with transaction.atomic():
        return request_letter(begin(delegate, by, ngo=ngo), by)


def sign_letter(accreditation, by) -> Accreditation:
    return _step(accreditation, "sign_letter", by)


def submit(accreditation, by) -> Accreditation:
    return _step(accreditation, "submit", by)


def receive(accreditation, by) -> Accreditation:
    return _step(accreditation, "receive", by)


def ask(accreditation, by) -> Accreditation:
    return _step(accreditation, "ask", by)


def approve(accreditation, by) -> Accreditation:
    with transaction.atomic():
        moved = _step(accreditation, "approve", by)
        step = moved.steps.latest("pk")
        tell_delegate("travel.badge", moved.delegate, {"accreditation": moved.uuid}, key=f"badge:{step.uuid}")
    return moved


def reject(accreditation, by) -> Accreditation:
    return _step(accreditation, "reject", by)


def issue_badge(accreditation, by) -> Accreditation:
    return _step(accreditation, "issue_badge", by)


def activate_badge(accreditation, by) -> Accreditation:
    return _step(accreditation, "activate_badge", by)


def expire(accreditation, by) -> Accreditation:
    return _step(accreditation, "expire", by)


def withdraw(accreditation, by) -> Accreditation:
    return _step(accreditation, "withdraw", by)


VERBS = {
    "request_letter": request_letter,
    "sign_letter": sign_letter,
    "submit": submit,
    "receive": receive,
    "ask": ask,
    "approve": approve,
    "reject": reject,
    "issue_badge": issue_badge,
    "activate_badge": activate_badge,
    "expire": expire,
    "withdraw": withdraw,
}
