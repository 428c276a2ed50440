"""Who gets what from the pool, as arithmetic alone: no database, no clock, no chance. The same inputs give the same
bytes of result, on any machine and in any order of the delegates.

`inputs` is a dict of numbers and uuids, without a name (see `engine.run`). Amounts are integer minor units of one
currency. Three policies answer the same question side by side; each gives a delegate either nothing or at least what
completes the lines without which there is no journey, and never more than the gap or the cap."""

from fundraising.allocation.canonical import canonical, sha256
from fundraising.allocation.engine import ALGORITHM, POLICIES, run

__all__ = ["ALGORITHM", "POLICIES", "canonical", "run", "sha256"]
