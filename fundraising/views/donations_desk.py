"""Gifts for staff: the list, the list as a file, and one gift with everything that happened to it."""

import uuid as uuids

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from delegation.celery import nudge
from delegation.exports import to_csv
from delegation.money import from_minor
from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import do, form_page, page_of, safe_next, staff_page
from fundraising.actions import donations as actions
from fundraising.actions import receipts
from fundraising.forms.allocations import ResendForm
from fundraising.forms.payments import RefundForm
from fundraising.models import Donation, Refund
from fundraising.queries import donations as queries
from fundraising.queries import payments


def _asked(request) -> dict:
    status = request.GET.get("status", "")
    return {
        "status": status if status in queries.STATUSES else "",
        "search": request.GET.get("q", "").replace("\x00", "").strip()[:80],
    }


@staff_page
@require_safe
def gifts(request, delegation):
    require("fundraising.view_gifts", request.user, delegation)
    asked = _asked(request)
    context = {
        "delegation": delegation,
        "page": page_of(request, queries.gifts(delegation, **asked)),
        "statuses": Donation.Status.choices,
        "may_export": may("fundraising.export_gifts", request.user, delegation),
        **asked,
    }
    return render(request, "fundraising/gifts/list.html", context)


@staff_page
@require_POST
def export_gifts(request, delegation):
    """The list as CSV. A POST, since it leaves an audit row."""
    rows = actions.export_gifts(delegation, by=request.user)
    header = [
        "receipt",
        "date",
        "status",
        "amount",
        "currency",
        "fee",
        "donor",
        "e-mail",
        "to",
        "through",
        "family",
        "id",
        "settled",
        "settled currency",
        "given back",
    ]
    body = to_csv(header, (_line(gift) for gift in rows))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="gifts-{delegation.slug}.csv"'
    return response


def plain(minor: int | None, currency: str) -> str:
    """An amount for a spreadsheet: digits and a point, nothing else."""
    return "" if minor is None else str(from_minor(minor, currency).amount)


def _line(gift) -> list:
    receipt = queries.newest_receipt(gift)
    return [
        receipt.label if receipt else "",
        (receipt.charged_on if receipt else gift.created_at.date()).isoformat(),
        gift.status,
        plain(gift.amount_minor, gift.currency),
        gift.currency,
        plain(gift.fee_minor, gift.settled_currency or gift.currency),
        gift.donor.name,
        gift.donor.email,
        gift.fund,
        gift.share.organisation if gift.share else "",
        "family" if gift.is_family else "",
        gift.uuid,
        plain(gift.settled_minor, gift.settled_currency or gift.currency),
        gift.settled_currency,
        plain(gift.given_back_minor, gift.currency),
    ]


def gift_or_404(person, uuid):
    gift = get_object_or_404(queries.gift_rows(), uuid=uuid)
    if not is_staff_of(person, gift.fund.delegation):
        raise Http404
    require("fundraising.view_gifts", person, gift.fund.delegation)
    return gift


@login_required
@require_safe
def gift(request, uuid):
    return gift_page(request, gift_or_404(request.user, uuid))


def gift_page(request, row, refund_form=None):
    """The gift with everything that happened to it; `refund_form` is one that was refused and stands to be mended."""
    me, left = request.user, payments.left_to_refund(row)
    plain = format(from_minor(left, row.currency).amount.normalize(), "f")
    fresh = RefundForm.fresh(amount=plain, reason="staff" if payments.is_late(row) else None)
    context = {
        "delegation": row.fund.delegation,
        "gift": row,
        "chain": queries.chain(row),
        "goes_on_as": payments.goes_on_as(row),
        "held_before": payments.held_before(row),
        "may_resend": may("fundraising.resend_receipt", me, row),
        "may_trace": may("fundraising.view_trace", me, row.fund.delegation),
        "may_state_goods": may("fundraising.state_goods", me, row),
        "may_make_statement": may("fundraising.make_statement", me, row),
        "form_token": uuids.uuid4(),
        "refunds": [
            _with_decisions(me, refund) for refund in payments.refund_rows().filter(donation=row).order_by("id")
        ],
        "disputes": list(row.disputes.prefetch_related("movements").order_by("id")),
        "warnings": list(row.fraud_warnings.order_by("id")),
        "refund_form": refund_form or RefundForm(initial=fresh, currency=row.currency),
        "may_refund": row.status == Donation.Status.PAID
        and row.source == Donation.Source.CARD
        and left > 0
        and not payments.forbids_refund(row)
        and may("fundraising.request_refund", me, row),
        "left_minor": left,
        "limit_minor": payments.alone_room_minor(row),
        "is_late": payments.is_late(row),
    }
    return form_page(request, "fundraising/gifts/detail.html", context)


def _with_decisions(person, refund):
    """The refund, and what this person may say to it while it waits."""
    waits = refund.status == Refund.Status.REQUESTED
    return {
        "row": refund,
        "may_approve": waits and may("fundraising.approve_refund", person, refund),
        "may_refuse": waits and may("fundraising.refuse_refund", person, refund),
        "why_not": check("fundraising.approve_refund", person, refund) if waits else "",
    }


@login_required
@require_POST
def resend_receipt(request, uuid):
    row = gift_or_404(request.user, uuid)
    form = ResendForm(request.POST)
    if not form.is_valid():
        raise Http404
    answer = do(
        request,
        lambda: receipts.resend(row, request.user, form_token=form.cleaned_data["form_token"]),
        done=_("The receipt is on its way again."),
        to=reverse("fundraising:gift", args=[row.uuid]),
    )
    nudge("delegation.deliver_outbox")
    return answer


# -- what donors wrote ---------------------------------------------------------------------------
@staff_page
@require_safe
def messages(request, delegation):
    """Messages for public pages, read by a person before anybody else reads them. No donor's address stands here."""
    require("fundraising.view_messages", request.user, delegation)
    tab = request.GET.get("tab") if request.GET.get("tab") in queries.MESSAGE_TABS else "waiting"
    context = {
        "delegation": delegation,
        "tab": tab,
        "counts": queries.message_counts(delegation),
        "page": page_of(request, queries.messages(delegation, tab)),
    }
    return render(request, "fundraising/gifts/messages.html", context)


@login_required
@require_POST
def message_verb(request, uuid, verb):
    row = get_object_or_404(queries.gift_rows(), uuid=uuid)
    if not is_staff_of(request.user, row.fund.delegation):
        raise Http404
    fn, done = MESSAGE_VERBS[verb]
    back = reverse("fundraising:messages", args=[row.fund.delegation.slug])
    return do(request, lambda: fn(row, request.user), done=done, to=safe_next(request, back))


MESSAGE_VERBS = {
    "show": (actions.show_message, gettext_lazy("The message is on the page now.")),
    "hide": (actions.hide_message, gettext_lazy("The message stays off the page. The gift is as it was.")),
}
