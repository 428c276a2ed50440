"""Cloth for what is there, paler cloth for what is promised, stitches for what is missing."""

from django.utils.html import escape
from django.utils.safestring import SafeString

from delegation.pictures.svg import figure, percent


def _bar(label: str, inner: str, css: str) -> SafeString:
    classes = f"bar {css}".strip()
    return SafeString(f'<svg class="{classes}" role="img" aria-label="{escape(label)}">{inner}</svg>')


def bar(given: int, promised: int, needed: int, label: str, css: str = "") -> SafeString:
    """Money on one line, minor units. More than needed is a full bar."""
    tall = 20 if "tall" in css else 8 if "thin" in css else 14
    needed = max(needed, 1)
    given = max(0, min(given, needed))
    promised = max(0, min(promised, needed - given))
    gap = needed - given - promised
    inner = ""
    if gap:
        inner += (
            f'<rect class="c-gap" x="{percent(given + promised, needed)}" y="1" width="{percent(gap, needed)}" '
            f'height="{tall - 2}" rx="2"/>'
        )
    if given:
        inner += f'<rect class="c-got" width="{percent(given, needed)}" height="{tall}" rx="2"/>'
    if promised:
        inner += (
            f'<rect class="c-promised" x="{percent(given, needed)}" width="{percent(promised, needed)}" '
            f'height="{tall}"/>'
        )
    return _bar(label, inner, css)


def units(given: int, needed: int, label: str, css: str = "") -> SafeString:
    """Things that come in pieces: nights, ways, days. More than 31 pieces are drawn as one bar."""
    if needed > 31 or needed < 1:
        return bar(given, 0, needed, label, css=css)
    gap = 1.6 if needed <= 16 else 0.8
    width = (100 - gap * (needed - 1)) / needed
    pieces = "".join(
        f'<rect class="{"c-got" if i < given else "c-gap"}" x="{figure(i * (width + gap))}%" '
        f'y="{0 if i < given else 1}" width="{figure(width)}%" height="{14 if i < given else 12}" rx="2"/>'
        for i in range(needed)
    )
    return _bar(label, pieces, css)


def bar_of_parts(parts: list[tuple[str, int]], label: str) -> SafeString:
    """How many are blocked, on the way, ready: [("blocked", 9), ("waiting", 8), ("ok", 23)], side by side."""
    total = sum(count for _state, count in parts) or 1
    x, inner = 0.0, ""
    for state, count in parts:
        if count:
            width = 100 * count / total
            inner += (
                f'<rect class="c-mark is-{escape(state)}" x="{figure(x)}%" width="{figure(max(width - 0.4, 0.4))}%" '
                'height="20" rx="2"/>'
            )
            x += width
    return _bar(label, inner, "tall")
