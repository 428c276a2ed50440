"""The real reviews of the United States as history: what happened, with every version of its dates and its source."""

from datetime import date, datetime

from django.core.management.base import BaseCommand
from django.db import transaction

from delegation.actions.delegations import set_dates
from delegation.facts import facts
from delegation.models import Delegation

STATUS = {
    "held": Delegation.ReviewStatus.HELD,
    "postponed_then_held": Delegation.ReviewStatus.HELD,
    "state_absent": Delegation.ReviewStatus.STATE_ABSENT,
    "rescheduled_tentative": Delegation.ReviewStatus.PLANNED,
}
REASONS = {
    "state_absent": "The State announced in August that it would not take part; the Council rescheduled its review",
    "rescheduled_tentative": "Rescheduled to the 53rd session; no date was published when this was written",
}
CYCLES = {1: "first", 2: "second", 3: "third", 4: "fourth"}


class Command(BaseCommand):
    help = "Load the real US reviews (cycles 1 to 4) as history. Run again, it changes nothing that is there."

    def handle(self, *args, **options):
        with transaction.atomic():
            made = sum(load(review) for review in facts()["upr"]["us_reviews"])
        self.stdout.write(f"history: {made} reviews added")


def load(review: dict) -> bool:
    """One review with the versions of its dates, oldest first. False when it is there already."""
    session = review["wg_session"]
    when = review["review_date"][:4] if review["review_date"] else f"{session}rd session"
    delegation, made = Delegation.objects.get_or_create(
        slug=f"usa-upr-{session}",
        defaults={
            "name": f"United States {when}, {CYCLES[review['cycle']]} cycle",
            "cycle": review["cycle"],
            "session": session,
            "review_status": STATUS[review["status"]],
            "travel_status": Delegation.TravelStatus.HISTORY,
        },
    )
    if made:
        for version in versions(review):
            set_dates(delegation, by=None, **version)
    return made


def versions(review: dict) -> list[dict]:
    """The arguments of set_dates for each version: where a review was moved, the first date stands before it."""
    first = review.get("originally")
    now = _version(review) | {
        "report_adopted_on": _day(review.get("wg_report_adopted")),
        "plenary_on": _day(review.get("plenary_adoption", {}).get("date")),
        "reason": REASONS.get(review["status"], "Postponed by the pandemic" if first else ""),
    }
    return [_version(first), now] if first else [now]


def _version(found: dict) -> dict:
    starts, ends = found["session_dates"] or (None, None)
    local = found.get("review_start_local")
    return {
        "session_starts_on": _day(starts),
        "session_ends_on": _day(ends),
        "review_on": _day(found["review_date"]),
        "review_time": datetime.fromisoformat(local).time() if local else None,
        "source": facts()["sources"][found["source"]]["title"][:200],
        "confidence": found["confidence"],
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
