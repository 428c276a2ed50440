"""Days as squares of a calendar, each filled as far as its allowance goes: what is paid is cloth, what somebody else
provided is stitched."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from delegation.pictures.svg import chart, rect, text

WIDTH, HEIGHT, GAP = 88, 76, 8
_MARK = 14


@dataclass(frozen=True)
class DaySquare:
    """`amount` of `most` is filled; `marks` says of each meal whether somebody else provided it (stitched)."""

    head: str
    foot: str
    amount: int
    most: int
    marks: tuple[bool, ...] = ()


def day_squares(
    squares: Sequence[DaySquare], *, columns: int, title: str, description: str, ident: str, css: str = ""
) -> SafeString:
    """Left to right, row after row, `columns` in each: seven where there is room, three on a phone.

    A single day is drawn as wide as one of many."""
    rows = max(-(-len(squares) // columns), 1)
    body = "".join(
        _square(square, (i % columns) * (WIDTH + GAP), (i // columns) * (HEIGHT + GAP))
        for i, square in enumerate(squares)
    )
    wide = columns
    return chart(
        wide * (WIDTH + GAP) - GAP + 2,
        rows * (HEIGHT + GAP) - GAP + 2,
        body,
        title=title,
        description=description,
        ident=ident,
        css=css,
    )


def _square(square: DaySquare, x: float, y: float) -> str:
    x, y = x + 1, y + 1
    bar = 10
    filled = WIDTH * min(square.amount, square.most) / square.most if square.most else 0
    parts = text(x, y + 13, square.head, "t-strong") + text(x, y + 32, square.foot)
    for n, provided in enumerate(square.marks):
        parts += rect(x + n * (_MARK + 4), y + 42, _MARK, _MARK - 2, "c-gap" if provided else "c-promised")
    parts += rect(x, y + HEIGHT - bar - 4, WIDTH - 2, bar, "c-gap")
    if filled:
        parts += rect(x, y + HEIGHT - bar - 4, filled - 2, bar, "c-got")
    return parts
