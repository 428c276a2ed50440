"""What people agree to, purpose by purpose. Consent rows are only added: withdrawing is a row as well."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegation.actions.audit import record
from delegation.errors import DomainError
from delegation.models import Consent
from delegation.permissions import require


@dataclass(frozen=True)
class Purpose:
    """`version` grows with every change of the words; rows keep the version the person read."""

    version: str
    label: Promise | str
    words: Promise | str
    required: bool = False


CONSENTS: dict[str, Purpose] = {
    "journey": Purpose(
        "2026-1",
        gettext_lazy("Work with me on this journey"),
        gettext_lazy(
            "The team may use what I write here to plan my journey: seat, money, badge, briefings. Most of it is "
            "deleted 30 to 90 days after my accounts are closed."
        ),
        required=True,
    ),
    "record": Purpose(
        "2026-1",
        gettext_lazy("Keep the record of money spent for me"),
        gettext_lazy(
            "A charity must be able to show whom it helped. Legal name, amounts and purpose are kept for seven years, "
            "sealed; only the treasurer and the auditor can open them."
        ),
        required=True,
    ),
    "members": Purpose(
        "2026-1",
        gettext_lazy("Share my appeal with member organisations"),
        gettext_lazy("Once my appeal is approved, the team may send it to members who asked for such mails."),
    ),
}


def give_consent(person, purpose: str, *, by) -> Consent:
    return _add(person, purpose, given=True, by=by, verb="give_consent")


def withdraw_consent(person, purpose: str, *, by) -> Consent:
    """Raises DomainError for what a journey cannot do without: leaving the delegation is the way then."""
    if CONSENTS[purpose].required:
        raise DomainError(_("We cannot work with you without this. You can leave the delegation instead."))
    return _add(person, purpose, given=False, by=by, verb="withdraw_consent")


def _add(person, purpose: str, *, given: bool, by, verb: str) -> Consent:
    with transaction.atomic():
        require(f"delegation.{verb}", by, person)
        last = Consent.objects.filter(person=person, purpose=purpose).order_by("-id").first()
        version = CONSENTS[purpose].version
        if last and last.given == given and last.text_version == version:
            return last
        row = Consent.objects.create(person=person, purpose=purpose, text_version=version, given=given)
        record(f"delegation.{verb}", row, by)
    return row
