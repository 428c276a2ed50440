"""Where people give: the pool's page (kept), the form (never kept), and the page they come back to."""

from decimal import Decimal

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from delegation.errors import DomainError
from delegation.figures import money_text
from delegation.money import exponent, from_minor
from fundraising import outgoing, pagecache, wording
from fundraising.actions import donations
from fundraising.currencies import fixed_fee_minor, minimum_units
from fundraising.forms import limits
from fundraising.forms.give import GiveForm, read_units
from fundraising.models import Donation, Fund, GivingBreak
from fundraising.queries import giving, payments, pool, public
from fundraising.queries.monthly import takes_monthly
from fundraising.queries.progress import ladder
from fundraising.queries.stamps import pool_stamp

FOLDED = ("show_name", "message", "hide_amount", "is_family")


@require_safe
def give_pool(request, delegation_slug):
    stamp = pool_stamp(delegation_slug)
    delegation, fund = pool.pool_of(delegation_slug)
    return pagecache.serve(
        request,
        reverse("fundraising:give_pool", args=[delegation_slug]),
        stamp,
        "fundraising/pool/page.html",
        lambda: {
            "page": pool.pool_page(delegation, fund),
            "cards": public.open_cards(delegation, limit=4),
            "rule": wording.surplus_rule(),
            "minimum": minimum_units(fund.currency),
        },
        indexable=True,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_appeal(request, slug):
    appeal, is_gone = public.find(slug)
    if public.state_of(appeal, is_gone) != "open":
        # Its own page says why, in its own status.
        return redirect("fundraising:appeal_public", slug)
    return _give(request, appeal.delegate.delegation, appeal)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_pool_form(request, delegation_slug):
    delegation, _fund = pool.pool_of(delegation_slug)
    return _give(request, delegation, None)


def _give(request, delegation, appeal):
    """Only these pages may lead to the card partner's: a form's redirect is held to `form-action` too."""
    answer = csp_update({"form-action": [settings.STRIPE_CHECKOUT_ORIGIN]})(_form_page)
    return answer(request, delegation, appeal)


def _form_page(request, delegation, appeal):
    fund = Fund.objects.filter(delegate=appeal.delegate).first() if appeal else pool.pool_of(delegation.slug)[1]
    breaks = giving.open_breaks(fund)
    if GivingBreak.Kind.STOPPED in breaks:
        context = {"delegation": delegation, "appeal": appeal}
        return render(request, "fundraising/give/stopped.html", context, status=503)
    more = {"to_pool": appeal is None, "slowed": GivingBreak.Kind.SLOW in breaks}
    more["monthly"] = takes_monthly(delegation, until_review=appeal is not None)
    usual = appeal.approved_version.currency if appeal else delegation.currency
    if request.method != "POST":
        currency = _currency(request.GET, usual)
        form = GiveForm(initial=GiveForm.fresh(), currency=currency, **more)
        return _draw(request, form, delegation, appeal, _asked_for(request, currency))
    form = GiveForm(request.POST, currency=_currency(request.POST, usual), **more)
    if "change_currency" in request.POST:
        # The amounts in another currency; what was typed stands where it stood, and nothing is called wrong.
        kept = {name: request.POST.get(name, "") for name in form.fields if name not in ("amount", "other")}
        form = GiveForm(initial=kept, currency=form.currency, **more)
        return _draw(request, form, delegation, appeal, None)
    if form.is_valid() and _fee_was_shown(form):
        url = _open(request, form, delegation, appeal)
        if url:
            return HttpResponse(status=303, headers={"Location": url})
    return _draw(request, form, delegation, appeal, form.cleaned_data.get("money"), status=422)


def _currency(sent, usual: str) -> str:
    """The currency the donor chose, where it is one we take."""
    return sent["currency"] if sent.get("currency") in settings.CURRENCIES else usual


def _open(request, form, delegation, appeal) -> str | None:
    """The hosted page's address, or None with the refusal standing in the form."""
    found = form.cleaned_data
    share = public.live_share(appeal, request.POST.get("from", "")) if appeal else None
    try:
        limits.refuse_too_many(request, found["email"], slowed=form.slowed)
        limits.remember(request, found["form_token"])
        return outgoing.open_checkout(
            donations.Asked(
                delegation=delegation,
                appeal=appeal,
                version=public.version_seen(appeal, request.POST.get("v", "")) if appeal else None,
                share=share,
                amount=found["money"],
                cover_fees=found["cover_fees"],
                email=found["email"],
                name=found["name"],
                language=translation.get_language(),
                shown_name=found["name"] if found.get("show_name") else "",
                show_amount=not found.get("hide_amount", False),
                message=found.get("message", ""),
                is_family=found.get("is_family", False),
                is_monthly=form.is_monthly,
                form_token=found["form_token"],
            )
        )
    except donations.TokenUsed as used:
        # Other figures under a token that has a gift already: a new token, and the donor looks again.
        form.data = {**form.data.dict(), "form_token": str(GiveForm.fresh()["form_token"])}
        form.add_error("amount", str(used.message))
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return None


def _fee_was_shown(form) -> bool:
    """Whoever covers the fee sees it before going on; without script a changed amount is shown once more."""
    found = form.cleaned_data
    minor = _minor(found["money"])
    if not found["cover_fees"] or found["fee_shown_for"] == str(minor):
        return True
    cover = money_text(donations.fee_cover_minor(minor, form.currency), form.currency)
    form.add_error(
        "cover_fees",
        _("For %(amount)s the card fee adds %(cover)s. Look at it, then go on.")
        % {"amount": money_text(minor, form.currency), "cover": cover},
    )
    return False


def _asked_for(request, currency):
    """The amount the visitor chose on the page before, if it can be read."""
    typed = request.GET.get("other", "").strip() or request.GET.get("left", "") or request.GET.get("amount", "")
    units = read_units(typed[:24], currency) if typed else None
    if units is None or -units.as_tuple().exponent > exponent(currency):
        return None
    return from_minor(int(units.scaleb(exponent(currency))), currency)


def _minor(money) -> int:
    return int(money.amount.scaleb(exponent(money.currency.code)))


def _draw(request, form, delegation, appeal, money, status=200):
    page = public.appeal_page(appeal) if appeal else None
    name = page.name if page else ""
    # What things cost is known in the page's own currency; in another one the amounts are plain.
    in_own = page is not None and page.currency == form.currency
    steps = page.ladder if page and in_own else ladder(None, minimum_units(form.currency), form.currency)
    minor = _minor(money) if money is not None else steps[2][0] * 10 ** exponent(form.currency)
    chosen = next((u for u, _line, _n in steps if u * 10 ** exponent(form.currency) == minor), None)
    typed = "" if chosen else (form["other"].value() if form.is_bound else "") or _plain(minor, form.currency)
    if form.is_bound and money is None:
        chosen, typed = None, form["other"].value() or form["amount"].value() or ""
    cover = donations.fee_cover_minor(minor, form.currency)
    code = request.POST.get("from", "") or request.GET.get("from", "")
    return render(
        request,
        "fundraising/give/form.html",
        {
            "form": form,
            "page": page,
            "name": name,
            "delegation": delegation,
            "currency": form.currency,
            "currencies": settings.CURRENCIES,
            "is_changed": form.currency != (page.currency if page else delegation.currency),
            "ladder": steps,
            "chosen": chosen,
            "typed": typed,
            "amount_minor": minor,
            # What was typed is no amount: no sum stands on the button then.
            "is_unread": form.is_bound and money is None,
            "cover_minor": cover,
            "button_minor": minor + (cover if form["cover_fees"].value() else 0),
            "more_open": form.is_bound and any(form[n].errors or form[n].value() for n in FOLDED if n in form.fields),
            "code": code[:24],
            "seen": request.POST.get("v", "") or request.GET.get("v", "") or (page.number if page else ""),
            "left": "left" in request.GET and not form.is_bound,
            "wish": wording.give_wish(_review_of(delegation), name),
            "rule": wording.surplus_rule(name),
            "minimum": minimum_units(form.currency),
            "fee_rate": settings.FEE_COVER_RATE,
            "fee_fixed": fixed_fee_minor(form.currency),
            "disclosures": wording.disclosures(),
            **_rhythm(request, form, delegation, appeal),
        },
        status=status,
    )


def _rhythm(request, form, delegation, appeal) -> dict:
    """Once or each month, and until when; nothing to choose where the review is too near."""
    if "rhythm" not in form.fields:
        return {}
    dates = delegation.dates.order_by("-version").first() if appeal else None
    asked = form["rhythm"].value() if form.is_bound else request.GET.get("rhythm")
    return {
        "takes_monthly": True,
        "is_monthly": asked == "monthly",
        "until": dates.review_on if dates else None,
    }


def _review_of(delegation) -> str:
    """What the delegation travels to, as the sentence about the wish names it."""
    return _("the United Nations review in Geneva (%(state)s)") % {"state": delegation.state_words}


def _plain(minor: int, currency: str) -> str:
    return format(Decimal(minor).scaleb(-exponent(currency)).normalize(), "f")


# -- back from the hosted page ----------------------------------------------------------------------


STATES = {"paid": "received", "settling": "settling", "failed": "failed", "expired": "expired"}


@never_cache
@require_safe
def thanks(request, uuid):
    """What became of the gift. The address cannot be guessed; with the session's id it also says how much and where the
    receipt goes. Nothing else personal stands here."""
    rows = Donation.objects.select_related(
        "donor",
        "version__text",
        "appeal__approved_version__text",
        "appeal__delegate",
        "fund__delegation",
        "monthly__fund",
    )
    donation = get_object_or_404(rows, uuid=uuid)
    session_id = request.GET.get("session", "")
    if "\x00" in session_id:
        raise Http404
    if session_id and not donation.attempts.filter(session_id=session_id).exists():
        raise Http404
    if session_id and donation.status not in (Donation.Status.PAID, Donation.Status.SETTLING):
        outgoing.confirm_return(donation.uuid, session_id)
        donation = rows.get(pk=donation.pk)
    if donation.status == Donation.Status.REPLACED and (found := payments.goes_on_as(donation)):
        donation = rows.get(pk=found.pk)
    state = STATES.get(donation.status, "confirming")
    response = render(request, "fundraising/give/thanks.html", _thanks(donation, state, bool(session_id), request))
    response["X-Robots-Tag"] = "noindex"
    return response


def _thanks(donation, state, is_theirs, request) -> dict:
    appeal = donation.appeal
    is_open = appeal is not None and appeal.status == "open" and not public.hidden_since(donation.version, appeal)
    slug = appeal.slug if is_open else None
    return {
        "state": state,
        "is_theirs": is_theirs,
        "donation": donation,
        # The delegate's own cloth, or the delegation's.
        "cloth": appeal.delegate.uuid if slug else donation.fund.delegation.uuid,
        "masked": _masked(donation.donor.email),
        "name": appeal.approved_version.text.shown_name if slug else "",
        "back": reverse("fundraising:appeal_public", args=[slug])
        if slug
        else reverse("fundraising:give_pool", args=[donation.fund.delegation.slug]),
        "again": reverse("fundraising:give_appeal", args=[slug])
        if slug
        else reverse("fundraising:give_pool_form", args=[donation.fund.delegation.slug]),
        # A debit takes days: looking every five seconds helps only in the first minute.
        "looks_again": state == "confirming" and donation.status == "started",
        "here": request.get_full_path(),
        "wish": wording.surplus_rule(appeal.approved_version.text.shown_name if slug else ""),
        "pool": donation.fund.kind == "pool",
        "monthly": donation.monthly,
    }


def _masked(email: str) -> str:
    """Enough to know one's own address by."""
    local, _at, domain = email.partition("@")
    return f"{local[:1]}…@{domain}"
