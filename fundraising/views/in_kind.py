"""Things instead of money, for staff: what was offered, what it covers, what was used, and the accountant's list."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.celery import nudge
from delegation.exports import to_csv
from delegation.models import Delegate
from delegation.permissions import check, may, require
from delegation.views.base import act, form_page, page_of, say, staff_page
from fundraising.actions import in_kind as actions
from fundraising.forms.in_kind import AcceptOfferForm, NoteForm, RecordOfferForm
from fundraising.forms.offline import fresh_token
from fundraising.queries import in_kind as queries
from fundraising.queries import offline as offline_queries
from fundraising.queries.public import ON_THE_WAY
from fundraising.views.offline_gifts import row_or_404


@staff_page
@require_safe
def in_kind_offers(request, delegation):
    require("fundraising.view_in_kind", request.user, delegation)
    tab = request.GET.get("tab") if request.GET.get("tab") in queries.TABS else "waiting"
    context = {
        "delegation": delegation,
        "tab": tab,
        "counts": queries.counts(delegation),
        "page": page_of(request, queries.of_delegation(delegation, tab)),
        "year": timezone.localdate().year,
        "may_record": may("fundraising.record_inkindoffer", request.user, delegation),
        "may_export": may("fundraising.export_in_kind", request.user, delegation),
    }
    return render(request, "fundraising/in_kind/list.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def record_offer(request, delegation):
    require("fundraising.record_inkindoffer", request.user, delegation)
    people = Delegate.objects.filter(delegation=delegation, status__in=ON_THE_WAY).select_related("person")
    form = RecordOfferForm(request.POST or None, initial=fresh_token(), delegates=people.order_by("person__name_used"))

    def record(data):
        return actions.record(actions.Offered(delegation=delegation, **data), request.user)

    if request.method == "POST" and (offer := act(request, form, record)):
        say(request, _("Recorded. A colleague accepts or declines it."))
        return redirect("fundraising:in_kind_offer", offer.uuid)
    return form_page(request, "fundraising/in_kind/new.html", {"delegation": delegation, "form": form})


def _offer(request, uuid):
    return row_or_404(request.user, queries.offers(), uuid, "fundraising.view_in_kind")


def _accept_form(row, data=None):
    lines = queries.lines_to_cover(row.delegation)
    if row.delegate_id:
        lines = lines.filter(budget__delegate=row.delegate_id)
    first = {"line": row.line_uuid} if row.line_uuid else {}
    return AcceptOfferForm(data, initial=first, currency=row.currency, lines=lines)


@login_required
@require_safe
def in_kind_offer(request, uuid):
    row = _offer(request, uuid)
    return _page(request, row, _accept_form(row), NoteForm())


def _page(request, row, accept, note):
    me = request.user
    line = queries.lines_to_cover(row.delegation).filter(uuid=row.line_uuid).first() if row.line_uuid else None
    context = {
        "delegation": row.delegation,
        "offer": row,
        "line": line,
        "accept": accept,
        "note": note,
        "history": offline_queries.history(row),
        "may_accept": may("fundraising.accept_inkindoffer", me, row),
        "why_not": check("fundraising.accept_inkindoffer", me, row),
        "may_use": may("fundraising.use_inkindoffer", me, row),
    }
    return form_page(request, "fundraising/in_kind/detail.html", context)


@login_required
@require_POST
def accept_offer(request, uuid):
    row = _offer(request, uuid)
    form = _accept_form(row, request.POST)
    if act(request, form, lambda data: actions.accept(row, request.user, **data)):
        nudge("delegation.deliver_outbox")
        say(request, _("Accepted. The giver hears today, and the line asks for that much less."))
        return redirect("fundraising:in_kind_offer", row.uuid)
    return _page(request, _offer(request, uuid), form, NoteForm())


VERBS = {
    "decline": (actions.decline, gettext_lazy("Declined, with thanks. The giver hears today.")),
    "use": (actions.use, gettext_lazy("Used. The giver is thanked for it by name, without a value.")),
    "release": (actions.release, gettext_lazy("Not used. Its line is asked for again.")),
}


@login_required
@require_POST
def offer_verb(request, uuid, verb):
    row = _offer(request, uuid)
    fn, done = VERBS[verb]
    form = NoteForm(request.POST)
    if act(request, form, lambda data: fn(row, request.user, note=data["note"])):
        nudge("delegation.deliver_outbox")
        say(request, done)
        return redirect("fundraising:in_kind_offer", row.uuid)
    return _page(request, _offer(request, uuid), _accept_form(row), form)


@staff_page
@require_POST
def export_in_kind(request, delegation):
    """The year's list for the accountant, with an empty column for the value. A POST, since it leaves an audit row."""
    asked = request.POST.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else timezone.localdate().year
    rows = actions.export_in_kind(delegation, request.user, year=year)
    header = ["accepted", "used", "what", "how many", "kind", "from", "organisation", "e-mail", "for", "id", "value"]
    body = to_csv(header, (_row(offer) for offer in rows))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="in-kind-{delegation.slug}-{year}.csv"'
    return response


def _row(offer) -> list:
    return [
        offer.decided_at.date().isoformat() if offer.decided_at else "",
        offer.closed_at.date().isoformat() if offer.status == "used" and offer.closed_at else "",
        offer.description,
        offer.quantity,
        offer.kind,
        offer.donor.name,
        offer.organisation or "",
        offer.donor.email,
        offer.delegate or "",
        offer.uuid,
        "",
    ]
