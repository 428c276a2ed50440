"""A claim as its traveller writes it: one cost after another, the calendar of days, photos, sending it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.errors import DomainError
from delegation.views.base import act, do, form_page, say
from fundraising import images
from fundraising.actions import claims as actions
from fundraising.allowances.per_diem import journey_days
from fundraising.forms.claims import AnswerForm, Days, LineForm, PhotoForm, SendForm, SpanForm, line_initial
from fundraising.models import BudgetLine, ClaimLine, ReceiptFile
from fundraising.queries import claims as queries
from fundraising.views.claim_pictures import calendar_picture
from fundraising.views.kept import keeps_words, kept_words

PHOTOS = (
    ("photo", "receipt", ReceiptFile.Kind.RECEIPT),
    ("statement_photo", "statement_file", ReceiptFile.Kind.STATEMENT),
)


def own_claim_or_404(request, uuid):
    claim = queries.whole_claim(uuid)
    if claim is None or claim.delegate.person_id != request.user.pk:
        raise Http404
    return claim


@require_safe
@login_required
def my_claim(request, uuid):
    claim = own_claim_or_404(request, uuid)
    return _page(request, claim)


def _page(request, claim, **forms):
    days = queries.days_of(claim)
    context = {
        "claim": claim,
        "delegate": claim.delegate,
        "costs": [line for line in claim.lines.all() if line.kind != ClaimLine.Kind.PER_DIEM],
        "days": days,
        "days_minor": sum(day.amount_minor for day in days),
        "picture": calendar_picture(days),
        "totals": queries.totals(claim),
        "in_hand_minor": queries.advance_open_minor(claim.delegate),
        "send_form": SendForm(),
        "answer_form": AnswerForm(),
        "photo_form": PhotoForm(),
        "may_take_back": claim.status in {"submitted", "flagged"},
        **forms,
    }
    return form_page(request, "fundraising/my_money/claim.html", context)


# -- costs ------------------------------------------------------------------------------------------------
def _line_form(claim, *args, **kwargs):
    lines = BudgetLine.objects.filter(budget__delegate=claim.delegate_id).order_by("position", "id")
    return LineForm(*args, budget_lines=lines, fund_currency=claim.currency, **kwargs)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def add_line(request, uuid):
    claim = own_claim_or_404(request, uuid)
    return _line_page(request, claim, None)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def edit_line(request, uuid):
    line = _own_line_or_404(request, uuid)
    return _line_page(request, own_claim_or_404(request, line.claim.uuid), line)


def _line_page(request, claim, line):
    if claim.status != "draft":
        return redirect("fundraising:my_claim", claim.uuid)
    first = {"currency": "CHF", "who": str(claim.delegate.uuid), **(line_initial(line) if line else {})}
    if request.method != "POST":
        kept = kept_words(request, claim.delegate.uuid)
        return _line_answer(request, claim, line, _line_form(claim, kept, initial=first))
    posted = request.POST.copy()
    problems = _keep_photos(request, claim, posted)
    form = _line_form(claim, posted)
    for name, refusal in problems:
        form.add_error(name, refusal)
    if act(request, form, lambda data: actions.save_line(claim, _typed(claim, data), line=line, by=request.user)):
        say(request, _("Saved."))
        here = "add" in request.POST
        return redirect("fundraising:add_line_claim" if here else "fundraising:my_claim", claim.uuid)
    return _line_answer(request, claim, line, form)


def _line_answer(request, claim, line, form):
    # Asked anew: a photo may have come with this very request.
    kept = {str(uuid) for uuid in ReceiptFile.objects.filter(claim=claim).values_list("uuid", flat=True)}
    context = {"claim": claim, "line": line, "form": form, "files": kept}
    shown = [form[name].value() for name in ("receipt", "statement_file")]
    context["shown_receipt"], context["shown_statement"] = (str(value or "") for value in shown)
    return form_page(request, "fundraising/my_money/line.html", context)


def _keep_photos(request, claim, posted) -> list:
    """A photo that came is kept at once, whatever else in the form is wrong: nobody photographs a receipt twice. Its
    name goes into the form's hidden field. Answers what we could not take."""
    problems = []
    for name, target, kind in PHOTOS:
        upload = request.FILES.get(name)
        if upload is None:
            continue
        try:
            if upload.size > images.MAX_BYTES:
                raise DomainError(_("This picture is larger than 8 MB. Make it smaller, or choose another."))
            posted[target] = str(actions.add_file(claim, upload.read(), kind=kind, by=request.user).uuid)
        except DomainError as refusal:
            problems.append((name, str(refusal)))
    return problems


def _typed(claim, data) -> actions.LineInput:
    files = {f.uuid: f for f in ReceiptFile.objects.filter(claim=claim)}
    miles = data.get("miles")
    return actions.LineInput(
        kind=data["kind"],
        spent_on=data["spent_on"],
        what=data["what"],
        amount=data["amount"],
        budget_line=data["budget_line"],
        tenths_of_mile=int(miles * 10) if miles else None,
        receipt=files.get(data["receipt"]),
        statement=data["statement"],
        statement_file=files.get(data["statement_file"]),
    )


