"""One version beside the one it would replace: text, budget, and what the public can see."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fundraising import diff
from fundraising.models import Naming

TEXT_LABELS = {
    "title": gettext_lazy("Title"),
    "lede": gettext_lazy("Opening sentences"),
    "story": gettext_lazy("In the author’s words"),
    "in_geneva": gettext_lazy("What happens in Geneva"),
}


@dataclass(frozen=True)
class BudgetRow:
    """A line in both versions: minor units of the budget's currency, None where a version has no such line."""

    label: str
    old: int | None
    new: int | None
    line: dict

    @property
    def change(self) -> int:
        return (self.new or 0) - (self.old or 0)

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Shown:
    label: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Comparison:
    texts: dict
    rows: list[BudgetRow]
    shown: list[Shown]
    old_total: int
    new_total: int

    @property
    def changes(self) -> int:
        return (
            sum(diff.count_changes(found) for found in self.texts.values())
            + sum(row.changed for row in self.rows)
            + sum(item.changed for item in self.shown)
        )

    @property
    def changed_texts(self) -> list:
        return [(TEXT_LABELS[name], found) for name, found in self.texts.items() if diff.count_changes(found)]

    @property
    def calm_texts(self) -> list:
        """What stayed word for word: (label, paragraphs)."""
        return [
            (TEXT_LABELS[name], [text for par in found for text in par.hidden])
            for name, found in self.texts.items()
            if not diff.count_changes(found)
        ]

    @property
    def calm_rows(self) -> list[BudgetRow]:
        return [row for row in self.rows if not row.changed]

    @property
    def changed_rows(self) -> list[BudgetRow]:
        return [row for row in self.rows if row.changed]

    @property
    def calm_total(self) -> int:
        return sum(row.new or 0 for row in self.calm_rows)


def compare(old, new) -> Comparison:
    """`old` and `new` are VersionText; `old` may be None for a first version."""
    return Comparison(
        texts={name: diff.compare(getattr(old, name) if old else "", getattr(new, name)) for name in TEXT_LABELS},
        rows=budget_rows(old.budget if old else [], new.budget),
        shown=_shown(old, new),
        old_total=sum(line["amount_minor"] for line in old.budget) if old else 0,
        new_total=sum(line["amount_minor"] for line in new.budget),
    )


def budget_rows(old: list[dict], new: list[dict]) -> list[BudgetRow]:
    """Lines joined by their uuid, else by template code, else by name; in the new order, what went last."""
    left = list(old)
    rows = []
    for line in new:
        match = _match(line, left)
        if match:
            left.remove(match)
        rows.append(BudgetRow(line["label"], match["amount_minor"] if match else None, line["amount_minor"], line))
    rows += [BudgetRow(line["label"], line["amount_minor"], None, line) for line in left]
    return rows


def _match(line, candidates):
    for key in ("uuid", "code", "label"):
        value = line.get(key)
        found = next((c for c in candidates if value and c.get(key) == value), None)
        if found:
            return found
    return None


def _shown(old, new) -> list[Shown]:
    def pair(label, tell):
        return Shown(str(label), str(tell(old)) if old else "", str(tell(new)))

    return [
        pair(_("Name"), lambda t: t.shown_name),
        pair(_("Kind of name"), lambda t: Naming(t.naming).label),
        pair(_("Place"), lambda t: t.region or _("none")),
        pair(_("Organisation"), lambda t: _("shown") if t.show_organisation else _("not shown")),
        pair(_("Picture"), _picture),
    ]


def _picture(text) -> str:
    if not text.photo_id:
        return _("quilt block")
    return _("photograph: %(alt)s") % {"alt": text.photo.alt or _("not described")}
