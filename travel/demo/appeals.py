"""The demo's appeals, from the first words to what came of sharing them."""

from delegation.models import Delegate, Organisation
from fundraising.actions import appeals, budgets, reviews, updates
from fundraising.models import Appeal, Review
from travel.demo import drawing

REGION_OF = {
    "airfare_east": "east",
    "airfare_midwest_south": "midwest_south",
    "airfare_west": "west",
    "airfare_remote": "remote",
}
EXTRAS = {
    "ana@people.example": ("passport_photo",),
    "marcus@people.example": ("passport_new", "passport_photo"),
    "delia@people.example": ("care",),
    "peter@people.example": ("care",),
    "tia@people.example": ("passport_new", "passport_photo", "care"),
}


def appeal_of(delegate) -> Appeal:
    return Appeal.objects.select_related("approved_version", "delegate__delegation", "delegate__person").get(
        delegate=delegate
    )


def fresh(delegate) -> Delegate:
    return Delegate.objects.select_related("person", "delegation").get(pk=delegate.pk)


def draft(cast, delegate):
    row = fresh(delegate)
    fields = {
        "title": cast.title,
        "lede": cast.lede,
        "story": cast.story,
        "in_geneva": cast.in_geneva,
        "naming": cast.naming,
        "shown_name": cast.shown,
        "region": cast.region,
        "show_organisation": cast.naming != "pseudonym",
        "language": cast.language,
    }
    appeals.save_draft(row, fields, allows_sharing=True, by=row.person)
    if cast.naming == "full_name":
        appeals.confirm_full_name(row, by=row.person)


def picture(delegate):
    """A drawn street instead of the quilt pattern."""
    row = fresh(delegate)
    alt = "A drawing of six small houses in a row, an evening sun behind them"
    appeals.save_draft(row, {}, allows_sharing=True, photo=drawing.street(), photo_alt=alt, by=row.person)


def budget(cast, delegate):
    row = fresh(delegate)
    budgets.fill(row, region=REGION_OF[cast.airfare], room="shared", extras=EXTRAS.get(cast.mail, ()), by=row.person)


def submit(delegate):
    appeals.submit(appeal_of(delegate), by=fresh(delegate).person)


def waiting(delegate) -> Review:
    return Review.objects.select_related("version__appeal__delegate__delegation").get(
        version__appeal__delegate=delegate, status="waiting"
    )


def approve(delegate, by):
    reviews.approve(waiting(delegate), by=by)


def ask_changes(delegate, by, note: str):
    reviews.request_changes(waiting(delegate), by=by, note=note)


def second_version(delegate):
    """An edit after approval: the approved text stays public while this one waits."""
    row = fresh(delegate)
    appeal = appeal_of(row)
    story = appeal.draft.story.replace("Nine in ten cough at night", "Nine in ten of us cough at night")
    fields = {
        "story": story + "\n\nSince spring two salons have put in a fan. It is loud, and we like the noise.",
        "lede": "Nine in ten salon workers cough at night. Kim asked 214 of them, in three languages.",
    }
    appeals.save_draft(row, fields, allows_sharing=True, by=row.person)
    appeals.submit(appeal, by=row.person)


def update(delegate, approver, title: str, text: str):
    news = updates.write(appeal_of(delegate), title=title, text=text, by=fresh(delegate).person)
    if approver is not None:
        updates.approve(news, by=approver)


def members(names) -> list[Organisation]:
    return list(Organisation.objects.filter(name__in=names, is_member=True).order_by("name"))


def close(delegate, by):
    appeals.close(appeal_of(delegate), by=by)
