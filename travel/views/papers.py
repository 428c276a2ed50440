"""The delegate's passport: country and two dates, sealed; masked once given."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from delegation import sealed
from delegation.permissions import may
from delegation.queries import current_dates, my_delegate
from delegation.views.base import act, form_page, say
from travel.actions import papers
from travel.forms.papers import PassportForm
from travel.models import Passport
from travel.readiness.board import standing_of
from travel.readiness.rules import MONTHS_AFTER_RETURN, add_months, journey_days


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_papers(request):
    delegate = my_delegate(request.user)
    if delegate is None:
        return redirect("travel:my_journey")
    form = PassportForm(request.POST or None)
    if request.method == "POST" and act(request, form, lambda given: papers.declare(delegate, request.user, **given)):
        say(request, _("Kept, sealed. Logistics sees the passport in a call; they will write to you."))
        return HttpResponseRedirect(reverse("travel:my_papers"))
    return _page(request, delegate, form=form)


def _page(request, delegate, *, form=None, values=None):
    passport = Passport.objects.filter(delegate=delegate).first()
    dates = current_dates(delegate.delegation)
    _leaves, home = journey_days(dates)
    response = form_page(
        request,
        "travel/journey/papers.html",
        {
            "delegate": delegate,
            "delegation": delegate.delegation,
            "form": form or PassportForm(),
            "passport": passport,
            "changing": passport is None or "change" in request.GET or (form is not None and form.is_bound),
            "standing": standing_of(delegate).by_code["passport_valid"],
            "values": values,
            "mask": sealed.MASK,
            "needs_until": add_months(home, MONTHS_AFTER_RETURN) if home else None,
            "may_declare": may("travel.declare_passport", request.user, delegate),
        },
    )
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def reveal_own(request):
    """Show the person their own dates; that they were opened is on record."""
    delegate = my_delegate(request.user)
    passport = Passport.objects.filter(delegate=delegate).select_related("delegate").first() if delegate else None
    if passport is None:
        return redirect("travel:my_papers")
    values = sealed.reveal_many([passport], by=request.user, reason="own", about=passport)[passport.uuid]
    return _page(request, delegate, values=papers.spoken(values))
