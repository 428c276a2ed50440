"""The switch: a fund's form takes no gifts, or takes them again."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from delegation.permissions import is_staff_of
from delegation.views.base import do, safe_next
from fundraising.actions import giving as actions
from fundraising.models import Fund


def _fund_or_404(person, uuid) -> Fund:
    fund = Fund.objects.select_related("delegation", "delegate__person").filter(uuid=uuid).first()
    if fund is None or not is_staff_of(person, fund.delegation):
        raise Http404
    return fund


def _verb(request, uuid, verb, done):
    fund = _fund_or_404(request.user, uuid)
    back = safe_next(request, reverse("travel:desk"))
    return do(request, lambda: verb(fund, request.user), done=done, to=back)


@login_required
@require_POST
def stop_giving(request, uuid):
    done = _("Switched off. The page says that it takes no gifts now, and leads to the pool.")
    return _verb(request, uuid, actions.stop_giving, done)


@login_required
@require_POST
def allow_giving(request, uuid):
    return _verb(request, uuid, actions.allow_giving, _("This form takes gifts again."))
