"""One spelling for one value: what is written down with a decision is compared by its hash."""

import hashlib
import json


def canonical(value) -> str:
    """JSON with sorted keys and no spaces, ASCII only. Raises TypeError for a float: amounts and scores are whole."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def lot(seed: str, uuid: str) -> str:
    """Where two claims are equal, this decides: drawn from the round's own uuid, so nobody can choose it, and everybody
    can draw it again."""
    return sha256(f"{seed}:{uuid}")


def _refuse_floats(value) -> None:
    if isinstance(value, float):
        raise TypeError("a float in what must be exact")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("a key that is no text")
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
