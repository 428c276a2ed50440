"""Plays the demo delegation: four months of a network's work, ending today."""

from datetime import date, timedelta
from decimal import Decimal

import time_machine
from django.db import transaction
from django.utils import timezone

from delegation.actions import people as seats
from delegation.models import Delegate, Delegation
from fundraising.actions import budgets, funds, shares
from fundraising.demo_stripe.store import Store
from travel.demo import (
    appeals,
    claims,
    journeys,
    money,
    monthend,
    monthly,
    offline,
    people,
    receipts,
    rounds,
    scenes,
    spending,
    till,
    transfers,
)
from travel.demo.cast import DELEGATES
from travel.demo.stage import Script

# Stages whose appeal is public, and of those the ones whose required costs are covered.
OPEN = {
    "ready", "badge_pending", "booked", "briefing_open", "badge_rejected", "no_ngo", "passport_short",
    "passport_open", "funded", "raising", "second_version", "remote", "paused",
}  # fmt: skip
FUNDED = OPEN - {"raising", "second_version", "remote", "paused"}
POOL_GIFTS = (
    (96, 5000, "Gulf Families United"), (88, 4500, "A foundation that likes to stay small"), (71, 6000, ""),
    (55, 4000, "Northern Treaty Council"), (41, 5500, "The Tuesday choir"), (34, 3500, ""),
)  # fmt: skip
# Days ago on which the pool closed what was missing.
CLOSES = 27
# days ago, whose, title, text, who read it first (None: still waits)
NEWS = (
    (
        48, "Ana", "First hundred dollars in an hour",
        "I know who some of you are. Thank you. I am not telling you what I did in the parking lot.", "sam",
    ),
    (
        24, "Ana", "The passport is here",
        "Three weeks earlier than they said. The woman at the counter asked what Geneva was for, and I ended up "
        "testing her tap.", "sam",
    ),
    (
        2, "Winona", "The elders sewed something", "It is for the door. I will show you when I am back.", None,
    ),
)  # fmt: skip


def load(today: date, stripe: Store) -> Delegation:
    """Everything, in one play. The database must not hold the demo yet. `stripe` is an empty store; afterwards it holds
    what the demo Stripe goes on from."""
    with till.opened(stripe):
        return _load(today)


def _load(today: date) -> Delegation:
    script = Script(today=timezone.now())
    cast = {}
    world = {}
    _prologue(script, world, today)
    for number, member in enumerate(DELEGATES, start=1):
        _delegate(script, world, cast, member, number, today)
    _epilogue(script, world, cast, today)
    with transaction.atomic():
        script.play()
    # What is unsealed for a mail is audited in a transaction of its own: invitations, and the addresses of payees.
    with time_machine.travel(script.today - timedelta(hours=20), tick=True):
        _invite(world)
        spending.play(world["delegation"], world["staff"])
        claims.play(world["delegation"], world["staff"])
    script.post(script.today)
    # Nothing may be posted into a month that is closed: this comes last.
    monthend.compare_and_close(world["delegation"], world["staff"]["dolores"], world["staff"]["ngozi"])
    return world["delegation"]


def _prologue(script, world, today: date):
    def found():
        world["delegation"] = people.make_delegation()
        world["staff"] = people.hire(world["delegation"])
        staff = world["staff"]
        people.set_first_dates(world["delegation"], staff["ngozi"], today)
        people.found_organisations(staff["ngozi"])
        funds.open_pool(world["delegation"])

    def staff(name):
        return world["staff"][name]

    script.add(130, found, hour=9)
    script.add(112, lambda: people.move_dates(world["delegation"], staff("ngozi"), today), hour=10)
    script.add(108, lambda: _rates(world, today), hour=11)
    script.add(64, lambda: journeys.publish_briefings(world["delegation"], staff("lina")), hour=9)
    script.add(8, lambda: journeys.publish_new_security(world["delegation"], staff("lina")), hour=9)
    for days, units, name in POOL_GIFTS:
        gift = money.Gift(units=units, shown_name=name)
        script.add(days, lambda gift=gift: money.give(gift, world["delegation"]), hour=13)
    for _ in range(24):
        gift = money.any_gift(money.CHANCE.choice((10, 20, 25, 40, 50, 75, 100)))
        script.add(money.CHANCE.randrange(1, 80), lambda gift=gift: money.give(gift, world["delegation"]), hour=18)


