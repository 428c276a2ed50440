"""How an author is named in public: pure."""

# The less a stranger can find out, the lower.
EXPOSURE = {"pseudonym": 0, "first_region": 1, "full_name": 2}


def public_name(naming: str, shown_name: str, name_used: str) -> str:
    """The name the public reads; empty while the author has not said one."""
    if naming == "first_region":
        return (name_used.split() or [""])[0]
    return shown_name.strip()


def became_more_private(old, new) -> bool:
    """Whether `new` (naming, shown_name, region) tells less than `old`: then the old address must go, since whoever
    kept it could join the two names."""
    if EXPOSURE[new.naming] != EXPOSURE[old.naming]:
        return EXPOSURE[new.naming] < EXPOSURE[old.naming]
    if new.naming == "pseudonym" and new.shown_name != old.shown_name:
        return True
    return bool(old.region) and not new.region
