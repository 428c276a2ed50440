"""Small pieces of SVG: numbers as short text, words escaped, a title and a description on every picture."""

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString


def figure(value: float) -> str:
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def percent(part: float, whole: float) -> str:
    return f"{figure(100 * part / whole if whole else 0)}%"


def text(x, y, words, css="", anchor="") -> str:
    css = f' class="{css}"' if css else ""
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{css}{anchor} x="{figure(x)}" y="{figure(y)}">{escape(words)}</text>'


def rect(x, y, width, height, css) -> str:
    return (
        f'<rect class="{css}" x="{figure(x)}" y="{figure(y)}" width="{figure(max(width, 0))}" '
        f'height="{figure(max(height, 0))}"/>'
    )


def chart(width, height, body: str, *, title: str, description: str, ident: str, css: str = "") -> SafeString:
    """A whole picture. `title` says what it is, `description` what it says; `ident` is unique on the page."""
    return format_html(
        '<svg class="{0}" viewBox="0 0 {1} {2}" role="img" aria-labelledby="{3}-t {3}-d"><title id="{3}-t">{4}</title>'
        '<desc id="{3}-d">{5}</desc>{6}</svg>',
        f"chart {css}".strip(),
        figure(width),
        figure(height),
        ident,
        title,
        description,
        SafeString(body),
    )
