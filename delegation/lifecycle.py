"""Which verb leads from which status to which: pure tables, one a kind. `moves.move` is the only reader that writes."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    sources: tuple[str, ...]
    target: str
    # Who does it, in words for the diagram and the test that walks every table: a person's verb has a permission.
    by: str = "person"


@dataclass(frozen=True)
class Lifecycle:
    kind: str
    initial: str
    verbs: dict[str, Step] = field(default_factory=dict)


LIFECYCLES: dict[str, Lifecycle] = {}


def declare(kind: str, initial: str, **verbs: Step) -> Lifecycle:
    """Register the table of one kind (`app.model`). Each app declares its own in its `lifecycles` module."""
    LIFECYCLES[kind] = Lifecycle(kind, initial, verbs)
    return LIFECYCLES[kind]


declare(
    "delegation.delegate",
    "applied",
    nominate=Step(("applied", "declined"), "nominated"),
    decline=Step(("applied",), "declined"),
    withdraw=Step(("applied", "nominated", "remote"), "withdrawn"),
    turn_remote=Step(("nominated", "travelling"), "remote"),
    return_in_person=Step(("remote", "withdrawn"), "nominated"),
)
