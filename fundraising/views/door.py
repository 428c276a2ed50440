"""The giver's own door: what was given from an address, and what can be done with a monthly gift, by the links in our
mails and without an account. GET changes nothing; what changes something is one button on a page of its own."""

from functools import wraps

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.celery import nudge
from delegation.errors import DomainError
from delegation.views.base import act, do, form_page, page_of, say
from fundraising import gift_links, outgoing
from fundraising.actions import monthly
from fundraising.donor_links import Broken
from fundraising.forms import door as forms
from fundraising.forms import limits
from fundraising.queries import monthly as queries
from fundraising.queries.receipts import statements_of

LATER = gettext_lazy("Our card partner is told within the hour; you need to do nothing more.")


def _opened(opener, name):
    """For views with a `token`: the view gets what the link opens in its place. A link that has run out leads to a page
    that says how to get a new one."""

    def decorate(view):
        @never_cache
        @wraps(view)
        def guarded(request, token, *args, **kwargs):
            try:
                link, row = opener(token)
            except gift_links.LinkOver:
                return render(request, "fundraising/door/over.html", status=410)
            except Broken:
                return render(request, "fundraising/door/broken.html", status=404)
            return view(request, token, *args, **{"link": link, name: row}, **kwargs)

        return guarded

    return decorate


_door = _opened(gift_links.open_door, "donor")
_monthly = _opened(gift_links.open_monthly, "gift")


def _while(*statuses):
    """For what makes sense only in these states of the gift: in any other, its page says how it stands. A button
    pressed all the same goes on to the action, which says yes or no."""

    def decorate(view):
        @wraps(view)
        def guarded(request, token, *, link, gift):
            if request.method != "POST" and gift.status not in statuses:
                return redirect("fundraising:my_monthly_gift", token)
            return view(request, token, link=link, gift=gift)

        return guarded

    return decorate


Status, _GOING_ON = queries.Status, queries.GOING_ON


# -- asking for a link --------------------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find_gifts(request):
    """The same answer for every address; whether a mail goes out is known where it arrives."""
    form = forms.FindForm(request.POST if request.method == "POST" else None)

    def ask(data):
        limits.refuse_many_lookups(request)
        monthly.ask_link(data["email"], translation.get_language())

    if request.method == "POST" and act(request, form, ask):
        nudge("delegation.deliver_outbox")
        return redirect(f"{reverse('fundraising:find_gifts')}?sent=1")
    context = {"form": form, "sent": "sent" in request.GET}
    return form_page(request, "fundraising/door/find.html", context)


# -- the door -------------------------------------------------------------------------------------------------
@_door
@require_safe
def my_gifts(request, token, *, link, donor):
    gifts = page_of(request, queries.gifts_of(donor.email))
    context = {
        "token": token,
        "donor": donor,
        "page": gifts,
        "statements": statements_of(donor.email)[:30],
        "monthly": [_line(gift) for gift in queries.monthly_of(donor.email)[:50]],
        "language_form": forms.LanguageForm(initial={"language": donor.language}),
    }
    return render(request, "fundraising/door/mine.html", context)


def _line(gift) -> dict:
    return {"gift": gift, "name": queries.target_words(gift), "path": gift_links.monthly_path(gift)}


@_door
@require_POST
def set_language(request, token, *, link, donor):
    form = forms.LanguageForm(request.POST)
    words = _("This language is not one of ours.")
    if not form.is_valid():
        messages.error(request, words)
        return redirect("fundraising:my_gifts", token)
    return do(
        request,
        lambda: monthly.set_language(donor, form.cleaned_data["language"]),
        done=_("Saved. Our mails to you come in this language from now on."),
        to=reverse("fundraising:my_gifts", args=[token]),
    )


@_door
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_links(request, token, *, link, donor):
    """One button; then the reader stands behind a link that is new."""
    if request.method == "POST":
        monthly.revoke_links(donor)
        say(request, _("Done. Every link we sent you before is useless now; the next mail brings a new one."))
        return redirect(gift_links.door_path(donor))
    return render(request, "fundraising/door/revoke.html", {"token": token})


# -- one monthly gift -----------------------------------------------------------------------------------------
def _about(token, gift) -> dict:
    return {"token": token, "gift": gift, "name": queries.target_words(gift), "gift_minor": _gift_minor(gift)}


def _gift_minor(gift) -> int:
    return gift.amount_minor - gift.fee_cover_minor


@_monthly
@require_safe
def my_monthly_gift(request, token, *, link, gift):
    months = gift.donations.filter(status="paid").prefetch_related("receipts").order_by("-id")[:24]
    return render(request, "fundraising/door/monthly.html", {**_about(token, gift), "months": months})


def _verb(request, token, gift, form, run, *, template, done):
    """One button: run the verb, tell Stripe, go back to the gift. A refusal stands in the form."""
    if request.method == "POST":
        answer = act(request, form, lambda data: {"told": outgoing.and_tell_stripe(lambda: run(data))})
        if answer:
            say(request, done if answer["told"] else f"{done} {LATER}")
            return redirect("fundraising:my_monthly_gift", token)
    return form_page(request, f"fundraising/door/{template}.html", {**_about(token, gift), "form": form})


@_monthly
@_while(*_GOING_ON, Status.STARTED)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_my_monthly_gift(request, token, *, link, gift):
    form = forms.StopForm(request.POST if request.method == "POST" else None)
    return _verb(
        request, token, gift, form, lambda data: monthly.cancel(gift, link=link), template="cancel",
        done=_("Stopped. Nothing more is taken. Thank you for every month."),
    )  # fmt: skip


@_monthly
@_while(Status.ACTIVE, Status.PAUSED)
@require_http_methods(["GET", "HEAD", "POST"])
def pause_my_monthly_gift(request, token, *, link, gift):
    form = forms.PauseForm(request.POST if request.method == "POST" else None, initial=forms.PauseForm.fresh(gift))
    return _verb(
        request, token, gift, form, lambda data: monthly.pause(gift, data["until"], link=link), template="pause",
        done=_("Paused. Nothing is taken until that day."),
    )  # fmt: skip


@_monthly
@_while(Status.PAUSED)
@require_http_methods(["GET", "HEAD", "POST"])
def resume_my_monthly_gift(request, token, *, link, gift):
    form = forms.StopForm(request.POST if request.method == "POST" else None)
    return _verb(
        request, token, gift, form, lambda data: monthly.resume(gift, link=link), template="resume",
        done=_("It goes on. The next gift is taken on its usual day."),
    )  # fmt: skip


@_monthly
@_while(*_GOING_ON)
@require_http_methods(["GET", "HEAD", "POST"])
def change_my_monthly_gift(request, token, *, link, gift):
    sent = request.POST if request.method == "POST" else None
    form = forms.ChangeForm(sent, initial=forms.ChangeForm.of(gift), currency=gift.currency)

    def change(data):
        return monthly.change(gift, data["amount"], cover_fees=data["cover_fees"], link=link)

    return _verb(
        request, token, gift, form, change, template="change",
        done=_("Saved. The new amount counts from the next month on."),
    )  # fmt: skip


@_monthly
@_while(*_GOING_ON)
@csp_update({"form-action": [settings.STRIPE_PORTAL_ORIGIN]})
@require_http_methods(["GET", "HEAD", "POST"])
def update_card(request, token, *, link, gift):
    """One button to our card partner's page; the card is typed there and nowhere else."""
    if request.method == "POST":
        try:
            address = outgoing.open_card_page(gift)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return redirect("fundraising:update_card", token)
        return HttpResponse(status=303, headers={"Location": address})
    return render(request, "fundraising/door/card.html", _about(token, gift))
