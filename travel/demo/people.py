"""The network of the demo: people, organisations, the delegation and its moved date."""

from datetime import date, time, timedelta
from functools import lru_cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from delegation.actions import (
    consents,
    delegations,
    organisations,
    people,
    profiles,
    roles,
)
from delegation.models import Delegation, Organisation, Person, RoleGrant
from travel.demo.cast import DELEGATES, ORGANISATIONS, PASSWORD, STAFF

SLUG = "common-table"


def next_monday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7)


def review_day(today: date) -> date:
    """A Monday about ten weeks ahead, so that every state of a journey can be shown."""
    return next_monday(today + timedelta(days=65))


@lru_cache(maxsize=1)
def _hashed() -> str:
    """The one demo password, hashed once: hashing is slow on purpose."""
    return make_password(PASSWORD)


def make_person(name: str, mail: str, language: str) -> Person:
    person = Person.objects.create(email=mail, password=_hashed(), name_used=name, language=language)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def make_delegation() -> Delegation:
    return Delegation.objects.create(
        slug=SLUG,
        name="Common Table delegation",
        cycle=4,
        session=53,
        takes_applications=True,
        headline="The people in the report belong in the room",
        headline_es="Quienes están en el informe deben estar en la sala",
        lede="Farmworkers, midwives, elders, organizers. They wrote the reports. Now they need a flight, a bed and a "
        "badge, so that somebody in Geneva can look them in the eye.",
        lede_es="Campesinas, parteras, mayores, gente que organiza. Escribieron los informes. Ahora necesitan un "
        "vuelo, una cama y una credencial, para que en Ginebra alguien pueda mirarles a los ojos.",
    )


def hire(delegation) -> dict[str, Person]:
    """The staff, by first name in lower case. The director's own role is the installation's first row."""
    staff = {name.split()[0].lower(): make_person(name, mail, language) for name, mail, _roles, language in STAFF}
    director = staff["ngozi"]
    began = timezone.localdate() - timedelta(days=60)
    for role in ("director", "reviewer"):
        RoleGrant.objects.create(person=director, delegation=delegation, role=role, starts_on=began)
    for _name, mail, held, _language in STAFF:
        for role in held:
            if mail != director.email:
                roles.grant(delegation, email=mail, role=role, by=director)
    return staff


def set_first_dates(delegation, by, today: date):
    """The first plan: half a year before the present one, as in 2020."""
    review = next_monday(review_day(today) - timedelta(weeks=26))
    delegations.set_dates(
        delegation,
        by=by,
        review_time=time(14, 30),
        reason="First plan of the secretariat",
        source="Calendar of the Working Group",
        **_days(review),
    )


def move_dates(delegation, by, today: date):
    delegations.set_dates(
        delegation,
        by=by,
        review_time=time(14, 30),
        reason="The Council moved the session",
        source="Note by the secretariat",
        **_days(review_day(today)),
    )


def _days(review: date) -> dict:
    return {
        "session_starts_on": review - timedelta(days=7),
        "session_ends_on": review + timedelta(days=4),
        "review_on": review,
        "report_adopted_on": review + timedelta(days=4),
        "plenary_on": review + timedelta(days=128),
        "departure_on": review - timedelta(days=4),
        "return_on": review + timedelta(days=6),
    }


def found_organisations(by):
    """`by` keeps the list; each contact agreed when it joined."""
    for name, place, since, accredits, mail, language in ORGANISATIONS:
        organisation = organisations.add_organisation(
            by=by,
            name=name,
            place=place,
            country="CH" if "Switzerland" in place else "US",
            website=f"https://{mail.split('@')[1]}" if mail else "",
            is_member=since is not None,
            member_since=since,
            is_accrediting=accredits,
        )
        if mail:
            organisations.agree_contact(organisation, by=by, email=mail, name="", language=language)


def apply(cast, delegation):
    person = Person.objects.filter(email=cast.mail).first() or make_person(cast.name, cast.mail, cast.language)
    return people.apply(
        delegation,
        by=person,
        name_used=cast.name,
        region=cast.region,
        organisation=Organisation.objects.get(name=cast.organisation),
        theme=cast.theme,
        why=cast.lede or "I would like to bring what we wrote to the people who read it.",
        consents=tuple(consents.CONSENTS),
    )


def seal_names(delegate):
    """Legal name and telephone, sealed by the person themself; the numbers are reserved for fiction."""
    number = 100 + delegate.pk % 100
    profiles.seal_profile(
        delegate.person,
        by=delegate.person,
        legal_name=delegate.person.name_used.upper(),
        phone=f"+1 202 555 0{number}",
    )


def log_ins() -> list[tuple[str, str, str]]:
    """Who can sign in to the demo: name, address, what they do."""
    rows = [(name, mail, ", ".join(held)) for name, mail, held, _language in STAFF]
    shown = {"ana", "leilani", "josefina", "imani"}
    rows += [(c.name, c.mail, "delegate") for c in DELEGATES if c.mail.split("@")[0] in shown]
    return rows
