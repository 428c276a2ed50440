"""The requirements, in the order of the page: the first five of the facts' forty-six. Titles, owners, anchors, days and
dependencies come from the facts; here stands how each is read and checked."""

from dataclasses import dataclass

from django.db.models import Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from delegation import sealed
from delegation.figures import money_text
from delegation.money import exponent
from fundraising.ledger.balances import of_funds
from fundraising.models import Allocation, BudgetLine, Fund, Offer
from fundraising.queries.in_kind import covered_required
from travel.models import (
    Accreditation,
    Acknowledgement,
    BookingCheck,
    Briefing,
    BriefingVersion,
    Passport,
    PassportCheck,
    Traveller,
)
from travel.readiness.base import Found, Requirement
from travel.readiness.rules import PassportFits


@dataclass(frozen=True)
class Money:
    needed_minor: int
    there_minor: int
    proposed_minor: int
    currency: str


def whole_units(money: Money) -> dict[str, int]:
    """The sums as pages show them, in minor units of whole units: costs rounded up, what is there rounded down."""
    unit = 10 ** exponent(money.currency)
    needed = -(-money.needed_minor // unit) * unit
    there = needed if money.there_minor >= money.needed_minor else money.there_minor // unit * unit
    return {"needed_shown": needed, "there_shown": there, "missing_shown": needed - there}


class Funding(Requirement):
    """The fund holds what the required budget lines cost, less what is given in kind."""

    code = "funding"
    label = gettext_lazy("Journey funded")
    column = gettext_lazy("Money")

    def load(self, scope):
        needed = (
            BudgetLine.objects.filter(required=True, **scope.filter("budget__delegate"))
            .order_by()
            .values_list("budget__delegate", "budget__currency")
            .annotate(total=Sum("amount_minor"))
        )
        funds = list(Fund.objects.filter(kind="travel", **scope.filter("delegate")))
        held = of_funds(funds)
        there = {fund.delegate_id: held[fund.pk].total for fund in funds}
        proposed = dict(
            Allocation.objects.filter(status="proposed", **scope.filter("fund__delegate"))
            .order_by()
            .values_list("fund__delegate")
            .annotate(total=Sum("amount_minor"))
        )
        offered = (
            Offer.objects.filter(status__in=Offer.OPEN, **scope.filter("fund__delegate"))
            .order_by()
            .values_list("fund__delegate")
            .annotate(total=Sum("amount_minor"))
        )
        for pk, total in offered:
            proposed[pk] = proposed.get(pk, 0) + total
        in_kind = covered_required(**scope.filter("delegate"))
        return {
            pk: Money(total - in_kind.get(pk, 0), there.get(pk, 0), proposed.get(pk, 0), currency)
            for pk, currency, total in needed
        }

    def check(self, evidence, scope):
        if evidence is None:
            return Found("todo", _("The budget is not written yet."), "delegate", begun=False)
        missing = evidence.needed_minor - evidence.there_minor
        shown = whole_units(evidence)
        parts = {
            "needed_minor": evidence.needed_minor,
            "there_minor": min(evidence.there_minor, evidence.needed_minor),
            "missing_minor": max(missing, 0),
            "proposed_minor": min(evidence.proposed_minor, max(missing, 0)),
            "currency": evidence.currency,
            **shown,
        }
        if missing <= 0:
            return Found("verified", _("All required lines are covered."), parts=parts)
        sums = {
            "missing": money_text(shown["missing_shown"], evidence.currency),
            "needed": money_text(shown["needed_shown"], evidence.currency),
        }
        if evidence.proposed_minor >= missing:
            words = _("The missing %(missing)s is proposed or offered, and waits for an answer.") % sums
            return Found("submitted", words, "staff", parts=parts)
        return Found("todo", _("%(missing)s of %(needed)s is missing.") % sums, "staff", parts=parts)


@dataclass(frozen=True)
class Flight:
    status: str
    good: bool | None
    against: int | None
    held_until: object = None


class Flights(Requirement):
    """Tickets exist, and the flights were checked against the dates."""

    code = "booking"
    label = gettext_lazy("Flights ticketed")
    column = gettext_lazy("Flights")
    anchored = True

    def load(self, scope):
        pairs = list(
            Traveller.objects.filter(**scope.filter("delegate"))
            .exclude(booking__status="cancelled")
            .order_by("booking_id")
            .values_list("delegate_id", "booking_id", "booking__status", "booking__held_until")
        )
        checks = {
            booking: (good, version)
            for booking, good, version in BookingCheck.objects.filter(
                booking__travellers__in=Traveller.objects.filter(**scope.filter("delegate"))
            )
            .order_by("id")
            .values_list("booking_id", "good", "dates__version")
        }
        found: dict[int, list[Flight]] = {}
        for delegate, booking, status, held_until in pairs:
            good, version = checks.get(booking, (None, None))
            found.setdefault(delegate, []).append(Flight(status, good, version, held_until))
        return found

    def check(self, evidence, scope):
        if not evidence:
            return Found("todo", _("No flights are booked yet."), "staff", begun=False)
        held = [flight for flight in evidence if flight.status == "held"]
        ticketed = [flight for flight in evidence if flight.status == "ticketed"]
        if any(flight.good is False for flight in ticketed):
            return Found("rejected", _("The flights do not fit the dates of the review."), "staff")
        if held:
            lapses = [flight.held_until for flight in held if flight.held_until]
            if lapses and min(lapses).date() < scope.today:
                return Found("expired", _("The held fare has lapsed."), "staff")
            return Found("submitted", _("The fare is held; the ticket is not bought yet."), "staff")
        return Found("verified", _("Ticketed"), against=min((f.against or 0) for f in ticketed))


@dataclass(frozen=True)
class Paper:
    status: str
    verdict: str
    against: int | None


class Papers(Requirement):
    """A passport whose dates fit, seen by staff in a call."""

    code = "passport_valid"
    label = gettext_lazy("Passport seen")
    column = gettext_lazy("Passport")
    anchored = True

    def load(self, scope):
        passports = list(Passport.objects.filter(**scope.filter("delegate")))
        verdicts = sealed.for_rule(PassportFits(scope.dates, scope.today), passports)
        seen = dict(
            PassportCheck.objects.filter(passport__status="seen", **scope.filter("passport__delegate"))
            .order_by()
            .values_list("passport_id")
            .annotate(version=Max("dates__version"))
        )
        return {p.delegate_id: Paper(p.status, verdicts[p.uuid], seen.get(p.pk)) for p in passports}

    def check(self, evidence, scope):
        if evidence is None:
            return Found("todo", _("Country and dates of the passport are not given yet."), "delegate", begun=False)
        if evidence.verdict == "expired":
            return Found("expired", PassportFits.words("expired"), "delegate")
        if evidence.verdict == "missing":
            return Found("todo", PassportFits.words("missing"), "delegate")
        if evidence.status == "rejected":
            return Found("rejected", PassportFits.words("rejected"), "delegate")
        if evidence.verdict not in PassportFits.GOOD:
            return Found("rejected", PassportFits.words(evidence.verdict), "delegate")
        if evidence.status == "declared":
            return Found("submitted", _("To be seen in a call."), "staff")
        return Found("verified", _("Seen in a call"), against=evidence.against)


@dataclass(frozen=True)
class Way:
    status: str
    ngo: str
    against: int | None
    since: object = None


# status -> (state, owner); words beside it below.
BADGE = {
    "not_started": ("todo", "staff"),
    "letter_requested": ("todo", "ngo"),
    "letter_signed": ("todo", "delegate"),
    "submitted": ("submitted", "un"),
    "pending": ("submitted", "un"),
    "info_requested": ("rejected", "delegate"),
    "approved": ("verified", ""),
    "badge_issued": ("verified", ""),
    "badge_activated": ("verified", ""),
    "rejected": ("rejected", "staff"),
    "expired": ("expired", "staff"),
    "withdrawn": ("todo", "staff"),
}

# Said lazily: one look-up for each delegate, however many statuses there are.
BADGE_WORDS = {
    "not_started": gettext_lazy("No letter of accreditation is asked for yet."),
    "letter_requested": gettext_lazy("The letter of accreditation is being written."),
    "letter_signed": gettext_lazy("The letter is signed. Registration with the UN comes next."),
    "submitted": gettext_lazy("Registered with the UN; its answer takes about three working days."),
    "pending": gettext_lazy("The UN looks at the registration; it takes about three working days."),
    "info_requested": gettext_lazy("The UN asks something about the registration."),
    "approved": gettext_lazy("Approved by the UN"),
    "badge_issued": gettext_lazy("The badge is sent"),
    "badge_activated": gettext_lazy("The badge is active"),
    "rejected": gettext_lazy("The UN refused the registration."),
    "expired": gettext_lazy("The accreditation has lapsed."),
    "withdrawn": gettext_lazy("The registration was withdrawn."),
}


class Badge(Requirement):
    """The UN approved the registration."""

    code = "accred_ok"
    label = gettext_lazy("Badge approved")
    column = gettext_lazy("Badge")
    anchored = True

    def load(self, scope):
        rows = Accreditation.objects.filter(**scope.filter("delegate")).values_list(
            "delegate_id", "status", "ngo__name", "dates__version", "status_since"
        )
        return {pk: Way(status, ngo or "", version, since) for pk, status, ngo, version, since in rows}

    def check(self, evidence, scope):
        status = evidence.status if evidence else "not_started"
        state, owner = BADGE[status]
        words = str(BADGE_WORDS[status])
        parts = {"ngo": evidence.ngo, "since": evidence.since} if evidence else {}
        begun = status not in {"not_started", "withdrawn"}
        return Found(state, words, owner, against=evidence.against if evidence else None, begun=begun, parts=parts)


@dataclass(frozen=True)
class Reading:
    """How many documents must be read, how many are in the living version, how many only in an older one."""

    required: int
    read: int
    outdated: int


class Reads(Requirement):
    """Every required document is read in its living version."""

    code = "briefing"
    label = gettext_lazy("Briefing read")
    column = gettext_lazy("Briefing")
    for_remote = True

    def load(self, scope):
        wanted = Briefing.objects.filter(delegation=scope.delegation, required=True, withdrawn_at__isnull=True)
        living = dict(
            BriefingVersion.objects.filter(briefing__in=wanted)
            .order_by()
            .values_list("briefing_id")
            .annotate(newest=Max("number"))
        )
        newest: dict[int, dict[int, int]] = {}
        rows = (
            Acknowledgement.objects.filter(version__briefing__in=wanted, **scope.filter("delegate"))
            .order_by()
            .values_list("delegate_id", "version__briefing_id")
            .annotate(newest=Max("version__number"))
        )
        for delegate, briefing, number in rows:
            newest.setdefault(delegate, {})[briefing] = number
        return _Readings(living, newest)

    def check(self, evidence, scope):
        if evidence is None or evidence.required == 0:
            return Found("todo", _("The briefing is not published yet."), "staff", begun=False)
        left = evidence.required - evidence.read
        parts = {"left": left, "required": evidence.required}
        if left == 0:
            return Found("verified", _("Read"), parts=parts)
        if left == evidence.outdated:
            words = ngettext(
                "%(n)s document changed since it was read.", "%(n)s documents changed since they were read.", left
            ) % {"n": left}
            return Found("recheck", words, "delegate", parts=parts)
        words = ngettext(
            "%(left)s of %(all)s document to read.", "%(left)s of %(all)s documents to read.", evidence.required
        ) % {"left": left, "all": evidence.required}
        return Found("todo", words, "delegate", parts=parts)


class _Readings(dict):
    """Answers for everybody, also for those who have read nothing."""

    def __init__(self, living: dict, newest: dict):
        self.living, self.newest = living, newest

    def get(self, delegate, default=None):
        mine = self.newest.get(delegate, {})
        read = sum(1 for briefing, number in self.living.items() if mine.get(briefing, 0) >= number)
        outdated = sum(1 for briefing, number in self.living.items() if 0 < mine.get(briefing, 0) < number)
        return Reading(len(self.living), read, outdated)


REQUIREMENTS = (Funding(), Flights(), Papers(), Badge(), Reads())
BY_CODE = {requirement.code: requirement for requirement in REQUIREMENTS}
# What each waits for, among those we check.
NEEDS = {r.code: r.fact.needs & BY_CODE.keys() for r in REQUIREMENTS}
