"""What an appeal still lacks before it can be sent to review: pure. The page lists it, the action refuses by it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fundraising.budget_template import shown_label
from fundraising.naming import public_name


@dataclass(frozen=True)
class Part:
    """One thing a complete appeal has. `where` is the page's name and the anchor on it; `staff` owe it, if set."""

    code: str
    ok: bool
    text: str
    hint: str = ""
    page: str = "my_appeal"
    anchor: str = ""
    staff_owe: bool = False


def parts(draft, lines, name_used: str) -> list[Part]:
    """Every part, in the order of the pages. `lines` are budget lines."""
    return [*_story(draft), _name(draft, name_used), *_budget(lines)]


def missing(draft, lines, name_used: str) -> list[Part]:
    return [part for part in parts(draft, lines, name_used) if not part.ok]


def _story(draft) -> list[Part]:
    return [
        Part("title", bool(draft.title.strip()), _("Title"), _("one line"), anchor="id_title"),
        Part("lede", bool(draft.lede.strip()), _("Opening sentences"), _("one or two"), anchor="id_lede"),
        Part("story", bool(draft.story.strip()), _("Your story"), _("three short paragraphs"), anchor="id_story"),
        Part(
            "in_geneva",
            bool(draft.in_geneva.strip()),
            _("What happens in Geneva"),
            _("one sentence is enough to begin"),
            anchor="id_in_geneva",
        ),
    ]


def _name(draft, name_used) -> Part:
    name = public_name(draft.naming, draft.shown_name, name_used)
    if not name:
        hint = _("type the name givers should read")
        if draft.naming == "first_region":
            hint = _("add a name to your profile, or choose another name here")
        return Part("name", False, _("The name givers read"), hint, anchor="id_naming_0")
    if draft.naming == "full_name" and not draft.full_name_confirmed_at:
        return Part(
            "full_name",
            False,
            _("Your full name is not confirmed"),
            _("read what it means first"),
            page="my_appeal_full_name",
        )
    return Part("name", True, _("You agree to be public as “%(name)s”") % {"name": name}, anchor="id_naming_0")


def _budget(lines) -> list[Part]:
    if not lines:
        return [Part("budget", False, _("The budget"), _("fill it from the template"), page="my_budget")]
    found = []
    for line in lines:
        if line.out_of_range and not line.note.strip():
            found.append(_outside(line))
    fine = len(lines) - len(found)
    waiting = sorted({line.each_currency for line in lines if is_unconverted(line)})
    for currency in waiting:
        found.append(
            Part(
                f"rate_{currency}",
                False,
                _("The planning rate for %(currency)s") % {"currency": currency},
                _("staff enter it; you do nothing"),
                page="my_budget",
                staff_owe=True,
            )
        )
    if fine:
        text = ngettext("%(n)d budget line in range", "%(n)d budget lines in range", fine) % {"n": fine}
        found.append(Part("lines", True, text, page="my_budget"))
    return found


def _outside(line) -> Part:
    above = line.out_of_range == "high"
    text = _("%(line)s: above the usual range") if above else _("%(line)s: below the usual range")
    hint = _("lower it, or say why in the note") if above else _("raise it, or say why in the note")
    label = shown_label(line.code or "", line.label)
    return Part(f"line_{line.uuid}", False, text % {"line": label}, hint, "my_budget", f"line-{line.uuid}")


def is_unconverted(line) -> bool:
    """A line in another currency that still waits for its rate; it counts nothing in the goal."""
    return line.each_currency != line.budget.currency and line.rate_id is None
