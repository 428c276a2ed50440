"""Claims for staff: the queue, and one claim with its receipts beside its lines; and the photos themselves."""

import base64

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegation import sealed
from delegation.errors import DomainError
from delegation.money import from_minor, to_minor
from delegation.permissions import check, is_staff_of, may
from delegation.views.base import act, form_page, page_of, say, staff_page
from fundraising import images
from fundraising.actions import claim_decisions as actions
from fundraising.actions.claims import today
from fundraising.forms.claims import DecideForm, FigureForm
from fundraising.models import ClaimLine, ReceiptFile
from fundraising.queries import claims as queries
from fundraising.queries.claim_lines import own_lines
from fundraising.queries.donations import entries_about_any
from fundraising.queries.ledger import last_check
from fundraising.views.claim_pictures import calendar_picture


@staff_page
@require_safe
def claims(request, delegation):
    tab = request.GET.get("tab") if request.GET.get("tab") in queries.TABS else "waiting"
    context = {
        "delegation": delegation,
        "tab": tab,
        "sees_stipends": may("fundraising.view_stipends", request.user, delegation),
        "counts": queries.counts(delegation),
        "page": page_of(request, queries.claims(delegation, tab)),
    }
    return render(request, "fundraising/claims/list.html", context)


def _claim_or_404(person, uuid):
    claim = queries.whole_claim(uuid)
    if claim is None or claim.status in {"draft", "discarded"} or not is_staff_of(person, claim.delegate.delegation):
        raise Http404
    return claim


@login_required
@require_safe
def claim(request, uuid):
    return _page(request, _claim_or_404(request.user, uuid))


def _sees_photos(person, row) -> bool:
    """Where not, the page says so in place of pictures that would not load."""
    file = ReceiptFile.objects.select_related("claim__delegate__delegation").filter(claim=row).first()
    return file is not None and may("delegation.reveal", person, file) is True


def _page(request, row, *, form=None, figure=None, figure_line=None):
    me, lines = request.user, list(row.lines.all())
    form = form or _decide_form(row, lines)
    days = queries.days_of(row)
    concerns = queries.concerns(row, today())
    shown = [
        Shown(
            line,
            form.amount_of(line),
            form.reason_of(line),
            [concern for concern in concerns if line.uuid in concern.lines],
            figure if figure_line == line else FigureForm(currency=row.currency, auto_id=f"id_%s_{line.uuid}"),
        )
        for line in lines
    ]
    context = {
        "delegation": row.delegate.delegation,
        "claim": row,
        "rows": shown,
        "form": form,
        "concerns": concerns,
        "sees_photos": _sees_photos(me, row),
        "days": days,
        "picture": calendar_picture(days),
        "ceiling": queries.ceiling(days),
        "totals": queries.totals(row),
        "lines": own_lines(row.delegate),
        "in_hand_minor": queries.advance_open_minor(row.delegate),
        "payments": queries.payments_of(row),
        "history": queries.history(row),
        "entries": entries_about_any(queries.part_uuids(row)),
        "why_not": check("fundraising.approve_claim", me, row),
        "may_decide": may("fundraising.approve_claim", me, row) and row.status == "submitted",
        "books": last_check(),
        "figure": figure,
    }
    return form_page(request, "fundraising/claims/detail.html", context)


class Shown:
    """A line as the page draws it: with its two fields, what to look at, and the form for the statement's figure."""

    def __init__(self, line, amount, reason, concerns, figure):
        self.line, self.amount, self.reason = line, amount, reason
        self.concerns, self.figure = concerns, figure
        self.may_set = line.kind in {ClaimLine.Kind.RECEIPT, ClaimLine.Kind.FEE}


def _decide_form(row, lines, data=None):
    initial = {}
    for line in lines:
        amount = line.counts_minor
        initial[f"amount-{line.uuid}"] = "" if amount is None else str(from_minor(amount, row.currency).amount)
        initial[f"reason-{line.uuid}"] = line.reason
    return DecideForm(data, initial=initial, lines=lines, currency=row.currency)


