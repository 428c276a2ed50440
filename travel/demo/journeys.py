"""How far each delegate of the demo has come: papers, flights, badge, briefings."""

from datetime import date, datetime, time, timedelta

from djmoney.money import Money

from delegation.actions import people
from delegation.models import Organisation
from travel.actions import accreditation, bookings, briefings, papers
from travel.demo.briefings import BRIEFINGS, SECURITY_ADDED
from travel.itineraries.legs import leg
from travel.models import Acknowledgement, Briefing

# Days before today. The whole play ends today.
PAPERS, LETTERS, BOOKED, REGISTERED, ANSWERED, READ = 58, 40, 26, 20, 9, 6

# stage -> what has happened; the order of the words is the order of the journey
STAGES = {
    "ready": "passport seen booked accredited read",
    "badge_pending": "passport seen booked pending read_old",
    "booked": "passport seen booked letter read_some",
    "briefing_open": "passport seen booked accredited",
    "badge_rejected": "passport seen booked badge_refused read",
    "no_ngo": "passport seen booked read_some",
    "passport_short": "passport_short",
    "passport_open": "passport letter",
    "funded": "passport seen letter_asked",
    "raising": "passport",
    "second_version": "passport seen",
    "remote": "remote read_some",
}

# home airport, hub, flight over the ocean, its local departure and arrival (next day), flight to Geneva
ROUTES = {
    "airfare_east": ("JFK", "ZRH", "HV 15", time(18, 5), time(8, 0)),
    "airfare_midwest_south": ("ORD", "ZRH", "HV 9", time(19, 20), time(11, 5)),
    "airfare_west": ("SFO", "ZRH", "HV 418", time(13, 40), time(9, 35)),
    "airfare_remote": ("EWR", "ZRH", "HV 19", time(18, 25), time(8, 15)),
}


def publish_briefings(delegation, by):
    for title, title_es, due, english, spanish in BRIEFINGS:
        briefings.create(
            delegation, by, title=title, title_es=title_es, due_days=due, bodies={"en": english, "es": spanish}
        )


def publish_new_security(delegation, by):
    title, _es, _due, english, spanish = BRIEFINGS[2]
    briefing = Briefing.objects.get(delegation=delegation, title=title)
    briefings.publish(briefing, by, bodies={"en": english + SECURITY_ADDED[0], "es": spanish + SECURITY_ADDED[1]})


def stage_journey(script, cast, delegate, staff, today: date, number: int):
    """Queue what has happened on one delegate's way."""
    words = STAGES.get(cast.stage, "").split()
    kai, me, minute = staff["kai"], delegate.person, number
    if "remote" in words:
        script.add(33, lambda: people.turn_remote(delegate, by=staff["ngozi"]), minute=minute)
    if "passport" in words:
        given = PAPERS if "seen" in words else 4 + number % 5
        script.add(given, lambda: declare(delegate, me, today, years=6), minute=minute)
    if "passport_short" in words:
        script.add(PAPERS, lambda: declare(delegate, me, today, years=0), minute=minute)
    if "seen" in words:
        script.add(PAPERS - 4, lambda: papers.see(fresh(delegate).passport, kai), minute=minute)
    if "booked" in words:
        script.add(BOOKED, lambda: book(delegate, kai, cast.airfare, number), minute=minute)
    stage_badge(script, words, delegate, kai, number)
    stage_reading(script, words, delegate, me, minute)


def stage_badge(script, words, delegate, kai, number):
    steps = {
        "letter_asked": (),
        "letter": ("sign_letter",),
        "pending": ("sign_letter", "submit", "receive"),
        "accredited": ("sign_letter", "submit", "receive", "approve"),
        "badge_refused": ("sign_letter", "submit", "receive", "reject"),
    }
    days = {
        "sign_letter": LETTERS - 8,
        "submit": REGISTERED,
        "receive": REGISTERED - 1,
        "approve": ANSWERED,
        "reject": 4,
    }
    verbs = next((steps[w] for w in words if w in steps), None)
    if verbs is None:
        return
    script.add(LETTERS, lambda: accreditation.ask_letter(fresh(delegate), kai, ngo=ngo(number)), minute=number)
    for verb in verbs:
        step = getattr(accreditation, verb)
        script.add(days[verb], lambda step=step: step(fresh(delegate).accreditation, kai), hour=16, minute=number)


