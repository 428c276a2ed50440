"""The stage: virtual time, and the script of who did what when."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from heapq import heapify, heappop, heappush

import time_machine

from delegation import outbox


@dataclass(order=True)
class Cue:
    at: datetime
    order: int
    do: Callable = field(compare=False)


@dataclass
class Script:
    """Collects cues in any order and plays them in the order of time, each at its own moment."""

    today: datetime
    cues: list[Cue] = field(default_factory=list)
    counted: int = 0

    def add(self, days_ago: float, do: Callable, *, hour: int = 15, minute: int = 0):
        """`days_ago` days before today at hour:minute UTC; never later than a minute before the demo is made."""
        day = (self.today - timedelta(days=days_ago)).date()
        at = min(
            datetime.combine(day, time(hour, minute), UTC),
            self.today - timedelta(minutes=1),
        )
        self.cues.append(Cue(at, len(self.cues), do))

    def insert(self, other: "Script"):
        """Cues made while playing; those of the past of the play are run at once, in order."""
        for cue in other.cues:
            heappush(self.cues, replace(cue, order=self.counted))
            self.counted += 1

    def play(self):
        """Runs every cue at its time, and sends each day's mail in the evening of that day."""
        heapify(self.cues)
        self.counted = len(self.cues)
        day = None
        while self.cues:
            cue = heappop(self.cues)
            if day is not None and cue.at.date() != day:
                self.post(datetime.combine(day, time(22, 0), UTC))
            day = cue.at.date()
            with time_machine.travel(cue.at, tick=True):
                cue.do()

    def post(self, at: datetime):
        with time_machine.travel(at, tick=True):
            while outbox.deliver():
                pass
