"""Payees, costs and payments. Preparing is anybody's on the team who works with money or journeys; deciding is the
treasurer's and the director's, never over one's own work, one's own journey, or money one allocated oneself."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, declare_reveal, role_rule
from fundraising.models import Allocation, Offer
from fundraising.permissions.base import DECIDERS, is_author, staff

PREPARERS = ("treasurer", "director", "logistics")


def _decider(person, delegation):
    return role_rule(*DECIDERS, of=lambda d: d)(person, delegation)


def allocated_for(person, fund_ids) -> bool:
    """Whether this person decided that pool money goes to one of these funds."""
    allocated = Allocation.objects.filter(status="allocated", fund_id__in=fund_ids, decided_by=person)
    accepted = Offer.objects.filter(status="accepted", fund_id__in=fund_ids, round__decided_by=person)
    return allocated.exists() or accepted.exists()


# -- payees -------------------------------------------------------------------------------------------
def _change_payee(person, payee):
    if payee.delegate_id and is_author(person, payee.delegate):
        return True
    return role_rule(*PREPARERS)(person, payee)


def _confirm_payee(person, details):
    answer = _decider(person, details.payee.delegation)
    if answer is not True:
        return answer
    if person.pk == details.changed_by_id:
        return _("You entered these details. Another person confirms them.")
    if details.payee.delegate_id and is_author(person, details.payee.delegate):
        return _("You cannot confirm where money for you goes.")
    return True


# -- costs --------------------------------------------------------------------------------------------
def _approve_cost(person, proposal, fund):
    answer = _decider(person, fund.delegation)
    if answer is not True:
        return answer
    if person.pk == proposal.proposed_by_id:
        return _("You cannot approve your own proposal. Another treasurer or the director can.")
    if fund.delegate_id and is_author(person, fund.delegate):
        return _("You cannot decide about money for your own journey.")
    return True


def _approve_commitment(person, commitment):
    return _approve_cost(person, commitment, commitment.fund)


def _approve_raise(person, more):
    return _approve_cost(person, more, more.commitment.fund)


def _take_back(person, proposal):
    return person.pk == proposal.proposed_by_id or _("Only the person who proposed it can take it back.")


# -- payments -----------------------------------------------------------------------------------------
def _approve_disbursement(person, payment):
    answer = _decider(person, payment.fund.delegation)
    if answer is not True:
        return answer
    if person.pk == payment.prepared_by_id:
        return _("You prepared this payment. Another person approves it.")
    if payment.payee.delegate_id and is_author(person, payment.payee.delegate):
        return _("You cannot approve a payment to yourself.")
    if allocated_for(person, [payment.fund_id]):
        return _("You decided the allocation of this money. Somebody else releases the payment.")
    return True


def _approve_batch(person, batch):
    answer = _decider(person, batch.delegation)
    if answer is not True:
        return answer
    if person.pk == batch.created_by_id:
        return _("You put this batch together. Another person approves it.")
    if batch.disbursements.filter(payee__delegate__person=person).exists():
        return _("You cannot approve a payment to yourself.")
    if allocated_for(person, batch.disbursements.values("fund_id")):
        return _("You decided an allocation of this money. Somebody else releases the payment.")
    return True


def _of_fund(row):
    return row.fund.delegation


def _itself(delegation):
    return delegation


_send = role_rule(*DECIDERS, of=_of_fund)
_send_batch = role_rule(*DECIDERS)

declare(
    fundraising__view_spending=staff,
    fundraising__add_payee=role_rule(*PREPARERS, of=_itself),
    fundraising__change_payee=_change_payee,
    fundraising__confirm_payee=_confirm_payee,
    fundraising__propose_commitment=role_rule(*PREPARERS, of=lambda fund: fund.delegation),
    fundraising__approve_commitment=_approve_commitment,
    fundraising__decline_commitment=_approve_commitment,
    fundraising__take_back_commitment=_take_back,
    fundraising__release_commitment=role_rule(*DECIDERS, of=_of_fund),
    fundraising__close_commitment=role_rule(*DECIDERS, of=_of_fund),
    fundraising__propose_raise=role_rule(*PREPARERS, of=_of_fund),
    fundraising__approve_raise=_approve_raise,
    fundraising__decline_raise=_approve_raise,
    fundraising__take_back_raise=_take_back,
    fundraising__prepare_disbursement=role_rule(*PREPARERS, of=lambda fund: fund.delegation),
    fundraising__approve_disbursement=_approve_disbursement,
    fundraising__cancel_disbursement=role_rule(*PREPARERS, of=_of_fund),
    fundraising__send_disbursement=_send,
    fundraising__doubt_disbursement=_send,
    fundraising__settle_disbursement=_send,
    fundraising__fail_disbursement=_send,
    fundraising__bounce_disbursement=_send,
    fundraising__record_return=_send,
    fundraising__create_batch=role_rule(*PREPARERS, of=_itself),
    fundraising__approve_batch=_approve_batch,
    fundraising__cancel_batch=role_rule(*PREPARERS),
    fundraising__send_batch=_send_batch,
    fundraising__settle_batch=_send_batch,
    fundraising__download_batch=_send_batch,
)
declare_reveal(
    "fundraising.payeedetails",
    owner=lambda details: details.payee.delegate.person_id if details.payee.delegate_id else None,
    others=role_rule(*DECIDERS, of=lambda details: details.payee.delegation),
)
