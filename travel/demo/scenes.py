"""What goes otherwise in the demo: one small scene for each turn a journey, an appeal or a dollar can take."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from delegation.actions import organisations, roles
from delegation.models import Delegate, MemberContact, RoleGrant
from fundraising import inbox
from fundraising.actions import appeals as pages
from fundraising.actions import budgets, funds, reviews, shares
from fundraising.models import Share
from travel.actions import accreditation, bookings, papers, waivers
from travel.demo import appeals, journeys, money, payments


@dataclass(frozen=True)
class Play:
    """The delegation, its staff by first name in lower case, and its delegates' keys by address."""

    world: dict
    cast: dict

    @property
    def delegation(self):
        return self.world["delegation"]

    def staff(self, name: str):
        return self.world["staff"][name]

    def delegate(self, name: str) -> Delegate:
        key = self.cast[f"{name}@people.example"]
        return Delegate.objects.select_related("person", "delegation").get(pk=key)

    def appeal(self, name: str):
        return appeals.appeal_of(self.delegate(name))


# -- appeals ----------------------------------------------------------------------------------
def take_back_and_send_again(play: Play):
    luz = play.delegate("luz")
    pages.take_back(appeals.waiting(luz), by=luz.person)
    fields = {"lede": "Forty women, one laundry, and a heat that nobody had measured. Luz bought a thermometer."}
    pages.save_draft(luz, fields, allows_sharing=True, by=luz.person)
    appeals.submit(luz)


def pause_page(play: Play):
    """She asked for it herself: a hearing at home comes first."""
    pages.pause(play.appeal("luz"), by=play.staff("sam"))


def decline_appeal(play: Play):
    note = (
        "Two people in your second paragraph have not agreed to be told about. Write to us; we help to tell it safely."
    )
    reviews.decline(appeals.waiting(play.delegate("vernon")), by=play.staff("sam"), reason="consent", note=note)


def recall_share(play: Play):
    share = Share.objects.get(appeal=play.appeal("tia"), organisation__name="Home Care Voices")
    shares.recall_share(share, by=play.staff("lina"))


def stop_mails(_play: Play):
    """A member pressed the button below a mail."""
    organisations.stop_contact(MemberContact.objects.get(email="elders@oglala.example"))


# -- money ------------------------------------------------------------------------------------
def decline_allocation(play: Play):
    proposal = money.propose(play.delegate("winona"), play.staff("dolores"), units=3000, reason="need")
    funds.decline(proposal, play.staff("ngozi"), note="Too much from one round. Her own page still brings gifts.")


def take_back_allocation(play: Play):
    proposal = money.propose(play.delegate("kim"), play.staff("dolores"), units=400, reason="equity")
    funds.take_back(proposal, play.staff("dolores"), note="Meant for another delegate.")


def debit_fails(play: Play):
    money.fail_debit(play.delegation, play.appeal("marcus"))


def hold_apart(play: Play):
    money.pay_other_amount(play.delegation, play.appeal("ana"))


def tell_of_review(_play: Play):
    """Stripe tells of something the books do not know."""
    now = int(timezone.now().timestamp())
    review = {"id": "prv_demo_first", "object": "review", "open": True, "reason": "rule"}
    event = {
        "id": "evt_demo_first_review",
        "object": "event",
        "type": "review.opened",
        "api_version": None,
        "created": now,
        "livemode": False,
        "data": {"object": review},
    }
    body = json.dumps(event).encode()
    secret = settings.STRIPE_WEBHOOK_SECRETS[0].encode()
    signature = hmac.new(secret, f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    inbox.receive(body, f"t={now},v1={signature}")
    inbox.process()


def enter_newer_rate(play: Play):
    budgets.enter_rate(
        play.delegation, currency="CHF", rate=Decimal("1.2500"), as_of=timezone.localdate(),
        source="Planning rate of the network’s bank, rounded up", by=play.staff("dolores"),
    )  # fmt: skip


# -- the journey ------------------------------------------------------------------------------
def end_role(play: Play):
    """Ray helped with the messages before he came to look at the books."""
    grant = RoleGrant.objects.get(person=play.staff("ray"), role="communications")
    roles.end(grant, by=play.staff("ngozi"))


def grant_role(play: Play):
    roles.grant(play.delegation, email=play.staff("ray").email, role="communications", by=play.staff("ngozi"))


def cancel_booking(play: Play):
    until = timezone.now() + timedelta(days=4)
    booking = journeys.hold([play.delegate("josefina")], play.staff("kai"), until=until, locator="QK7M3T")
    bookings.cancel(booking, play.staff("kai"))


def book_oneself(play: Play):
    journeys.book_oneself(play.delegate("nnamdi"))


def reject_passport(play: Play):
    papers.reject(play.delegate("winona").passport, play.staff("kai"))


def waive_passport_call(play: Play):
    """The network's own lawyer saw the passport; no call is needed."""
    waivers.waive(play.delegate("marcus"), play.staff("kai"), requirement="passport_valid", reason="other_proof")


def end_waiver(play: Play):
    waiver = waivers.waive(play.delegate("yusuf"), play.staff("kai"), requirement="accred_ok", reason="risk_taken")
    waivers.end(waiver, play.staff("kai"))


# Whose way to the badge goes on, and which steps it takes.
BADGES = (
    ("grace", ("issue_badge",)),
    ("malik", ("issue_badge", "activate_badge")),
    ("samir", ("expire",)),
    ("ludmila", ("submit",)),
    ("kim", ("sign_letter", "submit", "receive", "ask")),
    ("tia", ()),
    ("amara", ("withdraw",)),
)
# Who had no letter asked for; `tia` has an NGO chosen and nothing asked.
LETTERS = ("kim", "amara", "winona")


def ask_letters(play: Play):
    for number, name in enumerate(LETTERS):
        accreditation.ask_letter(play.delegate(name), play.staff("kai"), ngo=journeys.ngo(number))


def go_on_with_badges(play: Play):
    accreditation.begin(play.delegate("tia"), play.staff("kai"), ngo=journeys.ngo(1))
    for name, verbs in BADGES:
        for verb in verbs:
            accreditation.VERBS[verb](play.delegate(name).accreditation, play.staff("kai"))


# days ago, hour, what happens
SCENES = (
    (100, 9, grant_role),
    (79, 9, take_back_and_send_again),
    (60, 10, end_role),
    (45, 9, stop_mails),
    (35, 15, ask_letters),
    (31, 12, cancel_booking),
    (21, 9, enter_newer_rate),
    (19, 16, decline_allocation),
    (15, 10, take_back_allocation),
    (14, 12, pause_page),
    (12, 9, recall_share),
    (7, 18, debit_fails),
    (5, 9, hold_apart),
    (4, 11, go_on_with_badges),
    (4, 15, decline_appeal),
    (3, 12, reject_passport),
    (3, 13, waive_passport_call),
    (3, 14, end_waiver),
    (2, 9, tell_of_review),
    (1, 9, book_oneself),
)


def stage_scenes(script, world: dict, cast: dict):
    play = Play(world, cast)
    for days, hour, scene in SCENES:
        script.add(days, lambda scene=scene: scene(play), hour=hour, minute=59)
    payments.stage_payments(script, play)
