"""Every field that may hold something about a person: what class it is of, how long it is kept, how it leaves and how
it goes. Read by the inventory test, the privacy page, and by export and purge. One module like this in each app
(settings.PERSONAL_DATA); `DATA` is its list."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Keep:
    """How long, in words for the privacy page and in days for the purge. `days` of None has no clock: the words say
    what ends it. No clock starts before the delegate's accounts are closed."""

    what: str | Promise
    how_long: str | Promise
    days: int | None = None


# The retention table (the numbers are settings of the network's policy, in one place).
KEEP: dict[str, Keep] = {
    "nothing": Keep(_("Nothing about a person"), _("as long as the service runs")),
    "account": Keep(
        _("Log-in address, name to use, language"),
        _("90 days after your last journey, unless you keep the account"),
        90,
    ),
    "legal_name": Keep(
        _("Name as in the passport"),
        _("90 days after the accounts of the journey are closed; with the record of money spent for you, seven years"),
        90,
    ),
    "phone": Keep(_("Telephone"), _("90 days after your last journey"), 90),
    "application": Keep(
        _("What you wrote when you asked to join, and why it was decided so"),
        _("90 days after the accounts of the journey are closed"),
        90,
    ),
    "seat": Keep(
        _("Seat on a delegation: region, theme, organisation, status"),
        _("90 days after the accounts of the journey are closed; then without your name, for statistics"),
        90,
    ),
    "invitation": Keep(_("Address an invitation was sent to"), _("90 days after it was used or ran out"), 90),
    "consent": Keep(_("What you agreed to, and when"), _("seven years, as proof"), 7 * 365),
    "roles": Keep(_("Who worked for a delegation in which role"), _("seven years, with the books"), 7 * 365),
    "member_contact": Keep(
        _("Address at a member organisation that agreed to receive appeals"),
        _("until it says stop; then one year, so that we do not write by mistake"),
        365,
    ),
    "mail": Keep(_("That a mail was sent: kind, day, not its words"), _("one year"), 365),
    "demo": Keep(_("Mails of the demo, which never left"), _("until the demo is built anew")),
    "audit": Keep(_("Who did or opened what: numbers, never values"), _("two years"), 730),
}


@dataclass(frozen=True)
class Datum:
    """One field. `kind`: none | name | contact | journey | belief | free_text | secret | trace. `export`: as_is |
    mask | no. `erase`: delete | blank | key | keep (kept, since a law or the books need it)."""

    model: str
    field: str
    kind: str
    keep: str
    sealed: bool = False
    export: str = "as_is"
    erase: str = "delete"


def nothing(model: str, *fields: str) -> list[Datum]:
    """Fields that say nothing about a person."""
    return [Datum(model, field, "none", "nothing", export="no", erase="keep") for field in fields]


DATA: list[Datum] = [
    # people
    Datum("delegation.person", "email", "contact", "account", erase="blank"),
    Datum("delegation.person", "name_used", "name", "account", erase="blank"),
    Datum("delegation.person", "language", "trace", "account", erase="blank"),
    Datum("delegation.person", "password", "secret", "account", export="no", erase="blank"),
    Datum("delegation.person", "legal_name", "name", "legal_name", sealed=True, export="mask", erase="key"),
    Datum("delegation.person", "phone", "contact", "phone", sealed=True, export="mask", erase="key"),
    Datum("delegation.rolegrant", "starts_on", "trace", "roles", erase="keep"),
    Datum("delegation.rolegrant", "ends_on", "trace", "roles", erase="keep"),
    Datum("delegation.invitation", "email", "contact", "invitation"),
    Datum("delegation.invitation", "language", "trace", "invitation"),
    Datum("delegation.invitation", "token_hash", "secret", "invitation", export="no"),
    Datum("delegation.invitation", "token", "secret", "invitation", sealed=True, export="no", erase="key"),
    Datum("delegation.consent", "purpose", "trace", "consent", erase="keep"),
    Datum("delegation.consent", "text_version", "trace", "consent", erase="keep"),
    # delegations
    Datum("delegation.delegate", "region", "journey", "seat", erase="keep"),
    Datum("delegation.delegate", "theme", "belief", "seat", erase="blank"),
    Datum("delegation.delegatemotivation", "text", "free_text", "application"),
    Datum("delegation.delegatemotivation", "decision_note", "free_text", "application"),
    *nothing(
        "delegation.delegation",
        "slug",
        "name",
        "state_reviewed",
        "venue",
        "venue_zone",
        "currency",
        "headline",
        "headline_es",
        "lede",
        "lede_es",
    ),
    *nothing(
        "delegation.delegationdates",
        "session_starts_on",
        "session_ends_on",
        "review_on",
        "review_time",
        "zone",
        "report_adopted_on",
        "plenary_on",
        "departure_on",
        "return_on",
        "reason",
        "source",
        "confidence",
    ),
    # organisations
    *nothing("delegation.organisation", "name", "place", "country", "website", "ended_on"),
    Datum("delegation.membercontact", "email", "contact", "member_contact"),
    Datum("delegation.membercontact", "name", "name", "member_contact"),
    Datum("delegation.membercontact", "language", "trace", "member_contact"),
    # mail
    Datum("delegation.outboxmail", "notice", "trace", "mail", export="no"),
    Datum("delegation.outboxmail", "ids", "trace", "mail", export="no"),
    Datum("delegation.outboxmail", "to_kind", "trace", "mail", export="no"),
    Datum("delegation.outboxmail", "language", "trace", "mail", export="no"),
    Datum("delegation.outboxmail", "key", "trace", "mail", export="no"),
    Datum("delegation.outboxmail", "error", "trace", "mail", export="no"),
    Datum("delegation.demomail", "to", "contact", "demo", export="no"),
    Datum("delegation.demomail", "subject", "free_text", "demo", export="no"),
    Datum("delegation.demomail", "text", "free_text", "demo", export="no"),
    Datum("delegation.demomail", "html", "free_text", "demo", export="no"),
    # audit and sealing
    Datum("delegation.auditevent", "verb", "trace", "audit", erase="keep"),
    Datum("delegation.auditevent", "kind", "trace", "audit", erase="keep"),
    Datum("delegation.auditevent", "purpose", "trace", "audit", erase="keep"),
    *nothing("delegation.auditseal", "previous_hash", "hash"),
    Datum("delegation.subjectkey", "wrapped", "secret", "legal_name", export="no", erase="key"),
    *nothing("delegation.subjectkey", "kek_id"),
    *nothing("delegation.sealedrecord", "column"),
    Datum("delegation.sealedrecord", "envelope", "secret", "legal_name", export="no", erase="key"),
]


def modules():
    return [import_module(name) for name in settings.PERSONAL_DATA]


def every_datum() -> list[Datum]:
    """What all apps declare."""
    return [datum for module in modules() for datum in module.DATA]


def every_keep() -> dict[str, Keep]:
    return {name: keep for module in modules() for name, keep in getattr(module, "KEEP", {}).items()}


def retention_rows() -> list[dict]:
    """For the privacy page: one row a kind of data, in the apps' order: what, how long, whether sealed."""
    keeps, data = every_keep(), every_datum()
    sealed = {datum.keep for datum in data if datum.sealed}
    used = {datum.keep for datum in data}
    hidden = {"nothing"} | (set() if settings.DEMO else {"demo"})
    return [
        {"what": keep.what, "how_long": keep.how_long, "sealed": name in sealed}
        for name, keep in keeps.items()
        if name in used and name not in hidden
    ]