def _decide(request, uuid, fn, done):
    row = _claim_or_404(request.user, uuid)
    form = _decide_form(row, list(row.lines.all()), request.POST)
    if act(request, form, lambda data: fn(row, form, data)):
        say(request, done)
        return redirect("fundraising:claim", row.uuid)
    return _page(request, _claim_or_404(request.user, uuid), form=form)


@login_required
@require_POST
def approve_claim(request, uuid):
    """The whole claim as it was asked, whatever stands in the fields beside the lines."""
    return _decide(
        request,
        uuid,
        lambda row, form, data: actions.approve(row, note=data["note"], last=data["last"], by=request.user),
        _("Approved. The traveller hears today."),
    )


@login_required
@require_POST
def part_approve_claim(request, uuid):
    def decide(row, form, data):
        verdicts = {}
        for line in form.lines:
            amount = data[f"amount-{line.uuid}"]
            if amount is not None:
                verdicts[line.uuid] = actions.Verdict(to_minor(amount), data[f"reason-{line.uuid}"])
            elif data[f"reason-{line.uuid}"]:
                verdicts[line.uuid] = actions.Verdict(0, data[f"reason-{line.uuid}"])
        return actions.part_approve(row, verdicts, note=data["note"], last=data["last"], by=request.user)

    return _decide(request, uuid, decide, _("Decided line by line. The traveller hears today."))


@login_required
@require_POST
def flag_claim(request, uuid):
    def ask(row, form, data):
        questions = {line.uuid: data[f"reason-{line.uuid}"] for line in form.lines if data[f"reason-{line.uuid}"]}
        return actions.flag(row, questions, note=data["note"], by=request.user)

    return _decide(request, uuid, ask, _("Asked. The claim is with the traveller until they answer."))


@login_required
@require_POST
def decline_claim(request, uuid):
    return _decide(
        request,
        uuid,
        lambda row, form, data: actions.decline(row, note=data["note"], by=request.user),
        _("Declined, with your note. Nothing moved."),
    )


@login_required
@require_POST
def set_figure_claim(request, uuid):
    """`uuid` is the line's."""
    line = get_object_or_404(
        ClaimLine.objects.select_related("claim__delegate__delegation", "statement_file"), uuid=uuid
    )
    row = _claim_or_404(request.user, line.claim.uuid)
    form = FigureForm(request.POST, request.FILES, currency=row.currency, auto_id=f"id_%s_{line.uuid}")

    def keep(data):
        upload = data["photo"]
        if upload is not None and upload.size > images.MAX_BYTES:
            raise DomainError(_("This picture is larger than 8 MB. Make it smaller, or choose another."), field="photo")
        return actions.set_figure(line, data["amount"], upload.read() if upload else None, by=request.user)

    if act(request, form, keep):
        say(request, _("The statement’s figure counts now."))
        return redirect("fundraising:claim", row.uuid)
    return _page(request, _claim_or_404(request.user, row.uuid), figure=form, figure_line=line)


# -- photos -----------------------------------------------------------------------------------------------
@login_required
@require_safe
def receipt_file(request, uuid):
    """Pixels we encoded ourselves, unsealed for whoever may see them; each look by staff is noted."""
    file = ReceiptFile.objects.select_related("claim__delegate__delegation").filter(uuid=uuid).first()
    if file is None:
        raise Http404
    own = file.claim.delegate.person_id == request.user.pk
    if not own and (file.claim.status in {"draft", "discarded"} or not may("delegation.reveal", request.user, file)):
        raise Http404
    try:
        text = sealed.reveal(file, "image", by=request.user, reason="own" if own else "claim")
    except sealed.NothingSealed:
        raise Http404 from None
    answer = HttpResponse(base64.b64decode(text), content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, noarchive"
    return answer
