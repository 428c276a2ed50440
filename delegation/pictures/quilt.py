"""Every delegate has a quilt block, drawn from the id of the record and never from a name. It needs no face, no place
and no permission, so the person who must stay unseen looks like everybody else."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Ground, then three cloths; numbers are the --cloth-N tokens.
CLOTHS = (
    (0, 1, 2, 5), (0, 3, 2, 5), (6, 1, 3, 2), (0, 4, 2, 3), (2, 3, 1, 0), (0, 5, 3, 2),
    (6, 3, 1, 4), (0, 1, 4, 2), (2, 1, 5, 0), (0, 3, 5, 6), (6, 4, 1, 2), (0, 5, 1, 6),
)  # fmt: skip
SMALL = 48  # up to here a quilt is as wide as leaves the fewest gaps in its last row
QUARTERS = ((0, 0), (6, 0), (0, 6), (6, 6))
CORNERS = ((0, 0, 1, 1), (12, 0, -1, 1), (0, 12, 1, -1), (12, 12, -1, -1))
Piece = tuple[int, tuple]


def _strip(slot, x, y, w, h) -> Piece:
    return slot, ((x, y), (x + w, y), (x + w, y + h), (x, y + h))


def geese() -> Iterator[Piece]:
    for row in range(4):
        for column in range(2):
            x, y = column * 6, row * 3
            yield 1 + (row + column) % 2, ((x, y + 3), (x + 3, y), (x + 6, y + 3))


def pinwheel() -> Iterator[Piece]:
    for x, y in QUARTERS:
        slot, middle = (1 if x == y else 2), (x + 3, y + 3)
        yield slot, ((x + 3, y), middle, (x, y))
        yield slot, ((x + 6, y + 3), middle, (x + 6, y))
        yield slot, ((x + 3, y + 6), middle, (x + 6, y + 6))
        yield slot, ((x, y + 3), middle, (x, y + 6))


def star() -> Iterator[Piece]:
    yield 1, ((6, 0), (9, 3), (12, 6), (9, 9), (6, 12), (3, 9), (0, 6), (3, 3))
    yield _strip(2, 3, 3, 6, 6)
    yield 3, ((6, 3), (9, 6), (6, 9), (3, 6))


def ohio() -> Iterator[Piece]:
    yield _strip(2, 4, 4, 4, 4)
    for x, y, upright in ((4, 0, True), (4, 8, True), (0, 4, False), (8, 4, False)):
        middle = (x + 2, y + 2)
        if upright:
            yield 1, ((x, y), middle, (x, y + 4))
            yield 1, ((x + 4, y), middle, (x + 4, y + 4))
        else:
            yield 1, ((x, y), middle, (x + 4, y))
            yield 1, ((x, y + 4), middle, (x + 4, y + 4))
    for x, y in ((0, 0), (8, 0), (0, 8), (8, 8)):
        yield 3, ((x + 2, y), (x + 4, y + 2), (x + 2, y + 4), (x, y + 2))


def dishes() -> Iterator[Piece]:
    for i in range(4):
        for j in range(4):
            x, y = i * 3, j * 3
            left = ((x, y), (x + 3, y), (x, y + 3))
            right = ((x + 3, y), (x + 3, y + 3), (x, y))
            yield 1 + (i // 2 + j // 2) % 2, left if (i + j) % 2 == 0 else right


def cabin() -> Iterator[Piece]:
    strips = (
        (1, 0, 0, 12, 1.5), (2, 10.5, 1.5, 1.5, 10.5), (1, 0, 1.5, 1.5, 9), (2, 0, 10.5, 10.5, 1.5), (3, 3, 3, 6, 1.5),
        (1, 7.5, 4.5, 1.5, 4.5), (3, 3, 4.5, 1.5, 3), (1, 3, 7.5, 4.5, 1.5), (2, 4.5, 4.5, 3, 3),
    )  # fmt: skip
    return (_strip(*strip) for strip in strips)


def churn() -> Iterator[Piece]:
    for strip in ((2, 4, 4, 4, 4), (1, 4, 2, 4, 2), (1, 4, 8, 4, 2), (1, 2, 4, 2, 4), (1, 8, 4, 2, 4)):
        yield _strip(*strip)
    for x, y, dx, dy in CORNERS:
        yield 1, ((x + 4 * dx, y + 4 * dy), (x, y + 4 * dy), (x + 4 * dx, y))
        yield 3, ((x, y), (x + 2 * dx, y), (x, y + 2 * dy))


def diamond() -> Iterator[Piece]:
    yield 1, ((6, 0), (12, 6), (6, 12), (0, 6))
    yield 2, ((6, 3), (9, 6), (6, 9), (3, 6))
    for x, y, dx, dy in CORNERS:
        yield 3, ((x, y), (x + 3 * dx, y), (x, y + 3 * dy))


def hour() -> Iterator[Piece]:
    for x, y in QUARTERS:
        middle = (x + 3, y + 3)
        if x == y:
            yield 1, ((x, y), (x + 6, y), middle)
            yield 1, ((x, y + 6), (x + 6, y + 6), middle)
        else:
            yield 2, ((x, y), middle, (x, y + 6))
            yield 2, ((x + 6, y), middle, (x + 6, y + 6))


KINDS = (geese, pinwheel, star, ohio, dishes, cabin, churn, diamond, hour)


def _choose(record_id):
    digest = blake2b(str(record_id).encode(), digest_size=2).digest()
    return KINDS[digest[0] % len(KINDS)], CLOTHS[digest[1] % len(CLOTHS)]


def _path(points, dx=0, dy=0) -> str:
    return "M" + " ".join(f"{x + dx:g} {y + dy:g}" for x, y in points) + "z"


def _sewn(kind, cloths, columns=1, rows=1) -> str:
    """One path a cloth, however many blocks, which keeps a banner small."""
    paths: dict[int, list[str]] = {}
    for slot, points in kind():
        for row in range(rows):
            for column in range(columns):
                paths.setdefault(slot, []).append(_path(points, 12 * column, 12 * row))
    ground = f'<path class="c-{cloths[0]}" d="M0 0h{12 * columns}v{12 * rows}H0z"/>'
    return ground + "".join(f'<path class="c-{cloths[slot]}" d="{"".join(d)}"/>' for slot, d in paths.items())


def _stitched(kind) -> str:
    lines = "".join(_path(points) for _slot, points in kind())
    return f'<path class="stitch" d="M.3 .3h11.4v11.4H.3z{lines}"/>'


@lru_cache(maxsize=512)
def block(record_id, sewn: bool = True) -> SafeString:
    """One block, 12 by 12. `sewn=False`: only stitched, since the journey is not paid yet."""
    kind, cloths = _choose(record_id)
    inner = _sewn(kind, cloths) if sewn else _stitched(kind)
    return SafeString(f'<svg viewBox="0 0 12 12" aria-hidden="true">{inner}</svg>')


@lru_cache(maxsize=256)
def plate(record_id, columns: int = 5, rows: int = 1) -> SafeString:
    """A band of the same block, for banners and cards."""
    kind, cloths = _choose(record_id)
    inner = _sewn(kind, cloths, columns, rows)
    return SafeString(
        f'<svg class="plate" viewBox="0 0 {12 * columns} {12 * rows}" aria-hidden="true" '
        f'preserveAspectRatio="xMidYMid slice">{inner}</svg>'
    )


def quilt(people, label: str, css: str = "hero-quilt") -> SafeString:
    """Everybody's block: `people` are (opaque id, whether the journey is paid); `label` says in a sentence how many."""
    wide = f" n{min((6, 7, 8), key=lambda n: -len(people) % n)}" if len(people) <= SMALL else ""
    blocks = SafeString("".join(block(str(uuid), sewn) for uuid, sewn in people))
    return format_html('<div class="{}" role="img" aria-label="{}">{}</div>', f"quilt {css}{wide}", label, blocks)
