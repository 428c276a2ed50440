"""More of everything: rows for each list of the small world."""

import uuid

from djmoney.money import Money

from delegation.models import Delegate, DemoMail, OutboxMail
from fundraising.actions import disputes, funds, payouts, refunds, shares, updates
from tests.factories import appeals, travel
from tests.factories import delegation as make
from tests.factories.fundraising import make_gift
from tests.factories.monthly import make_monthly
from tests.factories.payments import make_dispute, make_payout, make_refund, make_warning, taken
from tests.flows import crowd_money, world_payments
from tests.flows.world import World
from tests.flows.world_monthend import make_difference
from tests.flows.world_monthly import GIVER
from travel.actions import accreditation, bookings, briefings, papers, waivers
from travel.models import Waiver


def add(small: World, count: int) -> None:
    """`count` more travellers with all a traveller can have, and as many rows of whatever belongs to nobody."""
    for _ in range(count):
        crowd_money.add_one(small, _traveller(small))
        _others(small)
    crowd_money.grow(small, count)


def _traveller(small: World):
    people, delegation = small.people, small.delegation
    delegate = make.make_delegate(delegation, organisation=make.make_organisation())
    appeal = appeals.bring_appeal(delegate=delegate, reviewer=people["reviewer"])
    appeals.amend(appeal, lede="It changed since.")
    updates.write(appeal, title="News", text="The passport is here.", by=delegate.person)
    contact = make.make_contact()
    seen = str(appeal.approved_version.uuid)
    shares.share_appeal(appeal, [contact.organisation], seen=seen, by=people["communications"])
    shares.share_appeal(small.rows["appeal"], [make.make_contact().organisation],
                        seen=str(small.rows["appeal"].approved_version.uuid), by=people["communications"])  # fmt: skip
    make_difference()
    fund = funds.open_travel_fund(delegate)
    make_gift(fund, 50, message="All the best", shown_name="Friends")
    make_gift(small.rows["fund"], 20, message="Good luck", shown_name="A neighbour")
    _payments(small, fund)
    make_monthly(small.rows["fund"], email=GIVER)
    waiting = make_monthly(funds.open_travel_fund(make.make_delegate(delegation)))
    Delegate.objects.filter(pk=waiting.fund.delegate_id).update(status="withdrawn")
    funds.propose_allocation(people["treasurer"], fund, Money(5, "USD"), "need", "A gap.", uuid.uuid4())
    by = people["logistics"]
    bookings.ticket(travel.booking(delegation, by, [delegate, small.rows["owner"]]), by)
    papers.see(travel.passport(delegate), by)
    accreditation.ask_letter(delegate, by, ngo=travel.ngo())
    waivers.waive(delegate, by, requirement="booking", reason=Waiver.Reason.values[0])
    return delegate


def _payments(small: World, fund) -> None:
    gift = make_gift(fund, 300)
    refunds.follow(gift.payment_intent, [make_refund(gift, 10_00)])
    refunds.request(gift, small.people["treasurer"], Money(260, "USD"), "twice", "Paid twice.", uuid.uuid4())
    disputes.follow(gift.payment_intent, make_dispute(gift, taken(5_00), amount=5_00))
    disputes.warn(gift.payment_intent, make_warning(gift))
    world_payments.hold_apart(funds.open_pool(small.delegation))
    payouts.follow(make_payout(10_00, "paid"))


def _others(small: World) -> None:
    people, delegation = small.people, small.delegation
    make.make_delegate(delegation, "applied")
    make.make_invitation(delegation, by=people["director"])
    make.make_staff(delegation, "auditor")
    appeals.send(make.make_delegate(delegation))
    appeals.make_rate(delegation, by=people["treasurer"])
    briefings.create(delegation, people["logistics"], title="More", bodies={"en": "Words."})
    DemoMail.objects.create(to="ana@example.org", subject="Hello", text="Hello", html="<p>Hello</p>")
    OutboxMail.objects.get_or_create(
        key=str(uuid.uuid4()),
        defaults={"notice": "delegation.invited", "ids": {}, "to_kind": "delegation.person", "to_uuid": uuid.uuid4()},
    )
