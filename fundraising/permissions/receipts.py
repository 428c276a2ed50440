"""Receipts and year-end statements: read by whoever keeps the books, made void and anew by whoever decides."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, has_role, role_rule
from fundraising.permissions.base import DECIDERS, READERS


def _of_receipt(receipt):
    return receipt.donation.fund.delegation


def _everywhere(*roles):
    """A statement names gifts to several delegations: one of these roles on each of them."""

    def predicate(person, statement):
        gifts = statement.lines.select_related("donation__fund__delegation")
        delegations = {line.donation.fund.delegation for line in gifts}
        if delegations and all(has_role(person, delegation, *roles) for delegation in delegations):
            return True
        return _("This statement names gifts to a delegation whose books are not yours to read.")

    return predicate


declare(
    fundraising__view_receipts=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__void_receipt=role_rule(*DECIDERS, of=_of_receipt),
    fundraising__reissue_receipt=role_rule(*DECIDERS, of=_of_receipt),
    fundraising__view_statement=_everywhere(*READERS),
    fundraising__make_statement=role_rule(*DECIDERS, of=lambda donation: donation.fund.delegation),
    fundraising__resend_statement=_everywhere(*DECIDERS),
    fundraising__view_trace=role_rule(*READERS, of=lambda delegation: delegation),
)
