"""The safe harbour of an accountable plan (Treas. Reg. 1.62-2(g)(2)(i)): money in advance at most 30 days before its
cost, accounted for within 60 days after, the excess handed back within 120. Local calendar days, all inclusive: the
sixtieth day is still in time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

ADVANCE_DAYS, ACCOUNT_DAYS, RETURN_DAYS = 30, 60, 120


class Stage(Enum):
    """Where an advance stands that is not settled yet."""

    TOO_EARLY = "too_early"
    OPEN = "open"
    ACCOUNT_SOON = "account_soon"
    ACCOUNT_LATE = "account_late"
    RETURN_LATE = "return_late"


@dataclass(frozen=True)
class Clock:
    """`cost_on`: the first day the money is for. `ends_on`: the last day of what it is for, usually coming home."""

    cost_on: date
    ends_on: date

    def __post_init__(self):
        if self.ends_on < self.cost_on:
            raise ValueError("what the money is for ends after it begins")

    @property
    def pay_from(self) -> date:
        return self.cost_on - timedelta(days=ADVANCE_DAYS)

    @property
    def remind_on(self) -> date:
        """Half-way to the day of account."""
        return self.ends_on + timedelta(days=ADVANCE_DAYS)

    @property
    def account_by(self) -> date:
        return self.ends_on + timedelta(days=ACCOUNT_DAYS)

    @property
    def return_by(self) -> date:
        return self.ends_on + timedelta(days=RETURN_DAYS)

    def stage(self, today: date) -> Stage:
        if today < self.pay_from:
            return Stage.TOO_EARLY
        if today > self.return_by:
            return Stage.RETURN_LATE
        if today > self.account_by:
            return Stage.ACCOUNT_LATE
        return Stage.ACCOUNT_SOON if today >= self.remind_on else Stage.OPEN

    def reminders_due(self, today: date) -> list[int]:
        """Which of the reminders of days 30, 60 and 120 have come due: each is sent once. That of day 60 and 120 falls
        on the last day in time, so that there is still a day to act."""
        marks = ((ADVANCE_DAYS, self.remind_on), (ACCOUNT_DAYS, self.account_by), (RETURN_DAYS, self.return_by))
        return [days for days, on in marks if today >= on]


def local_day(at: datetime, zone: str) -> date:
    """The calendar day of an instant where somebody is. Raises ValueError for a naive time."""
    if at.tzinfo is None:
        raise ValueError("an instant has a zone")
    return at.astimezone(ZoneInfo(zone)).date()


def days_of_journey(leaves_at: datetime, leaves_zone: str, home_at: datetime, home_zone: str) -> tuple[date, date]:
    """First and last day of a journey, each as the calendar said it in that place."""
    return local_day(leaves_at, leaves_zone), local_day(home_at, home_zone)
