"""The way to the review: past in green, today ringed, the review as a quilt star; a moved date stays, struck out."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from delegation.pictures.quilt import CLOTHS, star
from delegation.pictures.svg import chart, figure, text

WIDTH, LINE = 1120, 46


@dataclass(frozen=True)
class Moment:
    """`date` is ready to print; `state` one of done, now, next, review, moved."""

    date: str
    label: str
    note: str = ""
    state: str = "next"


def broad(stops: list[Moment], *, title: str, desc: str) -> SafeString:
    """For wide places: one line with evenly spaced stops, so that labels never collide."""
    step = (WIDTH - 120) / max(len(stops) - 1, 1)
    xs = [60 + i * step for i in range(len(stops))]
    today = max((x for x, s in zip(xs, stops, strict=True) if s.state in {"done", "now", "moved"}), default=10)
    body = f'<path class="edge" d="M10 {LINE}H{WIDTH - 10}" stroke-width="2"/>'
    body += f'<path class="walked" d="M10 {LINE}H{figure(today)}" stroke-width="4"/>'
    for x, stop in zip(xs, stops, strict=True):
        body += _mark(x, stop.state) + text(x, 15, stop.date, anchor="middle")
        css = "t-strong struck" if stop.state == "moved" else "t-strong"
        body += text(x, 86, stop.label, css=css, anchor="middle") + text(x, 104, stop.note, anchor="middle")
    return chart(WIDTH, 112, body, title=title, desc=desc, css="broad")


def _mark(x: float, state: str) -> str:
    if state == "review":
        cloths = CLOTHS[0]
        pieces = "".join(
            f'<path class="c-{cloths[slot]}" d="M{" ".join(f"{a:g} {b:g}" for a, b in points)}z"/>'
            for slot, points in star()
        )
        ground = '<path class="c-0" d="M0 0h12v12h-12z"/>'
        return f'<svg x="{figure(x - 17)}" y="{LINE - 17}" width="34" height="34" viewBox="0 0 12 12">{ground}{pieces}</svg>'
    if state == "now":
        return f'<circle class="c-got" cx="{figure(x)}" cy="{LINE}" r="8"/><circle class="ring" cx="{figure(x)}" cy="{LINE}" r="12.5"/>'
    css = "c-ok" if state in {"done", "moved"} else "c-open"
    return f'<circle class="{css}" cx="{figure(x)}" cy="{LINE}" r="6"/>'


def slim(stops: list[Moment]) -> SafeString:
    """The same as a list, for narrow places."""
    css = {"done": "done", "moved": "done", "now": "now"}
    rows = format_html_join(
        "",
        '<li class="{}"><time>{}</time>{} <span class="muted">{}</span></li>',
        (
            (
                css.get(s.state, ""),
                s.date,
                format_html("<s>{}</s>" if s.state == "moved" else "<b>{}</b>", s.label),
                s.note,
            )
            for s in stops
        ),
    )
    return SafeString(f'<ol class="timeline slim">{rows}</ol>')


def timeline(stops: list[Moment], *, title: str, desc: str) -> SafeString:
    return SafeString(f'<div class="fit more">{broad(stops, title=title, desc=desc)}{slim(stops)}</div>')
