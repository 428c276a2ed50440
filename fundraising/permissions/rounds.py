"""Rounds and offers: proposed by one, decided by another who gets nothing from it; answered by the delegate alone."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, role_rule
from fundraising.models import RoundLine
from fundraising.permissions.base import DECIDERS, READERS, is_author

_decides = role_rule(*DECIDERS, of=lambda r: r.pool.delegation)
_decides_offer = role_rule(*DECIDERS, of=lambda o: o.fund.delegation)


def _decide_round(person, round_):
    answer = _decides(person, round_)
    if answer is not True:
        return answer
    if person.pk == round_.proposed_by_id:
        return _("You cannot decide your own proposal. Another treasurer or the director can.")
    if RoundLine.objects.filter(round=round_, delegate__person=person, award_minor__gt=0).exists():
        return _("You cannot decide about money for your own journey.")
    return True


def _take_back_round(person, round_):
    """A draft is anybody's who may prepare one; a proposal is its author's."""
    if round_.proposed_by_id is None:
        return _decides(person, round_)
    return person.pk == round_.proposed_by_id or _("Only the person who proposed it can take it back.")


def _own(person, offer):
    return is_author(person, offer.fund.delegate) or _("Only the person it was offered to can answer.")


def _answer(person, offer):
    """Staff who may decide, never about their own journey."""
    answer = _decides_offer(person, offer)
    if answer is True and is_author(person, offer.fund.delegate):
        return _("You cannot decide about money for your own journey.")
    return answer


def _replace(person, offer):
    answer = _answer(person, offer)
    if answer is True and person.pk == offer.next_by_id:
        return _("Another amount takes two people. Another treasurer or the director can make this offer.")
    return answer


declare(
    fundraising__view_rounds=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__open_round=_decides,
    fundraising__note_criteria=role_rule(*DECIDERS, of=lambda delegate: delegate.delegation),
    fundraising__simulate_round=_decides,
    fundraising__propose_round=_decides,
    fundraising__decide_round=_decide_round,
    fundraising__decline_round=_decide_round,
    fundraising__take_back_round=_take_back_round,
    fundraising__accept_offer=_own,
    fundraising__counter_offer=_own,
    fundraising__decline_offer=_own,
    fundraising__keep_offer=_answer,
    fundraising__suggest_offer=_answer,
    fundraising__replace_offer=_replace,
    fundraising__withdraw_offer=_answer,
)
