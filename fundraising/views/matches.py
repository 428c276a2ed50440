"""Matching pledges for staff: promised and received apart, asked of the sponsor, counted when the money is here."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.celery import nudge
from delegation.errors import Conflict
from delegation.permissions import check, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import matches as actions
from fundraising.forms.matches import CountPaymentForm, PledgeForm
from fundraising.forms.offline import TokenForm, fresh_token
from fundraising.models import Donation
from fundraising.queries import matches as queries
from fundraising.queries import offline as offline_queries
from fundraising.views.offline_gifts import row_or_404


@staff_page
@require_safe
def match_pledges(request, delegation):
    require("fundraising.view_offline", request.user, delegation)
    tab = request.GET.get("tab") if request.GET.get("tab") in queries.TABS else "agreed"
    page = page_of(request, queries.of_delegation(delegation, tab))
    context = {
        "delegation": delegation,
        "tab": tab,
        "counts": queries.counts(delegation),
        "page": page,
        "promises": [queries.promise_of(row) for row in page.object_list],
        "may_record": may("fundraising.record_matchpledge", request.user, delegation),
    }
    return render(request, "fundraising/matches/list.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def record_pledge(request, delegation):
    require("fundraising.record_matchpledge", request.user, delegation)
    form = PledgeForm(
        request.POST or None,
        initial=fresh_token(),
        currency=delegation.currency,
        appeals=offline_queries.appeals_for(delegation),
    )

    def record(data):
        return actions.record(actions.Promised(delegation=delegation, **data), request.user)

    if request.method == "POST" and (pledge := act(request, form, record)):
        say(request, _("Recorded. It counts once a second person agrees."))
        return redirect("fundraising:match_pledge", pledge.uuid)
    return form_page(request, "fundraising/matches/new.html", {"delegation": delegation, "form": form})


def _pledge(request, uuid):
    return row_or_404(request.user, queries.pledges(), uuid)


@login_required
@require_safe
def match_pledge(request, uuid):
    return _page(request, _pledge(request, uuid), CountPaymentForm(), TokenForm(initial=fresh_token()))


def _page(request, row, count, ask):
    me = request.user
    context = {
        "delegation": row.delegation,
        "pledge": row,
        "promise": queries.promise_of(row),
        "asks": queries.asks_of(row),
        "payments": queries.payments_of(row),
        "count": count,
        "ask": ask,
        "history": offline_queries.history(row),
        "may_agree": may("fundraising.agree_matchpledge", me, row),
        "why_not": check("fundraising.agree_matchpledge", me, row),
        "may_ask": may("fundraising.ask_matchpledge", me, row),
    }
    return form_page(request, "fundraising/matches/detail.html", context)


@login_required
@require_POST
def ask_pledge(request, uuid):
    row = _pledge(request, uuid)
    form = TokenForm(request.POST)
    if act(request, form, lambda data: actions.ask(row, request.user, form_token=data["form_token"])):
        nudge("delegation.deliver_outbox")
        say(request, _("Asked. The letter names the sum and how to pay."))
        return redirect("fundraising:match_pledge", row.uuid)
    return _page(request, row, CountPaymentForm(), form)


@login_required
@require_POST
def count_pledge(request, uuid):
    row = _pledge(request, uuid)
    form = CountPaymentForm(request.POST)
    if act(request, form, lambda data: actions.count(row, request.user, donation=_gift(row, data["gift"]))):
        say(request, _("Counted towards the promise."))
        return redirect("fundraising:match_pledge", row.uuid)
    return _page(request, _pledge(request, uuid), form, TokenForm(initial=fresh_token()))


def _gift(row, label: str) -> Donation:
    """The gift whose receipt has this number, of the same delegation."""
    parts = label.strip().upper().split("-")
    number, year = parts[-1], parts[-2] if len(parts) > 1 else ""
    found = None
    if number.isascii() and number.isdigit() and len(number) < 10 and year.isascii() and year.isdigit():
        rows = Donation.objects.filter(fund__delegation=row.delegation_id, receipts__number=int(number))
        found = rows.filter(receipts__year=int(year[:4])).first()
    if found is None:
        raise Conflict(_("No receipt of this number. Write it as on the receipt."), code="no_receipt", field="gift")
    return found


VERBS = {
    "agree": (actions.agree, gettext_lazy("Agreed. The page shows it, promised and received apart.")),
    "decline": (actions.decline, gettext_lazy("Declined. It does not count.")),
    "end": (actions.end, gettext_lazy("Ended. What was promised stays asked for.")),
}


@login_required
@require_POST
def pledge_verb(request, uuid, verb):
    row = _pledge(request, uuid)
    fn, done = VERBS[verb]
    back = reverse("fundraising:match_pledge", args=[row.uuid])
    return do(request, lambda: fn(row, request.user), done=done, to=back)
