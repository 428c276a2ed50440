"""What a reviewer looks at before deciding: computed where a machine can, named where it cannot. Pure."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fundraising.budget_template import shown_label


@dataclass(frozen=True)
class Check:
    state: str  # ok | waiting | blocked | info
    text: str
    hint: str = ""


# Promises the network does not make, and words that point to a person or a place.
_PROMISES = re.compile(
    r"earmark|designat|100\s?%|tax.?deduct|guarantee|deducible|garantiz|destinad[oa] exclusivamente", re.IGNORECASE
)
_POINTS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.\w+"), lambda: _("an e-mail address")),
    (re.compile(r"https?://|www\."), lambda: _("a link")),
    (re.compile(r"(?<!\d)(\+?\d[\d\s().-]{7,}\d)(?!\d)"), lambda: _("a telephone number")),
    (
        re.compile(r"\b\d{1,5}\s\w+(\s\w+)?\s(street|st\.|avenue|ave\.|road|rd\.|lane|drive|blvd)\b", re.I),
        lambda: _("an address"),
    ),
    (re.compile(r"\b(flight|hotel|hostel|arriv\w+ on|land\w* on|vuelo|llego el)\b", re.I), lambda: _("travel details")),
)  # fmt: skip


def checks(*, text, lines, confirmed: bool, is_author: bool, family_gifts: int, currency: str) -> list[Check]:
    """`text` is the version's VersionText, `lines` its budget snapshot, `confirmed` whether a full name was agreed to a
    second time, `is_author` whether the reader wrote it."""
    return [
        _complete(text, lines),
        *_ranges(lines),
        _rates(lines, currency),
        _consent(text, confirmed),
        _promises(text),
        _recognised(text),
        _second_person(is_author),
        *_family(family_gifts),
    ]


def passing(found: list[Check]) -> int:
    return sum(check.state == "ok" for check in found)


def _words(text) -> str:
    return "\n".join([text.title, text.lede, text.story, text.in_geneva])


def _complete(text, lines) -> Check:
    whole = all([text.title, text.lede, text.story, text.in_geneva, text.shown_name, lines])
    if whole:
        return Check("ok", _("All required parts are there"))
    return Check("blocked", _("A required part is missing"), _("ask for it"))


def _ranges(lines) -> list[Check]:
    outside = [line for line in lines if is_outside(line)]
    if not outside:
        return [Check("ok", _("Every line within the usual range"))]
    text = ngettext("%(n)d line outside the usual range", "%(n)d lines outside the usual range", len(outside))
    explained = all(line["note"] for line in outside)
    hint = "; ".join(f"{shown_label(line.get('code') or '', line['label'])}: {line['note'] or '–'}" for line in outside)
    return [Check("info" if explained else "waiting", text % {"n": len(outside)}, hint)]


def is_outside(line: dict) -> bool:
    low, high, each = line.get("low_minor"), line.get("high_minor"), line["each_minor"]
    return (low is not None and each < low) or (high is not None and each > high)


def _rates(lines, currency) -> Check:
    waiting = sorted(
        {line["each_currency"] for line in lines if line["each_currency"] != currency and not line["rate"]}
    )
    if waiting:
        return Check("blocked", _("No planning rate for %(currency)s") % {"currency": ", ".join(waiting)})
    return Check("ok", _("Every amount in %(currency)s by a dated rate") % {"currency": currency})


def _consent(text, confirmed) -> Check:
    if text.naming == "full_name" and not confirmed:
        return Check("blocked", _("The full name was not confirmed a second time"))
    return Check("ok", _("The author agreed to be public as “%(name)s”") % {"name": text.shown_name})


def _promises(text) -> Check:
    found = _PROMISES.search(_words(text))
    if found:
        return Check("waiting", _("May promise what we do not"), _("“%(words)s”") % {"words": found.group(0)})
    return Check("ok", _("Promises nobody a seat, a use of the gift or a deduction"))


def _recognised(text) -> Check:
    words = _words(text)
    found = [f"{name()} (“{hit.group(0).strip()}”)" for pattern, name in _POINTS if (hit := pattern.search(words))]
    if found:
        return Check("waiting", _("May point to a person or a journey"), "; ".join(found))
    return Check("info", _("Nobody else can be recognised"), _("only you can tell: names, wells, houses, children"))


def _second_person(is_author) -> Check:
    if is_author:
        return Check("blocked", _("You wrote this; another reviewer decides"))
    return Check("ok", _("The author is not the reviewer"))


def _family(count) -> list[Check]:
    if not count:
        return []
    text = ngettext("%(n)d gift by family", "%(n)d gifts by family", count) % {"n": count}
    return [Check("info", text, _("receipted without the deduction sentences"))]
