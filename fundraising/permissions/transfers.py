"""Money that moves on: proposed by one, decided by another, never for or from one's own journey alone."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, role_rule
from fundraising.permissions.base import DECIDERS, READERS, is_author


def _decide(person, transfer):
    answer = role_rule(*DECIDERS, of=lambda t: t.source.delegation)(person, transfer)
    if answer is not True:
        return answer
    if person.pk == transfer.proposed_by_id:
        return _("You cannot decide your own proposal. Another treasurer or the director can.")
    if any(fund.delegate and is_author(person, fund.delegate) for fund in (transfer.source, transfer.target)):
        return _("You cannot decide about money for your own journey.")
    return True


def _take_back(person, transfer):
    return person.pk == transfer.proposed_by_id or _("Only the person who proposed it can take it back.")


declare(
    fundraising__view_transfers=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__propose_transfer=role_rule(*DECIDERS, of=lambda fund: fund.delegation),
    fundraising__decide_transfer=_decide,
    fundraising__decline_transfer=_decide,
    fundraising__take_back_transfer=_take_back,
    fundraising__tell_postponement=role_rule(*DECIDERS, "communications", of=lambda delegation: delegation),
)
