"""What the collected facts say of each requirement: owner, anchor, days before, and what it waits for."""

from dataclasses import dataclass
from functools import lru_cache

from delegation.facts import facts


@dataclass(frozen=True)
class Fact:
    code: str
    title: str
    owner: str
    anchor: str
    days_before: int
    needs: frozenset[str]


def readiness() -> dict:
    return facts()["readiness"]


@lru_cache(maxsize=64)
def fact(code: str) -> Fact:
    row = _rows()[code]
    return Fact(code, row["title"], row["owner"], row["due_anchor"], row["due_days_before"], _before(code))


@lru_cache(maxsize=1)
def _rows() -> dict:
    return {row["code"]: row for row in readiness()["requirements"]}


@lru_cache(maxsize=64)
def _before(code: str) -> frozenset[str]:
    """Everything a requirement waits for, near or far: a step we do not check yet passes on what it waits for."""
    near = _rows()[code]["depends_on"]
    return frozenset(near).union(*(_before(other) for other in near))
