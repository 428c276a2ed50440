"""From gifts to spending: ribbons whose height is money. Gifts on the left, the fund in the middle, uses on the right;
what is not yet allocated comes last and is stitched."""

from dataclasses import dataclass, replace

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from delegation.pictures.svg import chart, figure, rect, text

# A source has two lines of words beside it.
SOURCE_ROOM = 36
THIN = 20
SOURCE_CLOTHS = ("c-1", "c-3", "c-5", "c-4", "c-2", "c-6")


@dataclass(frozen=True)
class Stream:
    """`minor` in minor units, `words` the amount ready to print ("$61,480"); `css` one of c-1 … c-6 for a source, and
    for a use c-got (spent), c-pool (fees), c-promised or c-gap (not yet allocated); `short` fits narrow places."""

    label: str
    minor: int
    words: str
    css: str = ""
    short: str = ""


@dataclass(frozen=True)
class _Frame:
    width: int
    height: int
    left: float
    middle: float
    right: float
    node: float
    gap: float
    room: float
    narrow: bool


BROAD = _Frame(1040, 420, 210, 470, 730, 12, 20, 16, narrow=False)
SLIM = _Frame(320, 470, 0, 128, 312, 8, 14, 30, narrow=True)


def _ribbon(x0, y0, x1, y1, height, css) -> str:
    m = figure((x0 + x1) / 2)
    a, b, c, d = figure(x0), figure(y0), figure(x1), figure(y1)
    e, f = figure(y1 + height), figure(y0 + height)
    return f'<path class="flow {css}" d="M{a} {b}C{m} {b} {m} {d} {c} {d}V{e}C{m} {e} {m} {f} {a} {f}z"/>'


def _places(streams, frame, thickness, total, room):
    """(stream, top, height), the column centred; a stream of a few dollars still gets room for its words."""
    heights = [thickness * s.minor / total for s in streams]
    rooms = [max(h, room) for h in heights]
    y = (frame.height - sum(rooms) - frame.gap * (len(rooms) - 1)) / 2
    for stream, height, slot in zip(streams, heights, rooms, strict=True):
        yield stream, y + (slot - height) / 2, height
        y += slot + frame.gap


def _source_words(stream, frame, y) -> str:
    if frame.narrow:
        return text(15, y - 4, stream.short or stream.label, "t-strong") + text(15, y + 13, stream.words)
    x = frame.left - 12
    return text(x, y - 4, stream.label, "t-strong", "end") + text(x, y + 13, stream.words, anchor="end")


def _use_words(stream, frame, y, height, falls) -> str:
    if frame.narrow:
        label = escape(stream.short or stream.label)
        # A thin ribbon would run through its own words: they stand on the side it does not come from.
        x = frame.right - 7 if height >= THIN else frame.right + frame.node
        y += 4.5 if height >= THIN else height / 2 + 14 if falls else -height / 2 - 5
        return (
            f'<text text-anchor="end" x="{x:g}" y="{figure(y)}">'
            f'<tspan class="t-strong">{label}</tspan> {escape(stream.words)}</text>'
        )
    return text(frame.right + 24, y + 4.5, stream.label, "t-strong") + text(
        frame.width, y + 4.5, stream.words, anchor="end"
    )


def _draw(frame, sources, uses, fund, title, description, ident) -> SafeString:
    fund_label, fund_words = fund
    total = max(sum(s.minor for s in sources), sum(u.minor for u in uses))
    most = max(len(sources), len(uses))
    thickness = max(min(frame.height * 0.62, frame.height - (frame.gap + frame.room * 0.6) * most), 80)
    # As tall as the taller column: more streams make the picture taller, never the words closer.
    columns = ((sources, SOURCE_ROOM), (uses, frame.room))
    tallest = max(
        sum(max(thickness * s.minor / total, room) for s in streams) + frame.gap * max(len(streams) - 1, 0)
        for streams, room in columns
    )
    frame = replace(frame, height=round(max(tallest, thickness + (0 if frame.narrow else 70)) + 28))
    top = (frame.height - thickness) / 2
    ribbons = nodes = words = ""
    y = top
    for i, (stream, at, height) in enumerate(_places(sources, frame, thickness, total, SOURCE_ROOM)):
        cloth = stream.css or SOURCE_CLOTHS[i % len(SOURCE_CLOTHS)]
        ribbons += _ribbon(frame.left + frame.node, at, frame.middle, y, height, cloth)
        nodes += rect(frame.left, at, frame.node, height, cloth)
        words += _source_words(stream, frame, at + height / 2)
        y += height
    nodes += rect(frame.middle, top, frame.node, thickness, "c-mark")
    y = top
    for stream, at, height in _places(uses, frame, thickness, total, frame.room):
        css = stream.css or "c-got"
        ribbons += _ribbon(frame.middle + frame.node, y, frame.right, at, height, "c-pool" if css == "c-gap" else css)
        nodes += rect(frame.right, at, frame.node, height, css)
        words += _use_words(stream, frame, at + height / 2, height, at > y)
        y += height
    if not frame.narrow:
        x = frame.middle + frame.node / 2
        words += text(x, top - 24, fund_label, "t-big", "middle") + text(x, top - 7, fund_words, anchor="middle")
    return chart(frame.width, frame.height, ribbons + nodes + words, title=title, description=description, ident=ident)


def flow(sources, uses, *, title, desc, middle, middle_words="", ident="flow") -> SafeString:
    """A broad and a slim drawing of the same figures; the place chooses by its width. Empty when nothing came in.

    `sources` and `uses` are `Stream` rows of one currency; both sides should sum to the same (the larger is the scale
    if they do not). Rows of nothing are left out; largest on top, promised and not yet allocated last. `desc` says it
    in sentences; put a table of the same figures below. `ident` is unique on the page."""
    sources = sorted((s for s in sources if s.minor > 0), key=lambda s: -s.minor)
    last = {"c-promised": 1, "c-gap": 2}
    uses = sorted((u for u in uses if u.minor > 0), key=lambda u: (last.get(u.css, 0), -u.minor))
    if not sources:
        return SafeString("")
    parts = (sources, uses, (middle, middle_words), title, desc)
    return format_html(
        '<div class="fit more"><div class="broad">{}</div><div class="slim">{}</div></div>',
        _draw(BROAD, *parts, f"{ident}-broad"),
        _draw(SLIM, *parts, f"{ident}-slim"),
    )
