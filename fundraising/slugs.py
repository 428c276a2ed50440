"""Addresses of appeals: words of cloth and a little chance, never a name, a place or a date."""

import secrets


def _words(line: str) -> tuple[str, ...]:
    return tuple(line.split())


CLOTH = _words(
    "calico muslin linen cotton denim flannel gingham paisley plaid corduroy velvet wool canvas chambray poplin "
    "madras twill felt lace batik"
)
WORK = _words(
    "stitch thread seam hem patch binding border block backing batting needle thimble spool braid knot fringe fold "
    "weave loom pleat"
)
PATTERN = _words(
    "star basket cabin compass pinwheel wheel ladder garland wreath diamond fan bridge path arrow anchor maple "
    "cactus feather lantern kite"
)
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_slug() -> str:
    """Three quilt words and five signs of chance: 38 bits, so that an unlisted page is not found by trying."""
    tail = "".join(secrets.choice(_LETTERS) for _ in range(5))
    return "-".join([secrets.choice(CLOTH), secrets.choice(WORK), secrets.choice(PATTERN), tail])
