"""The books as a whole: read by treasurer, director and auditor; what two people decide is decided by two."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, role_rule
from fundraising.permissions.base import DECIDERS, READERS

_reads = role_rule(*READERS, of=lambda delegation: delegation)
_works = role_rule(*DECIDERS, of=lambda delegation: delegation)


def _decide_correction(person, correction):
    answer = role_rule(*DECIDERS, of=lambda row: row.pool.delegation)(person, correction)
    if answer is not True:
        return answer
    if person.pk == correction.proposed_by_id:
        return _("You cannot decide your own proposal. Another treasurer or the director can.")
    return True


def _take_back_correction(person, correction):
    return person.pk == correction.proposed_by_id or _("Only the person who proposed it can take it back.")


def _close_period(person, period):
    answer = role_rule(*DECIDERS, of=lambda row: row.delegation)(person, period)
    if answer is not True:
        return answer
    if person.pk == period.asked_by_id:
        return _("You cannot close a month alone. Another treasurer or the director closes it with you.")
    return True


def _take_back_period(person, period):
    return person.pk == period.asked_by_id or _("Only the person who asked can take it back.")


declare(
    fundraising__view_books=_reads,
    fundraising__export_books=_reads,
    fundraising__ask_reconciliation=_works,
    fundraising__recheck_difference=_works,
    fundraising__propose_correction=_works,
    fundraising__decide_correction=_decide_correction,
    fundraising__decline_correction=_decide_correction,
    fundraising__take_back_correction=_take_back_correction,
    fundraising__ask_period=_works,
    fundraising__close_period=_close_period,
    fundraising__decline_period=_close_period,
    fundraising__take_back_period=_take_back_period,
)
