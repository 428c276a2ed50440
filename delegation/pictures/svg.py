"""Small pieces of SVG: numbers as short text, labels escaped, a title and a description on every picture."""

from django.utils.html import escape
from django.utils.safestring import SafeString


def figure(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(part: float, whole: float) -> str:
    return f"{figure(100 * part / whole if whole else 0)}%"


def text(x, y, words, *, css="", anchor="") -> str:
    css = f' class="{css}"' if css else ""
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{css}{anchor} x="{figure(x)}" y="{figure(y)}">{escape(words)}</text>'


def rect(x, y, width, height, css, *, radius=2) -> str:
    return (
        f'<rect class="{css}" x="{figure(x)}" y="{figure(y)}" width="{figure(max(width, 0))}" '
        f'height="{figure(height)}" rx="{figure(radius)}"/>'
    )


def chart(width, height, body: str, *, title: str, desc: str = "", css: str = "") -> SafeString:
    """A whole picture. `title` says what it is, `desc` what it says."""
    told = f"<title>{escape(title)}</title>" + (f"<desc>{escape(desc)}</desc>" if desc else "")
    label = escape(f"{title}. {desc}" if desc else title)
    return SafeString(
        f'<svg class="{f"chart {css}".strip()}" viewBox="0 0 {figure(width)} {figure(height)}" role="img" '
        f'aria-label="{label}">{told}{body}</svg>'
    )
