"""From a draft to a public page: the author's verbs and the page's. The reviewer's verbs stand in `reviews`."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.permissions import require
from fundraising import images
from fundraising.actions.budgets import snapshot
from fundraising.completeness import missing
from fundraising.models import Appeal, AppealDraft, AppealVersion, Photo, Review, VersionText
from fundraising.naming import public_name
from fundraising.queries.people import reviewers_of

DRAFT_FIELDS = (
    "title",
    "lede",
    "story",
    "in_geneva",
    "naming",
    "shown_name",
    "region",
    "show_organisation",
    "language",
)


def saved_stamp(draft) -> str:
    """Of the draft as stored: a form carries it, so that a second tab's save is noticed."""
    return draft.saved_at.isoformat() if draft is not None and draft.pk else "none"


def save_draft(
    delegate, fields: dict, *, allows_sharing=False, photo=None, remove_photo=False, photo_alt="", seen="", by
):
    """The working copy, gaps allowed; made on first use. `photo` is the uploaded file's bytes. Raises Conflict when the
    draft was saved elsewhere since `seen`, DomainError (field "photo") for a picture we cannot take."""
    require("fundraising.edit_appeal", by, delegate)
    # Decoding is slow and needs no row: it happens before the lock.
    picture = images.reencode(photo) if photo is not None else None
    with transaction.atomic():
        appeal, draft = _mine(delegate)
        if seen and seen != saved_stamp(draft) and not (seen == "none" and not _has_text(draft)):
            raise Conflict(
                _("Your appeal was saved in another window meanwhile. Nothing was overwritten; both texts are here."),
                code="stale",
            )
        _unconfirm_if_renamed(draft, fields)
        for name in DRAFT_FIELDS:
            setattr(draft, name, fields.get(name, getattr(draft, name)))
        if remove_photo:
            draft.photo = None
        if picture:
            draft.photo = Photo.objects.create(
                owner=delegate, image=picture.jpeg, width=picture.width, height=picture.height, alt=photo_alt
            )
        elif draft.photo_id and photo_alt != draft.photo.alt:
            draft.photo = _captioned(draft.photo, photo_alt)
        draft.save()
        if appeal.allows_sharing != allows_sharing:
            appeal.allows_sharing = allows_sharing
            appeal.save(update_fields=["allows_sharing"])
        record("fundraising.edit_appeal", appeal, by)
    return draft


def confirm_full_name(delegate, *, by) -> AppealDraft:
    """The second yes to a full name, given after its risks were read."""
    with transaction.atomic():
        require("fundraising.confirm_full_name", by, delegate)
        appeal, draft = _mine(delegate)
        if draft.naming != "full_name" or not draft.shown_name.strip():
            raise DomainError(_("First choose your full name and save."), code="no_full_name")
        draft.full_name_confirmed_at = timezone.now()
        draft.save()
        record("fundraising.confirm_full_name", appeal, by)
    return draft


def submit(appeal, *, by) -> AppealVersion:
    """Send the draft to review as a numbered version. One waits at a time: an earlier one is taken back. Raises
    DomainError ("incomplete") naming what is missing, Conflict when nothing changed or the page is closed."""
    with transaction.atomic():
        appeal = lock(appeal)
        require("fundraising.submit_appeal", by, appeal)
        if appeal.status == Appeal.Status.CLOSED:
            raise Conflict(_("This appeal is closed."), code="closed")
        draft, budget = appeal.draft, getattr(appeal.delegate, "budget", None)
        lines = list(budget.lines.select_related("budget")) if budget else []
        gaps = missing(draft, lines, by.name_used)
        if gaps or budget is None:
            names = ", ".join(part.text for part in gaps)
            raise DomainError(_("Still missing: %(names)s.") % {"names": names}, code="incomplete")
        text = _text_of(draft, by, snapshot(budget))
        digest = content_hash(text)
        waiting = waiting_review(appeal)
        _refuse_unchanged(appeal, waiting, digest)
        if waiting:
            move(waiting, "take_back", by, noun="appeal")
        version = _make_version(appeal, text, digest, sum(line.amount_minor for line in lines), budget.currency, by)
        review = Review.objects.create(version=version)
        record("fundraising.submit_appeal", appeal, by)
        for person in reviewers_of(appeal.delegate.delegation, besides=by):
            queue_mail(
                "fundraising.review_waiting",
                {"appeal": appeal.uuid, "review": review.uuid},
                to=("delegation.person", person.uuid),
                language=person.language,
                key=f"review_waiting:{review.uuid}:{person.uuid}",
            )
    return version


