"""Payees and where to pay them. Every change is a new version: told to the old address, held for two days, confirmed by
a second person; and what was approved by the old version is void."""

import json
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from delegation import sealed
from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegate, Delegation, Organisation, Person
from delegation.permissions import require
from fundraising.bankfiles import checks
from fundraising.bankfiles.details import BankDetails
from fundraising.bankfiles.words import share_a_word
from fundraising.models import Disbursement, Payee, PayeeDetails


def add_payee(
    delegation: Delegation,
    by: Person,
    *,
    kind: str,
    label: str,
    form_token: UUID,
    delegate: Delegate | None = None,
    organisation: Organisation | None = None,
) -> Payee:
    """Somebody to pay. A delegate has one payee, found again when there is one. Raises NotPermitted, DomainError."""
    known = Payee.objects.filter(form_token=form_token).first()
    if delegate is not None and delegate.person_id == by.pk:
        delegation = delegate.delegation
    else:
        require("fundraising.add_payee", by, delegation)
    if delegate is not None:
        known = known or Payee.objects.filter(delegate=delegate).first()
    if known:
        if known.delegation_id != delegation.pk or (delegate and known.delegate_id != delegate.pk):
            raise Conflict(_("This form was sent before. Open the page anew."), code="token_used")
        return known
    if not label.strip():
        raise DomainError(_("Write the name staff will know them by."), code="label", field="label")
    if (delegate or organisation) and kind == Payee.Kind.VENDOR:
        raise DomainError(_("A vendor is neither a delegate nor one of our organisations."), code="kind", field="kind")
    with transaction.atomic():
        payee = Payee.objects.create(
            delegation=delegation,
            kind=kind,
            label=label.strip(),
            delegate=delegate,
            organisation=organisation,
            made_by=by,
            form_token=form_token,
        )
        record("fundraising.add_payee", payee, by)
        return payee


def change_payee(payee: Payee, by: Person, details: BankDetails, *, form_token: UUID) -> PayeeDetails:
    """A new version of where to pay. The first needs a second person, every later one waits PAYEE_HOLD_HOURS besides.
    Raises NotPermitted, DomainError at the field a bank could not use."""
    require("fundraising.change_payee", by, payee)
    known = PayeeDetails.objects.filter(form_token=form_token).first()
    if known:
        return _same_version(known, payee, by)
    details = details.tidy()
    problem = details.problem()
    if problem:
        raise DomainError(problem[1], code="details", field=problem[0])
    try:
        with transaction.atomic():
            lock(payee)
            return _add_version(payee, by, details, form_token)
    except IntegrityError:
        known = PayeeDetails.objects.filter(form_token=form_token).first()
        if known is None:
            raise
        return _same_version(known, payee, by)


def enter_own(delegate: Delegate, by: Person, details: BankDetails, *, form_token: UUID) -> PayeeDetails:
    """A traveller says where they are paid: payee and details together or neither. Raises as `change_payee`."""
    with transaction.atomic():
        payee = add_payee(
            delegate.delegation,
            by,
            kind=Payee.Kind.PERSON,
            label=str(delegate),
            delegate=delegate,
            form_token=form_token,
        )
        return change_payee(payee, by, details, form_token=form_token)


def _same_version(known: PayeeDetails, payee: Payee, by: Person) -> PayeeDetails:
    if (known.payee_id, known.changed_by_id) != (payee.pk, by.pk):
        raise Conflict(_("This form was sent before. Open the page anew."), code="token_used")
    return known


def _add_version(payee: Payee, by: Person, details: BankDetails, form_token: UUID) -> PayeeDetails:
    before = PayeeDetails.objects.filter(payee=payee).order_by("-version").first()
    digest = digest_of(details.values())
    if before and before.digest == digest:
        raise DomainError(_("These are the details we have already."), code="same", field="holder")
    now = timezone.now()
    row = PayeeDetails.objects.create(
        payee=payee,
        version=before.version + 1 if before else 1,
        method=details.method,
        currency=details.currency,
        tail=details.tail,
        fingerprint=_hash("account", details.identity) if details.identity else "",
        digest=digest,
        name_differs=not share_a_word(details.holder, payee.label),
        wants_qr=checks.is_qr_iban(details.iban),
        changed_by=by,
        held_until=now + timedelta(hours=settings.PAYEE_HOLD_HOURS) if before else now,
        form_token=form_token,
    )
    sealed.put(row, "details", details.values(), subject_uuid=payee.uuid)
    record("fundraising.change_payee", payee, by)
    if before:
        _make_void(payee)
        _tell_old_address(payee, before, row)
    return row


def confirm_payee(details: PayeeDetails, by: Person) -> PayeeDetails:
    """A second person has held the details against what the payee sent. Raises NotPermitted, Conflict."""
    with transaction.atomic():
        payee = lock(details.payee)
        fresh = lock(details)
        require("fundraising.confirm_payee", by, fresh)
        newest = PayeeDetails.objects.filter(payee=payee).order_by("-version").first()
        if newest != fresh or fresh.confirmed_by_id:
            raise Conflict(_("These details were confirmed or changed meanwhile."), code="moved_on")
        fresh.confirmed_by, fresh.confirmed_at = by, timezone.now()
        fresh.save(update_fields=["confirmed_by", "confirmed_at"])
        record("fundraising.confirm_payee", payee, by)
        return fresh


def digest_of(values: dict) -> str:
    """What tells, without telling them, whether sealed details are still the ones that were confirmed."""
    return _hash("details", json.dumps(values, sort_keys=True, ensure_ascii=True))


def _hash(salt: str, text: str) -> str:
    secret = settings.FINGERPRINT_KEY or settings.SECRET_KEY
    return salted_hmac(f"fundraising.payee.{salt}", text, secret=secret, algorithm="sha256").hexdigest()


def _make_void(payee: Payee) -> None:
    """What was approved by the old details waits for a second person again, and leaves its batch."""
    rows = Disbursement.objects.filter(payee=payee, status=Disbursement.Status.APPROVED).order_by("pk")
    for payment in rows.select_related("batch"):
        batch = payment.batch
        make_void(payment)
        if batch and batch.status == "approved":
            fields = {"approved_by": None, "approved_at": None, "approved_hash": ""}
            move(batch, "void", None, noun="batch", **fields)


def make_void(payment: Disbursement) -> Disbursement:
    """Take an approval away whose grounds have changed."""
    return move(
        payment, "void", None, approved_by=None, approved_at=None, approved_hash="", details=None, batch=None
    )  # fmt: skip


def _tell_old_address(payee: Payee, before: PayeeDetails, now: PayeeDetails) -> None:
    ids = {"details": now.uuid}
    queue_mail(
        "fundraising.payee_changed",
        ids,
        to=("fundraising.payee_details", before.uuid),
        language=payee.delegate.person.language if payee.delegate else "en",
        key=f"payee_changed:{now.uuid}:old",
    )
    if payee.delegate:
        person = payee.delegate.person
        queue_mail(
            "fundraising.payee_changed",
            ids,
            to=("delegation.person", person.uuid),
            language=person.language,
            key=f"payee_changed:{now.uuid}:person",
        )
