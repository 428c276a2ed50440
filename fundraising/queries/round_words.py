"""Why somebody gets what they get, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fundraising.models import AllocationRound

CRITERIA = {
    "need": gettext_lazy("Missing money, no other means"),
    "first_time": gettext_lazy("First time at the United Nations"),
    "distance": gettext_lazy("Lives far from Geneva"),
    "region": gettext_lazy("Nobody else from the region"),
    "theme": gettext_lazy("Nobody else on the theme"),
}
# What staff may note of a delegate, as the form and the delegate read it.
NOTED = {
    "other_means": gettext_lazy("Other means for this journey"),
    "first_time": gettext_lazy("First time at the United Nations"),
    "distance": gettext_lazy("Where the journey begins"),
    "only_from_region": gettext_lazy("Nobody else of the delegation is from the region"),
    "only_on_theme": gettext_lazy("Nobody else of the delegation works on the theme"),
}
POLICIES = dict(AllocationRound.Policy.choices)
RULES = {
    "equal": gettext_lazy("Everybody has the same right to a share. Whose gap no share can close waits."),
    "need": gettext_lazy("By points: whoever has the most is completed first, then the next who fits."),
    "most": gettext_lazy("As many journeys as the money can complete; among equals, the highest points together."),
}


def reason_words(reason: str, policy: str) -> str:
    if reason == "left_out":
        return str(_LEFT_OUT[policy])
    return str(_REASONS[reason])


_REASONS = {
    "in_full": gettext_lazy("All required lines are paid."),
    "and_more": gettext_lazy("All required lines are paid, and other lines too."),
    "complete": gettext_lazy("Nothing required is missing."),
    "above_cap": gettext_lazy("Needs more than one person may get; a part would be half a ticket."),
    "lot": gettext_lazy("As good a claim as another, and the money is enough for one: the lot decided."),
}
_LEFT_OUT = {
    "equal": gettext_lazy("The gap is among the largest; the shares cannot close it."),
    "need": gettext_lazy("Others have more points, and what is left does not complete this journey."),
    "most": gettext_lazy("Paying this gap would complete fewer journeys, or ones with fewer points."),
}


def outcome_of(award_minor: int, minimum_minor: int, reason: str) -> tuple[str, str]:
    """(state of the pill, words): the outcome at a glance."""
    if award_minor and award_minor >= minimum_minor:
        return "ok", _("paid in full")
    if reason == "complete":
        return "ok", _("nothing missing")
    if reason == "above_cap":
        return "blocked", _("above the most")
    return "info", _("next round")
