"""Gifts as staff see them: lists, messages, receipts."""

from delegation.permissions import declare, role_rule
from fundraising.permissions.base import DECIDERS, MESSAGE_READERS, READERS

declare(
    fundraising__view_money=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__view_gifts=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__export_gifts=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__view_messages=role_rule(*MESSAGE_READERS, of=lambda delegation: delegation),
    fundraising__show_message=role_rule(*MESSAGE_READERS, of=lambda donation: donation.fund.delegation),
    fundraising__hide_message=role_rule(*MESSAGE_READERS, of=lambda donation: donation.fund.delegation),
    fundraising__state_goods=role_rule(*DECIDERS, of=lambda donation: donation.fund.delegation),
    fundraising__resend_receipt=role_rule(*DECIDERS, of=lambda donation: donation.fund.delegation),
)
