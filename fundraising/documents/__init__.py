"""Papers people keep: a template of typst and plain values in, the bytes of a tagged PDF out.

Values reach the template as JSON and are set as text, never read as markup, so no name can become a command. The same
values give the same bytes. Nothing here knows a model, a person or the clock."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

import typst

_HERE = Path(__file__).resolve().parent
_FONTS = _HERE.parent.parent / "static" / "fonts" / "print"
# A paper takes some 20 ms; no flood of requests gets more than this of a process, and nobody waits for ever.
_AT_ONCE = BoundedSemaphore(2)
_WAIT_SECONDS = 10
_LONGEST = 2000
_MOST_ROWS = 3000
# What turns a line around or hides in it.
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


class Busy(Exception):
    """Too many papers are being drawn; ask again in a moment."""


def render(template: str, values: dict, *, created: datetime) -> bytes:
    """The PDF of `template` ("receipt", "statement") with these values. `created` is the instant that stands in the
    file. Tagged for readers who listen (PDF/UA-1); where a name holds signs none of our letters can draw, the file is
    tagged all the same and only makes no claim to the standard. Raises Busy."""
    inputs = {"values": json.dumps(_clean(values), sort_keys=True, ensure_ascii=False)}
    if not _AT_ONCE.acquire(timeout=_WAIT_SECONDS):
        raise Busy
    try:
        return _compile(template, inputs, created, ["ua-1"])
    except typst.TypstError:
        return _compile(template, inputs, created, [])
    finally:
        _AT_ONCE.release()


def can_draw(text: str) -> bool:
    """Whether every sign of `text` has a shape among our letters: Latin, Greek, Cyrillic, Hebrew, Arabic, the common
    signs of Chinese, Japanese and Korean. What they cannot draw would stand as empty boxes."""
    plain = _clean(text)
    return plain.isascii() or _drawn(plain)


@lru_cache(maxsize=512)
def _drawn(plain: str) -> bool:
    try:
        _compile("probe", {"values": json.dumps({"text": plain})}, datetime(2026, 1, 1, tzinfo=UTC), ["ua-1"])
    except typst.TypstError:
        return False
    return True


def _compile(template: str, inputs: dict, created: datetime, standards: list) -> bytes:
    made = typst.compile(
        _HERE / f"{template}.typ",
        root=_HERE,
        font_paths=_letters(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=int(created.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _letters() -> typst.Fonts:
    """Our own letters, and those typst brings for scripts ours do not have; never the machine's, which differ."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_FONTS])


def _clean(value):
    if isinstance(value, str):
        plain = unicodedata.normalize("NFC", value[:_LONGEST])
        return "".join(
            c for c in plain if c not in _TURNING and unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"}
        )
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(item) for item in value[:_MOST_ROWS]]
    return value
