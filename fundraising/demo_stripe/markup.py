"""The frame around every page, and its icons. All text is escaped here or where it is put in."""

from __future__ import annotations

import time
from html import escape
from typing import Any
from urllib.parse import urlsplit

from .api import Answer

_ICONS = {
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.6v.1"/>',
    "back": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "ok": '<circle cx="12" cy="12" r="9"/><path d="m8 12.3 2.8 2.7L16 9.4"/>',
    "waiting": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.4l3.4 2"/>',
    "blocked": '<path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z"/><path d="M8 12h8"/>',
    "none": '<circle cx="12" cy="12" r="9" stroke-dasharray="3 3"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "card": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M3 10h18M7 15h4"/>',
}


def icon(name: str) -> str:
    return f'<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">{_ICONS[name]}</svg>'


def pill(state: str, word: str) -> str:
    return f'<span class="pill is-{state}">{icon(state)} {escape(word)}</span>'


def button(path: str, word: str, inner: str = "", **hidden: Any) -> str:
    """A form of one button that presses a verb of the panel; `inner` holds fields to fill in first."""
    fields = "".join(
        f'<input type="hidden" name="{key}" value="{escape(str(value))}">' for key, value in hidden.items()
    )
    return f'<form method="post" action="/panel/do/{path}">{inner}{fields}<button>{escape(word)}</button></form>'


def choice(name: str, words: dict[str, str], chosen: str = "", label: str = "") -> str:
    """A select; `label` names it where no visible label does."""
    options = "".join(
        f'<option value="{key}"{" selected" if key == chosen else ""}>{escape(word)}</option>'
        for key, word in words.items()
    )
    named = f'aria-label="{escape(label)}"' if label else f'id="{name}"'
    return f'<select name="{name}" {named}>{options}</select>'


def ago(at: float) -> str:
    seconds = max(0, int(time.time() - at))
    if seconds < 60:
        return f"{seconds} s ago"
    return f"{seconds // 60} min ago" if seconds < 3600 else f"{seconds // 3600} h ago"


def origin(url: str | None) -> str:
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def page(title: str, main: str, *, banner: tuple[str, str], language: str = "en", footer: str = "", css: str = "",
         status: int = 200, onward: str = "") -> Answer:  # fmt: skip
    """`onward` is the origin a form's redirect may lead to; Chromium applies form-action to it."""
    policy = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self'{' ' + onward if onward else ''}"
    )
    body = f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body class="{css}">
<header class="banner"><p>{icon("info")}
<span><strong>{escape(banner[0])}</strong> {escape(banner[1])}</span></p></header>
<main>
{main}
</main>
<footer>{footer}</footer>
</body>
</html>
"""
    return Answer(status, body, {"Content-Security-Policy": policy})
