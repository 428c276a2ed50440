"""Gifts by hand for staff: recorded by one, confirmed by another, and what became of them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.celery import nudge
from delegation.money import from_minor
from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import offline as actions
from fundraising.forms.offline import BounceForm, ConfirmGiftForm, RecordGiftForm, fresh_token
from fundraising.models import OfflineGift
from fundraising.queries import donations as gift_queries
from fundraising.queries import offline as queries


def row_or_404(person, rows, uuid, view: str = "fundraising.view_offline"):
    """One row of a delegation this person works for and may see money of; everybody else's is a 404."""
    row = rows.filter(uuid=uuid).first()
    if row is None or not is_staff_of(person, row.delegation):
        raise Http404
    require(view, person, row.delegation)
    return row


@staff_page
@require_safe
def offline_gifts(request, delegation):
    require("fundraising.view_offline", request.user, delegation)
    tab = request.GET.get("tab") if request.GET.get("tab") in queries.GIFT_TABS else "waiting"
    context = {
        "delegation": delegation,
        "tab": tab,
        "counts": queries.gift_counts(delegation),
        "page": page_of(request, queries.gifts(delegation, tab)),
        "may_record": may("fundraising.record_offlinegift", request.user, delegation),
    }
    return render(request, "fundraising/offline/list.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def record_gift(request, delegation):
    require("fundraising.record_offlinegift", request.user, delegation)
    line = _line_asked_for(request, delegation)
    form = RecordGiftForm(
        request.POST or None,
        initial={**fresh_token(), **_first_values(request, delegation, line)},
        currency=delegation.currency,
        appeals=queries.appeals_for(delegation),
        pledges=queries.pledges_for(delegation),
        deposits=queries.open_deposits(delegation),
    )

    def record(data):
        asked = actions.Recorded(delegation=delegation, line=line, **data)
        return actions.record(asked, request.user)

    if request.method == "POST" and (gift := act(request, form, record)):
        say(request, _("Recorded. Nothing is booked before a second person confirms it."))
        return redirect("fundraising:offline_gift", gift.uuid)
    context = {"delegation": delegation, "form": form, "line": line}
    return form_page(request, "fundraising/offline/new.html", context)


def _line_asked_for(request, delegation):
    """The line of the statement a gift is recorded from, named in the address."""
    name = request.GET.get("line", "")
    return queries.line_rows().filter(delegation=delegation, uuid=name).first() if is_uuid(name) else None


def is_uuid(text: str) -> bool:
    """Whether a text from an address or a form is a uuid, so that it may be looked for."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _first_values(request, delegation, line) -> dict:
    pledge = request.GET.get("pledge", "")
    first: dict = {"language": "en"}
    known = queries.pledges_for(delegation).filter(uuid=pledge).first() if is_uuid(pledge) else None
    if known is not None:
        first |= {"pledge": known.uuid, "appeal": known.appeal.uuid if known.appeal else None}
    if line is not None:
        first |= {
            "source": OfflineGift.Source.BANK_TRANSFER,
            "amount": str(from_minor(line.amount_minor, line.currency).amount),
            "given_on": line.booked_on,
            "name": line.text.name if hasattr(line, "text") else "",
        }
    return first


@login_required
@require_safe
def offline_gift(request, uuid):
    row = row_or_404(request.user, queries.gift_rows(), uuid)
    return _gift_page(request, row, ConfirmGiftForm(currency=row.currency), BounceForm())


def _gift_page(request, row, form, bounce):
    me = request.user
    context = {
        "delegation": row.delegation,
        "gift": row,
        "form": form,
        "bounce": bounce,
        "entries": gift_queries.entries_about(row.donation.uuid) if row.donation else [],
        "history": queries.history(row),
        "may_confirm": may("fundraising.confirm_offlinegift", me, row),
        "why_not": check("fundraising.confirm_offlinegift", me, row),
        "may_take_back": may("fundraising.take_back_offlinegift", me, row),
        "may_bounce": may("fundraising.bounce_offlinegift", me, row),
    }
    return form_page(request, "fundraising/offline/detail.html", context)


@login_required
@require_POST
def confirm_gift(request, uuid):
    row = row_or_404(request.user, queries.gift_rows(), uuid)
    form = ConfirmGiftForm(request.POST, currency=row.currency)
    if act(request, form, lambda data: actions.confirm(row, request.user, **data)):
        nudge("delegation.deliver_outbox")
        say(request, _("Confirmed. The gift is in the books and its receipt is on the way."))
        return redirect("fundraising:offline_gift", row.uuid)
    return _again(request, uuid, form, BounceForm())


@login_required
@require_POST
def decline_gift(request, uuid):
    row = row_or_404(request.user, queries.gift_rows(), uuid)
    form = ConfirmGiftForm(request.POST, currency=row.currency)
    if act(request, form, lambda data: actions.decline(row, request.user, data["note"])):
        say(request, _("Declined, with your note. Nothing was booked."))
        return redirect("fundraising:offline_gift", row.uuid)
    return _again(request, uuid, form, BounceForm())


@login_required
@require_POST
def take_back_gift(request, uuid):
    row = row_or_404(request.user, queries.gift_rows(), uuid)
    back = reverse("fundraising:offline_gift", args=[row.uuid])
    done = _("Taken back. Nothing was booked.")
    return do(request, lambda: actions.take_back(row, request.user), done=done, to=back)


@login_required
@require_POST
def bounce_gift(request, uuid):
    row = row_or_404(request.user, queries.gift_rows(), uuid)
    form = BounceForm(request.POST)
    if act(request, form, lambda data: actions.bounce(row, request.user, **data)):
        nudge("delegation.deliver_outbox")
        say(request, _("Booked as come back. The giver hears that the receipt does not hold."))
        return redirect("fundraising:offline_gift", row.uuid)
    return _again(request, uuid, ConfirmGiftForm(currency=row.currency), form)


def _again(request, uuid, form, bounce):
    """The page once more, with the row as it is now and the refusal in its form."""
    return _gift_page(request, row_or_404(request.user, queries.gift_rows(), uuid), form, bounce)
