"""The same people under several rules, side by side: what each rule gives them is cloth, what stays missing is
stitched."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from delegation.pictures.svg import chart, figure, rect, text

STEP, HEAD, TALL = 30, 62, 18
NAMES, COLUMN, BAR = 190, 230, 130
SLIM_WIDTH, SLIM_STEP, SLIM_TALL = 330, 66, 10


@dataclass(frozen=True)
class Rule:
    """One column: its name, and one line of what it achieves."""

    label: str
    words: str


@dataclass(frozen=True)
class Claimant:
    """`missing` and `given` (one a rule, in their order) in minor units; `words` the same, ready to print; `needs` is a
    sentence for the narrow drawing, after the name."""

    name: str
    missing: int
    needs: str
    given: tuple[int, ...]
    words: tuple[str, ...]


def policies(rules: list[Rule], people: list[Claimant], *, title: str, desc: str, ident: str = "pol") -> SafeString:
    """A broad and a slim drawing of the same figures; the place chooses by its width. Empty when nobody claims."""
    if not people:
        return SafeString("")
    most = max(max(person.missing, *person.given) for person in people) or 1
    broad = chart(
        NAMES + COLUMN * len(rules), HEAD + STEP * len(people), _broad(rules, people, most), title=title,
        description=desc, ident=f"{ident}-b", css="broad",
    )  # fmt: skip
    top = 18 * len(rules) + 22
    slim = chart(
        SLIM_WIDTH, top + SLIM_STEP * len(people), _slim(rules, people, most, top), title=title, description=desc,
        ident=f"{ident}-s", css="slim",
    )  # fmt: skip
    return SafeString(f'<div class="fit">{broad}{slim}</div>')


def _broad(rules, people, most) -> str:
    body = ""
    for place, rule in enumerate(rules):
        x = NAMES + COLUMN * place
        body += text(x, 16, rule.label, "t-big") + text(x, 36, rule.words)
    for row, person in enumerate(people):
        y = HEAD + STEP * row
        body += text(0, y + 13.5, person.name, "t-strong")
        for place in range(len(rules)):
            x = NAMES + COLUMN * place
            body += _bar(person, place, x, y, BAR, TALL, most)
            end = x + BAR * max(person.missing, person.given[place]) / most
            body += text(end + 8, y + 13.5, person.words[place])
    return body


def _slim(rules, people, most, top) -> str:
    body = "".join(
        text(0, 14 + 18 * place, f"{place + 1}. {rule.label}", "t-strong") for place, rule in enumerate(rules)
    )
    for row, person in enumerate(people):
        y = top + SLIM_STEP * row
        body += (
            f'<text x="0" y="{figure(y + 12)}"><tspan class="t-strong">{escape(person.name)}</tspan> '
            f"{escape(person.needs)}</text>"
        )
        for place in range(len(rules)):
            body += _bar(person, place, 0, y + 20 + 13 * place, SLIM_WIDTH, SLIM_TALL, most)
    return body


def _bar(person, place, x, y, width, tall, most) -> str:
    given = person.given[place]
    solid = width * given / most
    left = width * max(person.missing - given, 0) / most
    body = rect(x + solid + 0.8, y + 0.8, left - 1.6, tall - 1.6, "c-gap") if left > 2 else ""
    return body + (rect(x, y, solid, tall, "c-got") if given else "")
