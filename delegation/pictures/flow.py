"""From gifts to uses: gifts left, the fund in the middle, uses right. A ribbon's height is its money; what is not yet
allocated stands last and stitched."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from delegation.pictures.svg import chart, figure, rect, text


@dataclass(frozen=True)
class Stream:
    """`words` is the amount, ready to print; `css` one of c-1, c-3, c-5 (sources), c-got, c-promised, c-gap (uses)."""

    label: str
    minor: int
    words: str
    css: str


@dataclass(frozen=True)
class _Shape:
    width: float
    left: float
    middle: float
    right: float
    scale: float
    gap: float


def ribbon(x0, y0, x1, y1, height, css) -> str:
    m = (x0 + x1) / 2
    return (
        f'<path class="flow {css}" d="M{figure(x0)} {figure(y0)}C{figure(m)} {figure(y0)} {figure(m)} {figure(y1)} '
        f"{figure(x1)} {figure(y1)}V{figure(y1 + height)}C{figure(m)} {figure(y1 + height)} {figure(m)} "
        f'{figure(y0 + height)} {figure(x0)} {figure(y0 + height)}z"/>'
    )


def flow(sources: list[Stream], uses: list[Stream], *, title: str, desc: str, middle: str) -> SafeString:
    """Two drawings of the same figures: one for wide places, one for narrow."""
    sources, uses = [s for s in sources if s.minor > 0], [u for u in uses if u.minor > 0]
    total = sum(s.minor for s in sources)
    if not total:
        return SafeString("")
    broad = _broad(sources, uses, total, title, desc, middle)
    return SafeString(
        f'<div class="fit more"><div class="broad">{broad}</div>{_slim(sources, uses, total, title, desc)}</div>'
    )


def _broad(sources, uses, total, title, desc, middle) -> SafeString:
    shape = _Shape(1040, 210, 470, 730, 240, 28)
    rows = max(len(sources), len(uses))
    height = max(shape.scale + shape.gap * rows + 60, rows * 46 + 60)
    hub = (height - shape.scale) / 2
    body = _side(sources, total, height, hub, shape, left=True) + _side(uses, total, height, hub, shape, left=False)
    body += rect(shape.middle, hub, 12, shape.scale, "c-mark")
    body += text(shape.middle + 6, hub - 14, middle, css="t-strong", anchor="middle")
    return chart(shape.width, height, body, title=title, desc=desc)


def _side(streams, total, height, hub, shape, *, left: bool) -> str:
    heights = [max(3.0, shape.scale * s.minor / total) for s in streams]
    # Each label wants two lines, however thin its ribbon.
    slots = [max(h, 38) for h in heights]
    y = (height - sum(slots) - shape.gap * 0.4 * (len(slots) - 1)) / 2
    at, out = hub, ""
    for stream, h, slot in zip(streams, heights, slots, strict=True):
        top = y + (slot - h) / 2
        share = shape.scale * stream.minor / total
        if left:
            out += ribbon(shape.left + 12, top, shape.middle, at, min(h, max(share, 1)), stream.css)
            out += rect(shape.left, top, 12, h, stream.css)
            x, anchor = shape.left - 12, "end"
        else:
            css = "c-pool" if stream.css == "c-gap" else stream.css
            out += ribbon(shape.middle + 12, at, shape.right, top, min(h, max(share, 1)), css)
            out += rect(shape.right, top, 12, h, stream.css)
            x, anchor = shape.right + 24, "start"
        middle = top + h / 2
        out += text(x, middle - 3, stream.words, css="t-big", anchor=anchor)
        out += text(x, middle + 14, stream.label, anchor=anchor)
        y += slot + shape.gap * 0.4
        at += share
    return out


def _slim(sources, uses, total, title, desc) -> SafeString:
    """Stacked columns: what came in over what became of it."""
    y, body = 16.0, ""
    for heading_gap, streams in ((0, sources), (26, uses)):
        y += heading_gap
        for stream in streams:
            width = max(4.0, 330 * stream.minor / total)
            body += text(0, y, stream.label) + text(330, y, stream.words, css="t-strong", anchor="end")
            body += rect(0, y + 7, width, 12, stream.css)
            y += 44
        if streams is sources:
            body += f'<path class="axis" d="M0 {figure(y - 8)}H330"/>'
    return chart(330, y, body, title=title, desc=desc, css="slim")