def _rates(world, today: date):
    dolores = world["staff"]["dolores"]
    as_of = today - timedelta(days=108)
    for currency, rate in (("CHF", "1.2300"), ("EUR", "1.1600")):
        budgets.enter_rate(
            world["delegation"], currency=currency, rate=Decimal(rate), as_of=as_of,
            source="Planning rate of the network’s bank, rounded up", by=dolores,
        )  # fmt: skip


def _delegate(script, world, cast, member, number: int, today: date):
    """One person's cues. Applicants of the last days wait on the desk; the others are further."""
    waits = member.stage == "applied"
    script.add(2 + number % 4 if waits else 104 - number % 9, lambda: _apply(world, cast, member), minute=number)
    if waits:
        return
    script.add(92 - number % 5, lambda: _seat(world, cast, member), minute=number)
    if member.stage in {"declined", "nominated"}:
        return
    if member.stage == "withdrawn":
        script.add(30, lambda: seats.withdraw(_row(cast, member), by=_row(cast, member).person), minute=number)
        return
    script.add(88, lambda: people.seal_names(_row(cast, member)), hour=16, minute=number)
    _appeal(script, world, cast, member, number)
    if member.stage in OPEN:
        _money(script, world, cast, member, number)
        script.add(85, lambda: _journey_later(script, world, cast, member, today, number), minute=number)


def _journey_later(script, world, cast, member, today, number):
    """Kept as a cue, so that the row exists; its own cues are played at their times."""
    inner = Script(today=script.today)
    journeys.stage_journey(inner, member, _row(cast, member), world["staff"], today, number)
    script.insert(inner)


def _apply(world, cast, member):
    cast[member.mail] = people.apply(member, world["delegation"]).pk


def _row(cast, member) -> Delegate:
    return Delegate.objects.select_related("person", "delegation").get(pk=cast[member.mail])


def _seat(world, cast, member):
    ngozi = world["staff"]["ngozi"]
    if member.stage == "declined":
        seats.decline(_row(cast, member), by=ngozi, reason="no_seat", note="Strong; ask again for the next review.")
    else:
        seats.nominate(_row(cast, member), by=ngozi)


def _appeal(script, world, cast, member, number: int):
    def write():
        appeals.draft(member, _row(cast, member))
        if member.stage != "draft":
            appeals.budget(member, _row(cast, member))
            if member.drawn:
                appeals.picture(_row(cast, member))

    late = member.stage in {"in_review", "changes", "refused", "draft"}
    written = {"in_review": 7, "changes": 9, "refused": 8, "draft": 5}.get(member.stage, 84 - number % 7)
    script.add(written, write, hour=12, minute=number)
    if member.stage == "draft":
        return
    script.add(written - 1, lambda: appeals.submit(_row(cast, member)), hour=12, minute=number)
    if member.stage == "changes":
        note = "Strong, and short. One question: do the people in your count agree to be counted? If yes, say so."
        script.add(6, lambda: appeals.ask_changes(_row(cast, member), world["staff"]["sam"], note), minute=number)
    if not late:
        reviewer = "sam" if number % 3 else "ngozi"
        script.add(written - 3, lambda: appeals.approve(_row(cast, member), world["staff"][reviewer]), minute=number)
        if member.shared_with:
            script.add(written - 5, lambda: _share(world, cast, member), minute=number)
    if member.stage == "remote":
        script.add(32, lambda: appeals.close(_row(cast, member), world["staff"]["ngozi"]), minute=number)
    if member.stage == "second_version":
        script.add(2, lambda: appeals.second_version(_row(cast, member)), hour=17, minute=number)


