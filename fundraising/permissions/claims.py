"""Advances, claims and stipends: asked by the traveller, decided by staff, never for oneself."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, declare_reveal, role_rule
from fundraising.permissions.base import DECIDERS, is_author, staff

# Who decides what a traveller may have in hand, and what of a claim is right.
CLAIM_DECIDERS = ("treasurer", "logistics", "director")
STIPEND_READERS = ("treasurer", "director", "auditor")
ON_THE_WAY = {"nominated", "travelling", "home"}


def _traveller(person, delegate):
    if not is_author(person, delegate):
        return _("Only the person whose journey it is can do this.")
    return True


def _travels(person, delegate):
    answer = _traveller(person, delegate)
    if answer is not True:
        return answer
    return delegate.status in ON_THE_WAY or _("An advance is for people who are nominated to travel.")


def _claims(person, delegate):
    """Who withdrew, or takes part from home, may still claim what they had to pay before."""
    answer = _traveller(person, delegate)
    if answer is not True:
        return answer
    may = delegate.status in {*ON_THE_WAY, "withdrawn", "remote"}
    return may or _("A claim is for people who were nominated to travel.")


def _owner(person, row):
    return _traveller(person, row.delegate)


def _not_own(*roles: str, maker=lambda row: None):
    """One of these roles, never about one's own journey, never what one asked for oneself."""

    def predicate(person, row):
        answer = role_rule(*roles, of=lambda r: r.delegate.delegation)(person, row)
        if answer is not True:
            return answer
        if is_author(person, row.delegate):
            return _("You cannot decide about money for your own journey.")
        if maker(row) == person.pk:
            return _("You cannot decide what you asked for yourself. Somebody else on the team can.")
        return True

    return predicate


class _Of:
    """A row's advance in its place, so that the same rule reads it."""

    def __init__(self, row):
        self.delegate = row.advance.delegate
        self.recorded_by_id = row.recorded_by_id


def _hand_back(person, row):
    return _not_own(*CLAIM_DECIDERS, maker=lambda r: r.recorded_by_id)(person, _Of(row))


def _record_hand_back(person, advance):
    return _not_own(*CLAIM_DECIDERS)(person, advance)


def _propose_stipend(person, delegate):
    answer = role_rule(*CLAIM_DECIDERS)(person, delegate)
    if answer is not True:
        return answer
    return not is_author(person, delegate) or _("You cannot decide about money for your own journey.")


def _take_back_stipend(person, stipend):
    return person.pk == stipend.proposed_by_id or _("Only the person who proposed it can take it back.")


_decide_claim = _not_own(*CLAIM_DECIDERS, maker=lambda claim: claim.submitted_by_id)
_decide_advance = _not_own(*CLAIM_DECIDERS, maker=lambda advance: advance.requested_by_id)
_decide_stipend = _not_own(*DECIDERS, maker=lambda stipend: stipend.proposed_by_id)

declare(
    fundraising__request_advance=_travels,
    fundraising__take_back_advance=_owner,
    fundraising__approve_advance=_decide_advance,
    fundraising__decline_advance=_decide_advance,
    fundraising__record_hand_back=_record_hand_back,
    fundraising__confirm_hand_back=_hand_back,
    fundraising__decline_hand_back=_hand_back,
    fundraising__draft_claim=_claims,
    fundraising__edit_claim=_owner,
    fundraising__submit_claim=_owner,
    fundraising__take_back_claim=_owner,
    fundraising__discard_claim=_owner,
    fundraising__answer_claim=_owner,
    fundraising__flag_claim=_decide_claim,
    fundraising__approve_claim=_decide_claim,
    fundraising__part_approve_claim=_decide_claim,
    fundraising__decline_claim=_decide_claim,
    fundraising__set_figure_claim=_decide_claim,
    fundraising__view_claims=staff,
    fundraising__propose_stipend=_propose_stipend,
    fundraising__take_back_stipend=_take_back_stipend,
    fundraising__agree_stipend=_owner,
    fundraising__refuse_stipend=_owner,
    fundraising__approve_stipend=_decide_stipend,
    fundraising__decline_stipend=_decide_stipend,
    fundraising__view_stipends=role_rule(*STIPEND_READERS, "logistics", of=lambda delegation: delegation),
    fundraising__export_stipends=role_rule(*STIPEND_READERS, of=lambda delegation: delegation),
)

# Whoever decides must see the receipt, and whoever audits; each look is noted.
declare_reveal(
    "fundraising.receiptfile",
    owner=lambda file: file.claim.delegate.person_id,
    others=role_rule(*CLAIM_DECIDERS, "auditor", of=lambda file: file.claim.delegate.delegation),
)
