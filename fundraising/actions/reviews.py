"""The reviewer's verbs: approve, ask for changes, decline. Never one's own; `permissions` holds that."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from fundraising.actions.funds import open_travel_fund
from fundraising.models import Appeal, AppealSlug, Review, ReviewNote
from fundraising.naming import became_more_private
from fundraising.slugs import new_slug


def approve(review, *, by, note="") -> Review:
    """The version becomes what the public reads; the first one opens the page and the travel fund. Raises Conflict
    when the review was decided or taken back meanwhile."""
    with transaction.atomic():
        appeal = _lock_appeal(review)
        review = _decide(review, "approve", by, note)
        version = review.version
        _address(appeal, version.text)
        if appeal.status == Appeal.Status.DRAFT:
            move(appeal, "open", None, approved_version=version, opened_at=timezone.now())
            open_travel_fund(appeal.delegate)
        else:
            appeal.approved_version = version
            appeal.save(update_fields=["approved_version"])
    return review


def request_changes(review, *, by, note) -> Review:
    """What is public stays; the author gets the note."""
    if not note.strip():
        raise DomainError(_("Write what you ask for, so that the author knows."), code="note", field="note")
    with transaction.atomic():
        _lock_appeal(review)
        return _decide(review, "request_changes", by, note)


def decline(review, *, by, reason, note="") -> Review:
    """With a named reason the author reads. What is public stays."""
    if reason not in Review.DeclineReason.values:
        raise DomainError(_("Choose a reason. The author reads it."), code="reason", field="reason")
    with transaction.atomic():
        _lock_appeal(review)
        return _decide(review, "decline", by, note, decline_reason=reason)


def _lock_appeal(review) -> Appeal:
    appeal = lock(review.version.appeal)
    if appeal.status == Appeal.Status.CLOSED:
        raise Conflict(_("This appeal is closed."), code="closed")
    return appeal


def _decide(review, verb, by, note, **fields) -> Review:
    review = move(review, verb, by, noun="appeal", decided_by=by, decided_at=timezone.now(), **fields)
    if note.strip():
        ReviewNote.objects.create(review=review, written_by=by, text=note.strip())
    author = review.version.appeal.delegate.person
    queue_mail(
        "fundraising.review_decided",
        {"review": review.uuid},
        to=("delegation.person", author.uuid),
        language=author.language,
        key=f"review_decided:{review.uuid}",
    )
    return review


def _address(appeal, text) -> None:
    """A living address; a new one when the author is now named more privately, since the old could join two names."""
    living = AppealSlug.objects.filter(appeal=appeal, gone_at=None).first()
    if living:
        old = appeal.approved_version.text
        if not became_more_private(old, text):
            return
        living.gone_at = timezone.now()
        living.save(update_fields=["gone_at"])
        record("fundraising.retire_address", appeal)
    AppealSlug.objects.create(appeal=appeal, slug=_free_slug())


def _free_slug() -> str:
    while True:
        slug = new_slug()
        if not AppealSlug.objects.filter(slug=slug).exists():
            return slug