def _share(world, cast, member):
    appeal = appeals.appeal_of(_row(cast, member))
    seen = str(appeal.approved_version.uuid)
    shares.share_appeal(appeal, appeals.members(member.shared_with), seen=seen, by=world["staff"]["lina"])


def _money(script, world, cast, member, number: int):
    later = 0
    for gift in money.gifts_for(member.given, member.gifts):
        days = money.CHANCE.choice((72, 70, 66, 60, 55, 50, 44, 38, 33, 28, 20, 13, 11, 9, 8, 6, 5, 4, 3, 2, 1, 1))
        if member.stage in {"remote", "paused"}:
            # These pages take no more gifts.
            days = 36 + days % 36
        later += gift.units if days < CLOSES else 0
        script.add(
            days,
            lambda gift=gift, days=days: money.give(
                gift, world["delegation"], appeal=appeals.appeal_of(_row(cast, member)), read=days > 2
            ),
            hour=money.CHANCE.randrange(6, 21),
            minute=money.CHANCE.randrange(60),
        )
    if member.stage in FUNDED:
        script.add(CLOSES, lambda: _close_gap(world, cast, member, later), hour=14, minute=number)


def _close_gap(world, cast, member, later: int):
    """What is missing on the required lines, less most of what gifts will still bring; a margin for their fees."""
    staff, row = world["staff"], _row(cast, member)
    units = money.required_gap_units(row) - later * 9 // 10 + 30
    if units > 0:
        money.allocate(row, staff["dolores"], staff["ngozi"], units=units, note="Closes the required lines.")


def _epilogue(script, world, cast, today: date):
    ana, marcus, tia = (next(m for m in DELEGATES if m.name.startswith(n)) for n in ("Ana", "Marcus", "Tia"))

    def news(days, member, title, text, approver):
        def write():
            appeals.update(_row(cast, member), world["staff"].get(approver), title, text)

        script.add(days, write, hour=19)

    for days, name, title, text, approver in NEWS:
        news(days, next(m for m in DELEGATES if m.name.startswith(name)), title, text, approver)
    script.add(3, lambda: money.leave_unpaid(world["delegation"], appeals.appeal_of(_row(cast, marcus))), hour=20)
    script.add(1, lambda: money.await_debit(world["delegation"], appeals.appeal_of(_row(cast, ana))), hour=17)
    script.add(3, lambda: _propose(world, cast, tia, 900, "need"), hour=10)
    script.add(1, lambda: _propose(world, cast, marcus, 650, "deadline"), hour=10)
    script.add(2, lambda: _hold(world, cast, (marcus, tia), today), hour=11)
    script.add(2, lambda: _move_on(world), hour=15)
    monthly.stage(script, world, cast, DELEGATES)
    script.add(1, lambda: receipts.mend(world["delegation"], world["staff"]["dolores"]), hour=11)
    rounds.stage_rounds(script, world, cast)
    scenes.stage_scenes(script, world, cast)
    offline.stage_offline(script, scenes.Play(world, cast))


def _move_on(world):
    transfers.propose_and_decide(world["delegation"], world["staff"]["dolores"], world["staff"]["ngozi"])


def _propose(world, cast, member, units: int, reason: str):
    money.propose(_row(cast, member), world["staff"]["dolores"], units=units, reason=reason)


def _hold(world, cast, members, today: date):
    until = timezone.now() + timedelta(days=6)
    journeys.hold([_row(cast, m) for m in members], world["staff"]["kai"], until=until)


def _invite(world):
    """One that waits for an answer, and one that went to an address with a slip in it."""
    ngozi = world["staff"]["ngozi"]
    seats.invite(world["delegation"], email="josue@people.example", language="es", by=ngozi)
    slip = seats.invite(world["delegation"], email="jouse@people.example", language="es", by=ngozi)
    seats.withdraw_invitation(slip, by=ngozi)
