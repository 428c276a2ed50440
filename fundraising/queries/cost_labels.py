"""What an entry of spending paid for, in words: a table from the kind of thing it is about to a function that answers
for many at once. An area that pays for something adds its kind with `declare`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fundraising.budget_template import shown_label
from fundraising.models import BudgetLine, ClaimPart, Commitment, CostReturn, Disbursement


@dataclass(frozen=True)
class CostLabel:
    """`code` is the budget template's, empty where the line is the author's own; `words` are for staff alone."""

    code: str = ""
    words: str = ""


Resolver = Callable[[Iterable[UUID]], dict[UUID, CostLabel]]
RESOLVERS: dict[str, Resolver] = {}

# What the public may read of a line: its kind, by the beginning of its code. No route, no place, no date, no name.
_KINDS = (
    ("airfare", _("the flight")),
    ("domestic_feeder", _("the way to the airport")),
    ("lodging", _("a bed")),
    ("tourist_tax", _("a bed")),
    ("daily", _("meals")),
    ("meals", _("meals")),
    ("ground", _("buses and trains")),
    ("local_transport", _("buses and trains")),
    ("insurance", _("insurance")),
    ("bag", _("the flight")),
    ("comms", _("a telephone")),
    ("passport", _("papers for the journey")),
    ("schengen", _("papers for the journey")),
    ("etias", _("papers for the journey")),
    ("reentry", _("papers for the journey")),
    ("care", _("care for those at home")),
)
OTHER = _("other costs of the journey")


def declare(about_kind: str, resolve: Resolver) -> None:
    RESOLVERS[about_kind] = resolve


def labels(about: Iterable[tuple[str, UUID | None]]) -> dict[tuple[str, UUID | None], CostLabel]:
    """For each (kind, uuid) of entries; one query a kind. Unknown kinds have no words."""
    asked: dict[str, set[UUID]] = {}
    for kind, uuid in about:
        if kind in RESOLVERS and uuid is not None:
            asked.setdefault(kind, set()).add(uuid)
    return {
        (kind, uuid): found for kind, uuids in asked.items() for uuid, found in RESOLVERS[kind](sorted(uuids)).items()
    }


def kind_words(code: str) -> str:
    """A cost as everybody may read it."""
    return str(next((words for start, words in _KINDS if code.startswith(start)), OTHER))


def _budget_lines(uuids):
    rows = BudgetLine.objects.filter(uuid__in=uuids).values_list("uuid", "code", "label")
    return {uuid: CostLabel(code, shown_label(code, label)) for uuid, code, label in rows}


declare("fundraising.budgetline", _budget_lines)


def _by_commitment(model, path: str) -> Resolver:
    """Of rows that draw on a commitment: the budget line it is for, else its purpose."""

    def resolve(uuids):
        rows = model.objects.filter(uuid__in=uuids).select_related(f"{path}__budget_line")
        return {row.uuid: _of(getattr(row, path)) for row in rows if getattr(row, path) is not None}

    return resolve


def _of(commitment: Commitment) -> CostLabel:
    line = commitment.budget_line
    if line is None:
        return CostLabel(words=str(commitment.get_purpose_display()))
    return CostLabel(line.code, shown_label(line.code, line.label))


declare("fundraising.disbursement", _by_commitment(Disbursement, "commitment"))
declare("fundraising.claimpart", _by_commitment(ClaimPart, "commitment"))
declare("fundraising.costreturn", _by_commitment(CostReturn, "commitment"))
