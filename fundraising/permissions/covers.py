"""What the network pays in for a shortfall: recorded by one, confirmed by another."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, role_rule
from fundraising.permissions.base import DECIDERS, READERS


def _decide_cover(person, cover):
    answer = role_rule(*DECIDERS)(person, cover)
    if answer is not True:
        return answer
    if person.pk == cover.recorded_by_id:
        return _("You recorded this payment. Another treasurer or the director confirms it.")
    return True


def _take_back_cover(person, cover):
    return person.pk == cover.recorded_by_id or _("Only the person who recorded it can take it back.")


declare(
    fundraising__view_shortfalls=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__record_cover=role_rule(*DECIDERS, of=lambda delegation: delegation),
    fundraising__confirm_cover=_decide_cover,
    fundraising__decline_cover=_decide_cover,
    fundraising__take_back_cover=_take_back_cover,
)