def _own_line_or_404(request, uuid):
    line = (
        ClaimLine.objects.filter(uuid=uuid, claim__delegate__person=request.user)
        .select_related("claim__delegate", "budget_line", "receipt", "statement_file")
        .first()
    )
    if line is None:
        raise Http404
    return line


@login_required
@require_POST
def remove_line(request, uuid):
    line = _own_line_or_404(request, uuid)
    return do(
        request,
        lambda: actions.remove_line(line, by=request.user),
        done=_("Taken out."),
        to=reverse("fundraising:my_claim", args=[line.claim.uuid]),
    )


# -- the calendar -----------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim_days(request, uuid):
    claim = own_claim_or_404(request, uuid)
    if claim.status != "draft":
        return redirect("fundraising:my_claim", claim.uuid)
    days = Days(request.POST) if request.method == "POST" else Days(initial=_days_initial(request, claim))
    span = SpanForm(request.GET or None)
    problem = ""
    if request.method == "POST":
        if days.is_valid():
            try:
                actions.set_days(claim, [d for form in days if (d := form.answer())], by=request.user)
            except DomainError as refusal:
                problem = str(refusal)
            else:
                say(request, _("Saved."))
                return redirect("fundraising:my_claim", claim.uuid)
        else:
            problem = _("Some days need another look.")
    context = {"claim": claim, "days": days, "span": span, "problem": problem, "table": queries.table_of_today()}
    return render(request, "fundraising/my_money/days.html", context, status=422 if problem else 200)


def _days_initial(request, claim) -> list[dict]:
    """The days that were chosen, those of the span that was asked for, or the usual ones."""
    span = SpanForm(request.GET) if request.GET else None
    known = {day.day: day for day in queries.days_of(claim)}
    if span is not None and span.is_valid():
        offered = journey_days(span.cleaned_data["first"], span.cleaned_data["last"])
    elif known:
        offered = []
    else:
        offered = queries.usual_days(claim.delegate)
    days = {day.day: (day.kind, day.provided, True) for day in offered}
    days |= {day.day: (day.kind, day.provided, True) for day in known.values()}
    return [
        {"day": day, "counts": counts, "kind": kind, **dict.fromkeys(provided, True)}
        for day, (kind, provided, counts) in sorted(days.items())
    ]


# -- its way ----------------------------------------------------------------------------------------------
@login_required
@require_POST
def submit_claim(request, uuid):
    claim = own_claim_or_404(request, uuid)
    form = SendForm(request.POST)
    if act(request, form, lambda data: actions.submit(claim, note=data["note"], by=request.user)):
        say(request, _("Sent. Somebody looks at it, and you hear by mail."))
        return redirect("fundraising:my_claim", claim.uuid)
    return _page(request, own_claim_or_404(request, uuid), send_form=form)


@login_required
@require_POST
def answer_claim(request, uuid):
    claim = own_claim_or_404(request, uuid)
    form = AnswerForm(request.POST)
    if act(request, form, lambda data: actions.answer(claim, note=data["note"], by=request.user)):
        say(request, _("Answered. Whoever asked reads on."))
        return redirect("fundraising:my_claim", claim.uuid)
    return _page(request, own_claim_or_404(request, uuid), answer_form=form)


@login_required
@require_POST
def add_receipt(request, uuid):
    """One more photo, while the claim is a draft or a question is open."""
    claim = own_claim_or_404(request, uuid)
    form = PhotoForm(request.POST, request.FILES)

    def keep(data):
        upload = data["photo"]
        if upload is None:
            raise DomainError(_("Choose a photo first."), field="photo")
        if upload.size > images.MAX_BYTES:
            raise DomainError(_("This picture is larger than 8 MB. Make it smaller, or choose another."), field="photo")
        return actions.add_file(claim, upload.read(), by=request.user)

    if act(request, form, keep):
        say(request, _("Photo added."))
        return redirect("fundraising:my_claim", claim.uuid)
    return _page(request, own_claim_or_404(request, uuid), photo_form=form)


def _verb(request, uuid, fn, done, to=None):
    claim = own_claim_or_404(request, uuid)
    return do(
        request,
        lambda: fn(claim, by=request.user),
        done=done,
        to=to or reverse("fundraising:my_claim", args=[claim.uuid]),
    )


@login_required
@require_POST
def take_back_claim(request, uuid):
    return _verb(request, uuid, actions.take_back, _("Taken back. Change what you like, and send it again."))


@login_required
@require_POST
def discard_claim(request, uuid):
    return _verb(request, uuid, actions.discard, _("Thrown away, with its photos."), to=reverse("fundraising:my_money"))
