"""Gifts that do not come through Stripe: recorded by one, confirmed by another; matches and things beside them."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, role_rule
from fundraising.permissions.base import DECIDERS, READERS, is_author

HOSTS = ("treasurer", "director", "logistics")

_decider = role_rule(*DECIDERS)


def _second(person, row, first_ids, words):
    """A decider who is not the first person."""
    answer = _decider(person, row)
    if answer is not True:
        return answer
    return person.pk not in first_ids or words


def _decide_gift(person, gift):
    words = _("You recorded this gift. Another treasurer or the director confirms it.")
    answer = _second(person, gift, {gift.recorded_by_id}, words)
    if answer is True and gift.appeal_id and is_author(person, gift.appeal.delegate):
        return _("You cannot decide about money for your own journey.")
    return answer


def _take_back_gift(person, gift):
    return person.pk == gift.recorded_by_id or _("Only the person who recorded it can take it back.")


def _confirm_deposit(person, deposit):
    recorders = set(deposit.gifts.values_list("recorded_by_id", flat=True))
    words = _("You counted this deposit, or recorded a gift in it. Somebody else confirms it.")
    return _second(person, deposit, {deposit.counted_by_id, *recorders}, words)


def _hold(person, line):
    words = _("You imported this statement. Another treasurer or the director holds its money apart.")
    return _second(person, line, {line.imported_by_id}, words)


def _confirm_return(person, line):
    words = _("You proposed to send it back. Another treasurer or the director confirms it.")
    return _second(person, line, {line.return_proposed_by_id}, words)


def _decide_pledge(person, pledge):
    words = _("You recorded this promise. Another treasurer or the director agrees to it.")
    return _second(person, pledge, {pledge.recorded_by_id}, words)


def _decide_in_kind(person, offer):
    answer = role_rule(*HOSTS)(person, offer)
    if answer is not True:
        return answer
    if offer.recorded_by_id == person.pk:
        return _("You recorded this offer. A colleague accepts or declines it.")
    if offer.delegate_id and is_author(person, offer.delegate):
        return _("You cannot decide about your own journey.")
    return True


def _itself(delegation):
    return delegation


declare(
    fundraising__view_offline=role_rule(*READERS, of=_itself),
    fundraising__record_offlinegift=role_rule(*DECIDERS, of=_itself),
    fundraising__confirm_offlinegift=_decide_gift,
    fundraising__decline_offlinegift=_decide_gift,
    fundraising__take_back_offlinegift=_take_back_gift,
    fundraising__bounce_offlinegift=_decider,
    fundraising__open_deposit=role_rule(*DECIDERS, of=_itself),
    fundraising__fill_deposit=_decider,
    fundraising__count_deposit=_decider,
    fundraising__reopen_deposit=_decider,
    fundraising__confirm_deposit=_confirm_deposit,
    fundraising__import_statement=role_rule(*DECIDERS, of=_itself),
    fundraising__match_bankline=_decider,
    fundraising__hold_bankline=_hold,
    fundraising__set_aside_bankline=_decider,
    fundraising__take_up_bankline=_decider,
    fundraising__propose_return_bankline=_decider,
    fundraising__keep_bankline=_decider,
    fundraising__confirm_return_bankline=_confirm_return,
    fundraising__record_matchpledge=role_rule(*DECIDERS, of=_itself),
    fundraising__agree_matchpledge=_decide_pledge,
    fundraising__decline_matchpledge=_decide_pledge,
    fundraising__end_matchpledge=_decider,
    fundraising__ask_matchpledge=_decider,
    fundraising__count_matchpledge=_decider,
    fundraising__view_in_kind=role_rule(*HOSTS, "auditor", of=_itself),
    fundraising__record_inkindoffer=role_rule(*HOSTS, of=_itself),
    fundraising__accept_inkindoffer=_decide_in_kind,
    fundraising__decline_inkindoffer=_decide_in_kind,
    fundraising__use_inkindoffer=role_rule(*HOSTS),
    fundraising__release_inkindoffer=role_rule(*HOSTS),
    fundraising__export_in_kind=role_rule(*READERS, of=_itself),
)
