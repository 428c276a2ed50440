"""The way to the review: past in green, today ringed, the review as a quilt star; a moved date stays, struck out."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from delegation.pictures.quilt import CLOTHS, star
from delegation.pictures.svg import chart, figure, text

WIDTH, LINE = 1120, 46
PAST = ("done", "moved")


@dataclass(frozen=True)
class Moment:
    """One stop on the way. `date` is ready to print ("9 Nov"); `state` one of done, now, next, review (the quilt star)
    and moved (a date that no longer holds)."""

    date: str
    label: str
    note: str = ""
    state: str = "next"


def _star(x: float) -> str:
    cloths = CLOTHS[0]
    pieces = "".join(
        f'<path class="c-{cloths[slot]}" d="M{" ".join(f"{a:g} {b:g}" for a, b in points)}z"/>'
        for slot, points in star()
    )
    return (
        f'<svg x="{figure(x - 17)}" y="{LINE - 17}" width="34" height="34" viewBox="0 0 12 12">'
        f'<path class="c-0" d="M0 0h12v12H0z"/>{pieces}</svg>'
    )


def _mark(moment: Moment, x: float) -> str:
    if moment.state == "review":
        return _star(x)
    at = f'cx="{figure(x)}" cy="{LINE}"'
    if moment.state == "now":
        return f'<circle class="c-got" {at} r="8"/><circle class="ring" {at} r="12.5"/>'
    return f'<circle class="{"c-ok" if moment.state in PAST else "c-open"}" {at} r="6"/>'


def _broad(moments, title, description, ident) -> SafeString:
    # Evenly spaced: words must not run into each other, and the days stand written above.
    step = (WIDTH - 130) / max(len(moments) - 1, 1)
    places = [65 + i * step for i in range(len(moments))]
    walked = max((x for m, x in zip(moments, places, strict=True) if m.state in {*PAST, "now"}), default=0)
    body = f'<path class="edge" d="M10 {LINE}H{WIDTH - 10}" stroke-width="2"/>'
    if walked:
        body += f'<path class="walked" d="M10 {LINE}H{figure(walked)}" stroke-width="4"/>'
    for moment, x in zip(moments, places, strict=True):
        body += _mark(moment, x) + text(x, 15, moment.date, anchor="middle")
        body += text(x, 86, moment.label, "t-strong struck" if moment.state == "moved" else "t-strong", "middle")
        body += text(x, 104, moment.note, anchor="middle")
    return chart(WIDTH, 112, body, title=title, description=description, ident=ident, css="broad")


def _slim(moments) -> SafeString:
    def row(m: Moment):
        css = "done" if m.state in PAST else m.state
        return css, m.date, format_html("<s>{}</s>" if m.state == "moved" else "<b>{}</b>", m.label), m.note

    return format_html(
        '<ol class="timeline slim">{}</ol>',
        format_html_join(
            "",
            '<li class="{}"><time>{}</time>{} <span class="muted">{}</span></li>',
            (row(m) for m in moments),
        ),
    )


def timeline(moments, *, title, desc, ident="way") -> SafeString:
    """Broad drawing and slim list of the same moments, in the order given; up to nine read well. `desc` says them in
    sentences. `ident` is unique on the page."""
    moments = list(moments)
    return format_html('<div class="fit more">{}{}</div>', _broad(moments, title, desc, ident), _slim(moments))