def stage_reading(script, words, delegate, me, minute):
    if "read" in words:
        script.add(READ - 3, lambda: read(delegate, me, most=9), minute=minute)
    if "read_some" in words:
        script.add(READ, lambda: read(delegate, me, most=2), minute=minute)
    if "read_old" in words:
        # Read before the security briefing changed, so that it asks again.
        script.add(READ + 6, lambda: read(delegate, me, most=9), minute=minute)


def fresh(delegate):
    return type(delegate).objects.select_related("person", "delegation").get(pk=delegate.pk)


def ngo(number: int) -> Organisation:
    return Organisation.objects.filter(is_accrediting=True).order_by("name")[number % 2]


def declare(delegate, by, today: date, *, years: int):
    """With no years left the passport ends two months after the journey: too short for the Schengen rule."""
    ends = today + timedelta(days=365 * years + 70) if years else today + timedelta(days=120)
    papers.declare(fresh(delegate), by, country="US", issued_on=ends - timedelta(days=3650), expires_on=ends)


def book(delegate, by, airfare: str, number: int):
    row = fresh(delegate)
    dates = row.delegation.dates.first()
    out, home = dates.departure_on, dates.return_on
    start, hub, flight, leaves, lands = ROUTES[airfare]
    carrier, digits = flight.split()
    legs = [
        leg(flight, start, hub, datetime.combine(out, leaves), datetime.combine(out + timedelta(days=1), lands)),
        leg("HV 2810", hub, "GVA", *_pair(out + timedelta(days=1), time(12, 50), time(13, 40))),
        leg("HV 2803", "GVA", hub, *_pair(home, time(8, 5), time(8, 55))),
        leg(f"{carrier} {int(digits) + 1}", hub, start, *_pair(home, time(10, 20), time(13, 30))),
    ]
    plan = bookings.Plan(locator=locator(number), legs=legs, price=Money(fare(airfare, number), "USD"))
    booking = bookings.record(row.delegation, by, delegates=[row], plan=plan)
    numbers = {str(t.uuid): f"724-{4_000_000_000 + number * 7919}" for t in booking.travellers.all()}
    bookings.ticket(booking, by, numbers=numbers)


def hold(delegates, by, *, until: datetime, locator: str = "QK7P2D"):
    """One reservation for one or more people, its fare held and not yet paid."""
    rows = [fresh(d) for d in delegates]
    plan = bookings.Plan(locator=locator, legs=_over_zurich(rows[0]), price=Money(2480, "USD"), held_until=until)
    return bookings.record(rows[0].delegation, by, delegates=rows, plan=plan)


def book_oneself(delegate):
    """Typed in by the traveller; staff look at it before it counts."""
    row = fresh(delegate)
    return bookings.record_own(row, row.person, plan=bookings.Plan(locator="QK7W5N", legs=_over_zurich(row)))


def _over_zurich(row):
    dates = row.delegation.dates.first()
    out, home = dates.departure_on, dates.return_on
    return [
        leg("HV 9", "ORD", "ZRH", *_over(out, time(19, 20), time(11, 5))),
        leg("HV 2810", "ZRH", "GVA", *_pair(out + timedelta(days=1), time(12, 50), time(13, 40))),
        leg("HV 2803", "GVA", "ZRH", *_pair(home, time(8, 5), time(8, 55))),
        leg("HV 10", "ZRH", "ORD", *_pair(home, time(10, 20), time(13, 30))),
    ]


def _pair(day: date, leaves: time, lands: time):
    return datetime.combine(day, leaves), datetime.combine(day, lands)


def _over(day: date, leaves: time, lands: time):
    return datetime.combine(day, leaves), datetime.combine(day + timedelta(days=1), lands)


def locator(number: int) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"QK7{letters[number % 24]}{number % 8 + 2}{letters[(number * 5) % 24]}"


def fare(airfare: str, number: int) -> int:
    base = {"airfare_east": 905, "airfare_midwest_south": 1130, "airfare_west": 1240, "airfare_remote": 1760}[airfare]
    return base + number * 7 % 60


def read(delegate, by, *, most: int):
    """Acknowledge the living version of the first documents not yet read."""
    row = fresh(delegate)
    done = set(Acknowledgement.objects.filter(delegate=row).values_list("version_id", flat=True))
    for briefing in Briefing.objects.filter(delegation=row.delegation, withdrawn_at=None).order_by("position")[:most]:
        version = briefing.versions.first()
        if version.pk not in done:
            briefings.acknowledge(version, by, delegate=row)
