"""Passport dates: declared by the delegate, seen by staff in a call. No number, no scan."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_countries import countries

from delegation import sealed
from delegation.actions.audit import record
from delegation.actions.moves import move
from delegation.errors import DomainError
from delegation.permissions import require
from delegation.queries import current_dates
from travel.models import Passport, PassportCheck
from travel.readiness.rules import PassportFits


def declare(delegate, by, *, country: str, issued_on: date, expires_on: date) -> Passport:
    """Keep country and the two dates, sealed. The same again changes them and asks to be seen anew."""
    _check_dates(issued_on, expires_on)
    with transaction.atomic():
        require("travel.declare_passport", by, delegate)
        passport = Passport.objects.select_for_update().filter(delegate=delegate).first()
        if passport is None:
            passport = Passport.objects.create(delegate=delegate)
            record("travel.declare_passport", passport, by)
        else:
            passport = redeclare(passport, by)
        for field, value in (("country", country), ("issued_on", issued_on), ("expires_on", expires_on)):
            sealed.put(passport, field, value, subject_uuid=delegate.uuid)
    return passport


def redeclare(passport, by) -> Passport:
    return move(passport, "redeclare", by, declared_at=timezone.now())


def _check_dates(issued_on, expires_on):
    today = timezone.localdate()
    if issued_on > today:
        raise DomainError(_("That day has not come yet. A passport is issued before you hold it."), field="issued_on")
    if expires_on <= issued_on:
        raise DomainError(_("A passport ends after it was issued. Look at both dates again."), field="expires_on")
    if (expires_on - issued_on).days > 366 * 10 + 31:
        raise DomainError(_("No passport lasts longer than ten years. Look at both years."), field="expires_on")


def verdict_today(passport) -> str:
    """What the rule says of the sealed dates against the delegation's dates of today."""
    dates = current_dates(passport.delegate.delegation)
    return sealed.for_rule(PassportFits(dates, timezone.localdate()), [passport])[passport.uuid]


def see(passport, by) -> Passport:
    """Staff held the passport against the declared dates in a call. Refused while the rule says no."""
    with transaction.atomic():
        dates = _dates(passport)
        verdict = verdict_today(passport)
        if verdict not in PassportFits.GOOD:
            raise DomainError(PassportFits.words(verdict), code=verdict)
        moved = move(passport, "see", by)
        PassportCheck.objects.create(passport=moved, verdict=verdict, dates=dates, seen_by=by)
    return moved


def reject(passport, by) -> Passport:
    """The passport cannot be used: damaged, another name, or dates that do not match."""
    with transaction.atomic():
        dates = _dates(passport)
        moved = move(passport, "reject", by)
        PassportCheck.objects.create(passport=moved, verdict="rejected", dates=dates, seen_by=by)
    return moved


def _dates(passport):
    dates = current_dates(passport.delegate.delegation)
    if dates is None:
        raise DomainError(_("This delegation has no dates yet. Set them first."), code="no_dates")
    return dates


def spoken(values: dict) -> dict:
    """Sealed values as words for the eyes that may read them: the country's name, and dates."""
    return {
        "country": countries.name(values.get("country") or "") or values.get("country"),
        "issued_on": values.get("issued_on"),
        "expires_on": values.get("expires_on"),
    }