def take_back(review, *, by) -> Review:
    """The author withdraws what waits, to go on writing."""
    return move(review, "take_back", by, noun="appeal")


def pause(appeal, *, by) -> Appeal:
    """No page and no gifts until it is opened again."""
    return move(appeal, "pause", by)


def resume(appeal, *, by) -> Appeal:
    return move(appeal, "resume", by)


def close(appeal, *, by) -> Appeal:
    """The page ends for good; what waits for review goes with it. Money given stays where it is."""
    with transaction.atomic():
        appeal = move(appeal, "close", by, closed_at=timezone.now())
        waiting = waiting_review(appeal)
        if waiting:
            move(waiting, "take_back", None, noun="appeal")
    return appeal


def waiting_review(appeal) -> Review | None:
    return Review.objects.filter(version__appeal=appeal, status=Review.Status.WAITING).first()


def content_hash(text: VersionText) -> str:
    """SHA-256 of everything a version shows, photo by name."""
    plain = {name: getattr(text, name) for name in DRAFT_FIELDS}
    plain["photo"] = str(text.photo.uuid) if text.photo else None
    plain["budget"] = text.budget
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _mine(delegate):
    """The delegate's appeal, locked, and its draft; both made on first use."""
    lock(delegate)
    appeal, _new = Appeal.objects.get_or_create(delegate=delegate)
    if appeal.status == Appeal.Status.CLOSED:
        raise Conflict(_("This appeal is closed."), code="closed")
    draft, _new = AppealDraft.objects.select_related("photo").get_or_create(
        appeal=appeal, defaults={"region": delegate.region, "language": delegate.person.language}
    )
    draft.appeal = appeal
    return appeal, draft


def _captioned(photo, alt) -> Photo:
    """The same picture with other words. A row of its own, since the old one may be public as reviewed."""
    return Photo.objects.create(owner=photo.owner, image=photo.image, width=photo.width, height=photo.height, alt=alt)


def _has_text(draft) -> bool:
    return any([draft.title, draft.lede, draft.story, draft.in_geneva])


def _unconfirm_if_renamed(draft, fields) -> None:
    """A confirmation is for one name."""
    same = fields.get("naming") == "full_name" == draft.naming and fields.get("shown_name") == draft.shown_name
    if not same:
        draft.full_name_confirmed_at = None


def _refuse_unchanged(appeal, waiting, digest) -> None:
    if waiting and waiting.version.content_hash == digest:
        raise Conflict(_("Exactly this version already waits for review."), code="unchanged")
    if not waiting and appeal.approved_version and appeal.approved_version.content_hash == digest:
        raise Conflict(_("Nothing has changed since the version that is public."), code="unchanged")


def _text_of(draft, author, budget: list[dict]) -> VersionText:
    text = VersionText(**{name: getattr(draft, name) for name in DRAFT_FIELDS}, photo=draft.photo, budget=budget)
    text.shown_name = public_name(draft.naming, draft.shown_name, author.name_used)
    return text


def _make_version(appeal, text, digest, goal_minor, currency, by) -> AppealVersion:
    last = appeal.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = AppealVersion.objects.create(
        appeal=appeal,
        number=last + 1,
        made_by=by,
        content_hash=digest,
        goal_minor=goal_minor,
        currency=currency,
        dates=appeal.delegate.delegation.dates.order_by("-version").first(),
    )
    text.version = version
    text.save()
    return version
