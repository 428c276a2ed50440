"""Money from the pool: proposed by one, decided by another, never for oneself."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, role_rule
from fundraising.permissions.base import DECIDERS, is_author, staff


def _decide_allocation(person, allocation):
    answer = role_rule(*DECIDERS, of=lambda a: a.pool.delegation)(person, allocation)
    if answer is not True:
        return answer
    if person.pk == allocation.proposed_by_id:
        return _("You cannot decide your own proposal. Another treasurer or the director can.")
    if allocation.fund.delegate and is_author(person, allocation.fund.delegate):
        return _("You cannot decide about money for your own journey.")
    return True


def _take_back_allocation(person, allocation):
    return person.pk == allocation.proposed_by_id or _("Only the person who proposed it can take it back.")


declare(
    fundraising__view_allocations=staff,
    fundraising__propose_allocation=role_rule(*DECIDERS, of=lambda fund: fund.delegation),
    fundraising__decide_allocation=_decide_allocation,
    fundraising__decline_allocation=_decide_allocation,
    fundraising__take_back_allocation=_take_back_allocation,
)
