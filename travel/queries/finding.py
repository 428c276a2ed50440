"""One search over people, appeals, gifts and organisations of a delegation; a few of each."""

import re
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from delegation.figures import money_text
from delegation.models import Delegate, Organisation
from delegation.permissions import may
from fundraising.models import Appeal, Donation

EACH = 8
# As printed: "2026-000123", "DEMO-2026-000123".
RECEIPT = re.compile(r"^(?:([A-Za-z]{1,8})-)?(\d{4})-(\d{1,6})$")


@dataclass(frozen=True)
class Hit:
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Hits:
    title: str
    rows: list[Hit]


def find(person, delegation, text: str) -> list[Hits]:
    """Sections with hits. Gifts only for those who may see gifts. At least two letters, or nothing."""
    text = text.strip()
    if len(text) < 2:
        return []
    sections = [
        Hits(_("People"), _people(delegation, text)),
        Hits(_("Appeals"), _appeals(delegation, text)),
        Hits(_("Organisations"), _organisations(delegation, text)),
    ]
    if may("fundraising.view_gifts", person, delegation):
        sections.insert(2, Hits(_("Gifts"), _gifts(delegation, text)))
    return [section for section in sections if section.rows]


def _people(delegation, text):
    rows = (
        Delegate.objects.filter(delegation=delegation)
        .filter(
            Q(person__name_used__icontains=text)
            | Q(person__email__icontains=text)
            | Q(region__icontains=text)
            | Q(organisation__name__icontains=text)
        )
        .select_related("person", "organisation")
        .order_by("person__name_used", "id")[:EACH]
    )
    return [
        Hit(
            str(row),
            " · ".join(str(part) for part in (row.organisation, row.region, row.get_status_display()) if part),
            reverse("travel:delegate_file" if row.is_on_board else "delegation:person", args=[row.uuid]),
        )
        for row in rows
    ]


def _appeals(delegation, text):
    rows = (
        Appeal.objects.filter(delegate__delegation=delegation)
        .filter(
            Q(approved_version__text__title__icontains=text)
            | Q(draft__title__icontains=text)
            | Q(slugs__slug__icontains=text)
            | Q(delegate__person__name_used__icontains=text)
        )
        .select_related("delegate__person", "draft", "approved_version__text")
        .distinct()
        .order_by("-id")[:EACH]
    )
    return [
        Hit(
            (row.approved_version.text.title if row.approved_version else row.draft.title) or _("Untitled"),
            f"{row.delegate} · {row.get_status_display()}",
            reverse("fundraising:review", args=[row.uuid]),
        )
        for row in rows
    ]


def _gifts(delegation, text):
    match = Q(donor__email__icontains=text) | Q(donor__name__icontains=text)
    receipt = RECEIPT.match(text)
    if receipt:
        match |= Q(receipts__series=(receipt[1] or "").upper(), receipts__year=receipt[2], receipts__number=receipt[3])
    rows = (
        Donation.objects.filter(match, fund__delegation=delegation)
        .select_related("donor", "fund__delegate__person")
        .order_by("-id")[:EACH]
    )
    return [
        Hit(
            _("%(sum)s from %(donor)s") % {"sum": money_text(row.amount_minor, row.currency), "donor": row.donor},
            f"{row.fund} · {row.get_status_display()}",
            reverse("fundraising:gift", args=[row.uuid]),
        )
        for row in rows
    ]


def _organisations(delegation, text):
    rows = Organisation.objects.filter(Q(name__icontains=text) | Q(place__icontains=text)).order_by("name")[:EACH]
    return [
        Hit(row.name, row.place, reverse("delegation:organisation", args=[delegation.slug, row.uuid])) for row in rows
    ]
