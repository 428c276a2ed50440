"""The facts the product ships (geneva_facts.json), each with source, date and confidence. Read once, never changed."""

import json
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "geneva_facts.json"


@lru_cache(maxsize=1)
def facts() -> dict:
    return json.loads(_FILE.read_text(encoding="utf-8"))


def source(code: str) -> dict:
    """Title, address and note of a source by its code; an unknown code is its own title."""
    return {"title": code, "url": "", "note": "", **facts()["sources"].get(code, {})}
