from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegation.permissions import may
from delegation.views.base import act, page_of, say, staff_page
from fundraising.actions import budgets
from fundraising.forms.rates import RateForm
from fundraising.models import PlanningRate


@require_http_methods(["GET", "POST"])
@staff_page
def rates(request, delegation):
    """What one unit of a currency costs, for planning: newest first, nothing is overwritten."""
    initial = {"as_of": timezone.localdate(), "currency": "CHF"}
    form = RateForm(request.POST or None, initial=initial, quote=delegation.currency)
    if request.method == "POST":
        row = act(request, form, lambda data: budgets.enter_rate(delegation, by=request.user, **data))
        if row:
            say(request, _("Entered. Budgets use it from their next save; lines that waited are converted now."))
            return redirect("fundraising:rates", delegation_slug=delegation.slug)
    history = PlanningRate.objects.filter(delegation=delegation).select_related("entered_by").order_by("-as_of", "-id")
    page = page_of(request, history)
    in_use = {rate.pk for rate in budgets.latest_rates(delegation).values()}
    for rate in page.object_list:
        rate.is_newest = rate.pk in in_use
    context = {
        "delegation": delegation,
        "form": form,
        "page": page,
        "may_enter": may("fundraising.enter_rate", request.user, delegation),
    }
    return render(request, "fundraising/rates/page.html", context, status=422 if form.errors else 200)
