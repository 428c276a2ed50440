"""The public account as a picture: whole units, rounded down, of what came in and where it is."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.figures import day_text, money_text
from delegation.money import exponent
from delegation.pictures import Stream
from delegation.pictures import flow as draw
from fundraising.queries.funds import Standing


@dataclass(frozen=True)
class Flow:
    """Sums in minor units, each a whole number of units; `drawing` is empty while nothing was given."""

    gifts: int
    travel: int
    pool: int
    fees: int
    allocated: int
    sources: list[Stream]
    uses: list[Stream]
    drawing: str
    on: str


def flow(money: Standing) -> Flow:
    whole = 10 ** exponent(money.currency)

    def down(minor: int) -> int:
        return minor // whole * whole

    def stream(label, minor, css, short="") -> Stream:
        return Stream(label, down(minor), money_text(down(minor), money.currency), css, short or label)

    sources = [
        stream(_("Gifts through appeals"), money.from_appeals_minor, "c-1", _("Appeals")),
        stream(_("Through member organisations"), money.from_members_minor, "c-3", _("Members")),
        stream(_("From an earlier delegation"), max(money.carried_minor, 0), "c-6", _("Earlier")),
        stream(_("Gifts to the pool"), money.to_pool_minor + money.placed_minor, "c-5", _("Pool")),
    ]
    uses = [
        stream(_("In travel funds"), money.in_travel_funds_minor, "c-promised", _("Travel funds")),
        stream(_("Paid for journeys"), money.spent_minor, "c-2", _("Journeys")),
        stream(_("Card fees"), money.fees_minor, "c-pool"),
        stream(_("Kept for the next delegation"), max(-money.carried_minor, 0), "c-5", _("Next")),
        stream(_("Given back to givers"), money.given_back_minor, "c-6", _("Given back")),
        stream(_("Not yet allocated"), money.in_pool_minor, "c-gap"),
    ]
    sources, uses = [s for s in sources if s.minor], [u for u in uses if u.minor]
    gifts = money_text(down(money.gifts_minor), money.currency)
    described = _("%(gifts)s came in: %(sources)s. Now: %(uses)s. The table below holds every figure.") % {
        "gifts": gifts,
        "sources": _listed(sources),
        "uses": _listed(uses),
    }
    title = _("From gifts to journeys")
    return Flow(
        gifts=down(money.gifts_minor),
        travel=down(money.in_travel_funds_minor),
        pool=down(money.in_pool_minor),
        fees=down(money.fees_minor),
        allocated=down(money.allocated_minor),
        sources=sources,
        uses=uses,
        drawing=draw(sources, uses, title=title, desc=described, middle=_("The fund"), middle_words=gifts),
        on=day_text(timezone.localdate()),
    )


def _listed(streams: list[Stream]) -> str:
    return ", ".join(f"{row.label} {row.words}" for row in streams)
