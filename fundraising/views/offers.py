"""Offers: the delegate's page, where they answer, and the staff's, where they answer back."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegation.celery import nudge
from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, say
from fundraising.actions import offers as actions
from fundraising.forms.rounds import CounterForm, KeepForm, ReplaceForm, SuggestForm, WithdrawForm
from fundraising.models import Offer
from fundraising.queries import offers as queries
from fundraising.queries.donations import entries_about


# -- the delegate's own -----------------------------------------------------------------------------------------
@login_required
@require_safe
def my_offers(request):
    """All that was ever offered; straight to the one that waits."""
    found = queries.offers_of_person(request.user)
    return render(request, "fundraising/offers/mine.html", {"offers": found})


def _own_or_404(person, uuid) -> Offer:
    row = queries.offer_rows().filter(uuid=uuid, fund__delegate__person=person).first()
    if row is None:
        raise Http404
    return row


@login_required
@require_safe
def my_offer(request, uuid):
    return _my_page(request, _own_or_404(request.user, uuid))


def _my_page(request, offer: Offer, form=None):
    context = {
        "offer": offer,
        "form": form or CounterForm(currency=offer.currency),
        "why": queries.why(offer),
        "late": offer.status == Offer.Status.OFFERED and offer.answer_by < actions.today(),
        "next": Offer.objects.filter(replaces=offer).first(),
    }
    return form_page(request, "fundraising/offers/my_offer.html", context)


def _back(offer) -> str:
    return reverse("fundraising:my_offer", args=[offer.uuid])


@login_required
@require_POST
def accept_offer(request, uuid):
    offer = _own_or_404(request.user, uuid)
    done = _("It is yours: the money is in your travel fund now.")
    return do(request, lambda: actions.accept(offer, request.user), done=done, to=_back(offer))


@login_required
@require_POST
def decline_offer(request, uuid):
    offer = _own_or_404(request.user, uuid)
    done = _("Thank you for telling us. The money helps somebody else now.")
    return do(request, lambda: actions.decline(offer, request.user), done=done, to=_back(offer))


@login_required
@require_POST
def counter_offer(request, uuid):
    offer = _own_or_404(request.user, uuid)
    form = CounterForm(request.POST, currency=offer.currency)
    if act(request, form, lambda data: actions.counter(offer, data["amount"], data["words"], request.user)):
        nudge("delegation.deliver_outbox")
        say(request, _("Sent. The offer stays held for you while we look at it."))
        return redirect(_back(offer))
    return _my_page(request, _own_or_404(request.user, uuid), form)


# -- staff ----------------------------------------------------------------------------------------------------------
def _offer_or_404(person, uuid) -> Offer:
    row = queries.offer_rows().filter(uuid=uuid).first()
    if row is None or not is_staff_of(person, row.fund.delegation):
        raise Http404
    require("fundraising.view_rounds", person, row.fund.delegation)
    return row


@login_required
@require_safe
def offer(request, uuid):
    return _page(request, _offer_or_404(request.user, uuid))


def _page(request, row: Offer, **forms):
    me = request.user
    countered = row.status == Offer.Status.COUNTERED
    fresh = KeepForm.fresh()
    context = {
        "delegation": row.fund.delegation,
        "offer": row,
        "why": queries.why(row),
        "gap_minor": queries.gap_now(row),
        "keep_form": forms.get("keep_form") or KeepForm(initial=fresh, auto_id="keep_%s"),
        "suggest_form": forms.get("suggest_form")
        or SuggestForm(currency=row.currency, initial=queries.asked_units(row), auto_id="suggest_%s"),
        "replace_form": forms.get("replace_form")
        or ReplaceForm(initial=fresh | {"suggested": row.next_minor}, auto_id="replace_%s"),
        "withdraw_form": forms.get("withdraw_form") or WithdrawForm(auto_id="withdraw_%s"),
        "may_answer": countered and may("fundraising.keep_offer", me, row),
        "may_replace": countered and row.next_minor and may("fundraising.replace_offer", me, row),
        "may_withdraw": row.is_open and may("fundraising.withdraw_offer", me, row),
        "why_not": check("fundraising.replace_offer", me, row),
        "next": Offer.objects.filter(replaces=row).first(),
        "entries": entries_about(row.uuid),
        "history": queries.history(row),
    }
    return form_page(request, "fundraising/offers/detail.html", context)


def _answer(request, uuid, name: str, form, fn, done):
    """One of the staff's answers: `form` bound, `fn(row, data)`."""
    row = _offer_or_404(request.user, uuid)
    bound = form(row)
    if answered := act(request, bound, lambda data: fn(row, data)):
        nudge("delegation.deliver_outbox")
        say(request, done)
        return redirect("fundraising:offer", answered.uuid)
    return _page(request, _offer_or_404(request.user, uuid), **{name: bound})


@login_required
@require_POST
def keep_offer(request, uuid):
    return _answer(
        request,
        uuid,
        "keep_form",
        lambda row: KeepForm(request.POST, auto_id="keep_%s"),
        lambda row, data: actions.keep(row, request.user, data["answer_by"], data["note"]),
        _("Offered once more. The delegate is told."),
    )


@login_required
@require_POST
def suggest_offer(request, uuid):
    return _answer(
        request,
        uuid,
        "suggest_form",
        lambda row: SuggestForm(request.POST, currency=row.currency, auto_id="suggest_%s"),
        lambda row, data: actions.suggest(row, data["amount"], data["note"], request.user),
        _("Suggested. A second person makes it an offer."),
    )


@login_required
@require_POST
def replace_offer(request, uuid):
    return _answer(
        request,
        uuid,
        "replace_form",
        lambda row: ReplaceForm(request.POST, auto_id="replace_%s"),
        lambda row, data: actions.replace(row, request.user, data["answer_by"], data["suggested"], data["note"]),
        _("Offered. The old offer went back to the pool, and the delegate is told."),
    )


@login_required
@require_POST
def withdraw_offer(request, uuid):
    return _answer(
        request,
        uuid,
        "withdraw_form",
        lambda row: WithdrawForm(request.POST, auto_id="withdraw_%s"),
        lambda row, data: actions.withdraw(row, request.user, data["note"]),
        _("Withdrawn. The money is the pool's again, and the delegate is told."),
    )
