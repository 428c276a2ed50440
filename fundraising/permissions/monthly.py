"""Monthly gifts. Pausing, going on and changing the amount are the giver's alone, by the link in each mail; staff can
stop one, send the link again, and decide what becomes of one whose appeal takes no more gifts."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, role_rule
from fundraising.permissions.base import DECIDERS, READERS


def _giver_alone(person, monthly_gift):
    return _("Only the giver can do this, by the link in each mail about the gift.")


_deciders = role_rule(*DECIDERS, of=lambda monthly_gift: monthly_gift.fund.delegation)

declare(
    fundraising__view_monthly_gifts=role_rule(*READERS, of=lambda delegation: delegation),
    fundraising__pause_monthly_gift=_giver_alone,
    fundraising__resume_monthly_gift=_giver_alone,
    fundraising__change_monthly_gift=_giver_alone,
    fundraising__cancel_monthly_gift=_deciders,
    fundraising__redirect_monthly_gift=_deciders,
    fundraising__resend_link_monthly_gift=_deciders,
)
