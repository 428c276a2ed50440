"""A small delegation in which every address has a row to stand on, and one person of every kind."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.test import Client
from django.utils import timezone
from djmoney.money import Money

from delegation.models import DemoMail, Person
from fundraising.actions import funds, shares, updates
from tests.factories import appeals, travel
from tests.factories import delegation as make
from tests.factories.fundraising import make_gift
from tests.flows import (
    world_claims,
    world_monthend,
    world_monthly,
    world_offline,
    world_payments,
    world_receipts,
    world_rounds,
    world_spending,
    world_transfers,
)
from travel.actions import accreditation, bookings, briefings, waivers
from travel.models import Waiver

ROLES = (
    "anonymous",
    "other",
    "owner",
    "reviewer",
    "treasurer",
    "logistics",
    "communications",
    "director",
    "auditor",
    "superuser",
)
STAFF = ("reviewer", "treasurer", "logistics", "communications", "director", "auditor")


@dataclass
class World:
    """`people` by role; `args` by the name an address gives its parameter, or by the address' own name."""

    delegation: object
    people: dict[str, Person]
    rows: dict[str, object]

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if person := self.people.get(role):
            client.force_login(person)
        return client

    @cached_property
    def clients(self) -> dict[str, Client]:
        return {role: self.client(role) for role in ROLES}


def build() -> World:
    """The owner travels: an open appeal shared once, a gift, an allocation proposed, a booking, a passport, a badge on
    its way, a briefing, a waiver. Another delegate has nothing but a draft."""
    delegation = make.make_delegation(name="The table", slug="the-table")
    people = {role: make.make_staff(delegation, role, name_used=role.title()) for role in STAFF}
    people["superuser"] = Person.objects.create_superuser("root@example.org", "quilt-and-thread", name_used="Root")
    owner = make.make_delegate(delegation, person=make.make_person(name_used="Ana"))
    other = make.make_delegate(delegation, person=make.make_person(name_used="Bo"))
    people |= {"owner": owner.person, "other": other.person}
    rows = {"owner": owner, "other": other, "applicant": make.make_delegate(delegation, "applied")}
    _money(delegation, people, owner, rows)
    _journey(delegation, people["logistics"], owner, rows)
    world_payments.add(delegation, people, owner, rows)
    rows["invitation"] = make.make_invitation(delegation, by=people["director"])
    rows["role"] = people["auditor"].role_grants.get()
    world_receipts.add(delegation, people, owner, rows)
    world_transfers.add(delegation, people, owner, rows)
    world_monthly.add(delegation, people, owner, rows)
    world_rounds.add(delegation, people, owner, rows)
    world_spending.add(delegation, people, owner, rows)
    world_monthend.add(delegation, people, owner, rows)
    rows["mail"] = DemoMail.objects.create(to="ana@example.org", subject="Hello", text="Hello", html="<p>Hello</p>")
    world_claims.add(delegation, people, owner, rows)
    world_offline.add(delegation, people, owner, rows)
    return World(delegation, people, rows)


def _money(delegation, people, owner, rows):
    appeal = rows["appeal"] = appeals.bring_appeal(
        delegate=owner, reviewer=people["reviewer"], photo=appeals.make_picture()
    )
    contact = rows["contact"] = make.make_contact()
    rows["organisation"] = contact.organisation
    rows["photo"] = appeal.approved_version.text.photo
    rows["share"] = shares.share_appeal(
        appeal, [contact.organisation], seen=str(appeal.approved_version.uuid), by=people["communications"]
    )[0]
    rows["update"] = updates.write(appeal, title="News", text="The passport is here.", by=owner.person)
    make_gift(funds.open_pool(delegation), 500)
    fund = rows["fund"] = funds.open_travel_fund(owner)
    rows["gift"] = make_gift(fund, 50)
    rows["allocation"] = funds.propose_allocation(
        people["treasurer"], fund, Money(100, "USD"), "need", "Closes a gap.", uuid.uuid4()
    )


def _journey(delegation, by, owner, rows):
    rows["booking"] = travel.booking(delegation, by, [owner])
    rows["held"] = travel.booking(
        delegation, by, [owner], locator="HELD77", held_until=timezone.now() + timedelta(days=3)
    )
    way = [travel.way_there(delegation.dates.first().review_on)]
    rows["held_own"] = bookings.record_own(owner, owner.person, plan=bookings.Plan("HELD78", way))
    bookings.ticket(rows["booking"], by)
    rows["passport"] = travel.passport(owner)
    rows["accreditation"] = accreditation.ask_letter(owner, by, ngo=travel.ngo())
    rows["briefing"] = briefings.create(delegation, by, title="Safety", bodies={"en": "Keep your papers with you."})
    rows["briefing_version"] = rows["briefing"].versions.get()
    rows["waiver"] = waivers.waive(owner, by, requirement="booking", reason=Waiver.Reason.values[0])
