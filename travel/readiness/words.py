from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def owner_words(owner: str, *, name: str, ngo: str = "", own: bool = False) -> str:
    """Who owes it, in words: `name` is the delegate's; `own` when the delegate reads it."""
    if owner == "delegate":
        return _("you") if own else name
    return {
        "staff": _("the network") if own else _("logistics"),
        "ngo": ngo or _("the accrediting organisation"),
        "un": _("the UN secretariat"),
        "": "",
    }[owner]


def days_words(days: int | None) -> str:
    """ "30 days late", "due today", "in 4 days"."""
    if days is None:
        return _("no date yet")
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    if days == 0:
        return _("due today")
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
