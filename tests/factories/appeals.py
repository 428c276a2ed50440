"""Appeals, budgets and rates, made by the service's own actions so that every row is one a person could have made."""

import io
from datetime import date
from decimal import Decimal

from PIL import Image

from fundraising.actions import appeals, budgets, reviews
from tests.factories.delegation import make_delegate, make_staff

TEXT = {
    "title": "Ana takes her valley's water to the United Nations",
    "lede": "Four in ten wells here are unsafe. She tests them and writes the numbers down.",
    "story": "My mother boiled the water before school.\n\nToday I drive the same road with a trunk full of strips.",
    "in_geneva": "I will tell the delegation what the numbers mean for a kitchen.",
    "naming": "first_region",
    "shown_name": "",
    "region": "California",
    "show_organisation": True,
    "language": "en",
}


def make_rate(delegation, currency="CHF", rate="1.12", *, as_of=date(2026, 8, 20), source="National bank", by=None):
    by = by or make_staff(delegation, "treasurer")
    return budgets.enter_rate(delegation, currency=currency, rate=Decimal(rate), as_of=as_of, source=source, by=by)


def fill_budget(delegate, *, region="west", room="shared", extras=()):
    """Filled from the Geneva template, with a rate for francs if there was none."""
    if "CHF" not in budgets.latest_rates(delegate.delegation):
        make_rate(delegate.delegation)
    return budgets.fill(delegate, region=region, room=room, extras=extras, by=delegate.person)


def write_draft(delegate=None, *, allows_sharing=True, photo=None, **text):
    """A whole draft with its budget, not yet sent. Answers the appeal."""
    delegate = delegate or make_delegate()
    fields = TEXT | text
    draft = appeals.save_draft(delegate, fields, allows_sharing=allows_sharing, photo=photo, by=delegate.person)
    if fields["naming"] == "full_name":
        appeals.confirm_full_name(delegate, by=delegate.person)
    fill_budget(delegate)
    return type(draft.appeal).objects.get(pk=draft.appeal_id)


def send(delegate=None, **text):
    """Written and sent to review; answers the review."""
    appeal = write_draft(delegate, **text)
    return appeals.submit(appeal, by=appeal.delegate.person).review


def bring_appeal(status="open", *, delegate=None, reviewer=None, **text):
    """An appeal that came to `status` by its verbs: draft, open, paused or closed."""
    if status == "draft":
        return write_draft(delegate, **text)
    review = send(delegate, **text)
    appeal = review.version.appeal
    reviewer = reviewer or make_staff(appeal.delegate.delegation, "reviewer")
    reviews.approve(review, by=reviewer)
    appeal.refresh_from_db()
    if status == "paused":
        appeals.pause(appeal, by=reviewer)
    elif status == "closed":
        appeals.close(appeal, by=reviewer)
    appeal.refresh_from_db()
    return appeal


def amend(appeal, **text):
    """The author changes the draft and sends it; answers the review that waits."""
    person = appeal.delegate.person
    fields = {name: getattr(appeal.draft, name) for name in appeals.DRAFT_FIELDS} | text
    appeals.save_draft(appeal.delegate, fields, allows_sharing=appeal.allows_sharing, by=person)
    if fields["naming"] == "full_name":
        appeals.confirm_full_name(appeal.delegate, by=person)
    appeal.refresh_from_db()
    return appeals.submit(appeal, by=person).review


def make_picture(size=(60, 40), fmt="JPEG", colour=(120, 30, 80), **save) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, fmt, **save)
    return out.getvalue()
