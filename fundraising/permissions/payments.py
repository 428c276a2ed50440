"""What becomes of a payment: giving back, placing, sending back. Asked by one, above a limit decided by another."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, has_role, role_rule
from fundraising.permissions.base import DECIDERS, READERS, is_author


def delegation_of_refund(refund):
    """The delegation a refund is for; None for a payment that names no gift of ours."""
    donation = refund.donation or refund.held.donation
    return donation.fund.delegation if donation else None


def _request_refund(person, donation):
    answer = role_rule(*DECIDERS, of=lambda gift: gift.fund.delegation)(person, donation)
    return answer if answer is not True else _not_own(person, donation)


def _not_own(person, donation):
    if donation.fund.delegate and is_author(person, donation.fund.delegate):
        return _("You cannot decide about money for your own journey.")
    return True


def _approve_refund(person, refund):
    answer = role_rule(*DECIDERS, of=delegation_of_refund)(person, refund)
    if answer is not True:
        return answer
    if person.pk == refund.requested_by_id:
        return _("You cannot decide your own request. Another treasurer or the director can.")
    return _not_own(person, refund.donation) if refund.donation else True


def _refuse_refund(person, refund):
    """A second person says no, or whoever asked withdraws it."""
    if person.pk == refund.requested_by_id:
        return True
    return role_rule(*DECIDERS, of=delegation_of_refund)(person, refund)


def _decides_held(person, held):
    """Money that names a gift is its delegation's to look at; what names none may be looked at by any treasurer."""
    if held.donation_id:
        return role_rule(*DECIDERS, of=lambda row: row.donation.fund.delegation)(person, held)
    return _decides_anywhere(person, held)


def _decides_anywhere(person, _held):
    grants = person.role_grants.select_related("delegation")
    if any(has_role(person, grant.delegation, *DECIDERS) for grant in grants):
        return True
    return _("This is for treasurers and directors.")


def _second_on_held(person, held):
    answer = _decides_held(person, held)
    if answer is not True:
        return answer
    if person.pk == held.asked_by_id:
        return _("You cannot decide your own request. Another treasurer or the director can.")
    return True


def _place_held(person, held):
    answer = _second_on_held(person, held)
    if answer is True and held.placed_to and held.placed_to.delegate and is_author(person, held.placed_to.delegate):
        return _("You cannot decide about money for your own journey.")
    return answer


def _leave_held(person, held):
    return True if person.pk == held.asked_by_id else _decides_held(person, held)


declare(
    fundraising__view_disputes=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__view_payouts=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__view_held=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__request_refund=_request_refund,
    fundraising__approve_refund=_approve_refund,
    fundraising__refuse_refund=_refuse_refund,
    fundraising__ask_place_held=_decides_held,
    fundraising__ask_return_held=_decides_held,
    fundraising__place_held=_place_held,
    fundraising__send_back_held=_second_on_held,
    fundraising__leave_held=_leave_held,
)
