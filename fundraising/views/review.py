"""The desk for appeals: what waits, one review, and the verbs of those who decide."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from delegation.errors import Conflict
from delegation.permissions import check, is_staff_of, may
from delegation.views.base import act, do, page_of, say, staff_page
from fundraising import checklist
from fundraising.actions import reviews, updates
from fundraising.forms.review import DecisionForm
from fundraising.models import AppealUpdate, Fund, Review
from fundraising.queries.appeals import (
    TABS,
    appeal_for_staff,
    desk_counts,
    desk_list,
    family_gifts,
    gifts_by_version,
    rates_in,
    reviews_of,
    updates_waiting,
)
from fundraising.queries.comparison import compare
from fundraising.queries.giving import open_breaks
from fundraising.queries.public import preview_page
from fundraising.views.my_appeal import PAGE_VERBS, page_done

VIEWS = ("changes", "whole", "history")


@require_GET
@staff_page
def appeals_desk(request, delegation):
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "waiting"
    search = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    context = {
        "delegation": delegation,
        "tab": tab,
        "search": search,
        "counts": desk_counts(delegation),
        "page": page_of(request, desk_list(delegation, tab, search)),
    }
    return render(request, "fundraising/review/desk.html", context)


def _appeal_or_404(person, uuid):
    appeal = appeal_for_staff(uuid)
    if appeal is None or not is_staff_of(person, appeal.delegate.delegation):
        raise Http404
    return appeal


@login_required
@require_http_methods(["GET", "POST"])
def review(request, uuid):
    """GET shows the newest version beside the public one; POST is the decision form of that page."""
    appeal = _appeal_or_404(request.user, uuid)
    if request.method == "POST":
        return _decide(request, appeal, request.POST.get("decision", ""))
    return _page(request, appeal, None)


@login_required
@require_POST
def decide(request, uuid, verb):
    """The same verbs by their own addresses."""
    return _decide(request, _appeal_or_404(request.user, uuid), verb)


DONE = {
    "approve": lambda name: _("Approved. The page is public now; %(name)s hears today.") % {"name": name},
    "request_changes": lambda name: (
        _("Sent. %(name)s hears today; you hear when the next version comes.") % {"name": name}
    ),
    "decline": lambda name: _("Declined. %(name)s reads the reason and your note today.") % {"name": name},
}


def _decide(request, appeal, verb):
    typed = request.POST.copy()
    typed["decision"] = verb
    form = DecisionForm(typed)

    def carry_out(data):
        seen = get_object_or_404(Review.objects.select_related("version__appeal"), uuid=data["review"])
        if seen.version.appeal_id != appeal.pk:
            raise Http404
        if verb == "decline":
            return reviews.decline(seen, by=request.user, reason=data["reason"], note=data["note"])
        act_of = {"approve": reviews.approve, "request_changes": reviews.request_changes}[verb]
        try:
            return act_of(seen, by=request.user, note=data["note"])
        except Conflict as refusal:
            raise Conflict(_changed_meanwhile(refusal), code=refusal.code) from None

    if act(request, form, carry_out):
        say(request, DONE[verb](appeal.delegate.person.name_used or _("The author")))
        return redirect("fundraising:review", uuid=appeal.uuid)
    return _page(request, appeal, form)


def _changed_meanwhile(refusal) -> str:
    return _("%(reason)s Look again: this page now shows the newest.") % {"reason": refusal}


def _page(request, appeal, form):
    view = request.GET.get("tab") if request.GET.get("tab") in VIEWS else "changes"
    history = list(reviews_of(appeal))
    # The newest that still counts: what waits, else what was decided last.
    standing = next((r for r in history if r.status != "taken_back"), None)
    context = {"appeal": appeal, "delegation": appeal.delegate.delegation, "view": view, "history": history}
    if standing is None:
        return render(request, "fundraising/review/nothing_sent.html", context)
    context |= _beside(request.user, appeal, history, standing)
    if form is None and context["may_decide"]:
        form = DecisionForm(initial={"review": standing.uuid, "decision": "request_changes"})
    elif form is not None:
        form.data["review"] = str(standing.uuid)
    context["form"] = form
    wrong = form is not None and form.is_bound
    return render(request, "fundraising/review/page.html", context, status=422 if wrong else 200)


def _beside(person, appeal, history, standing) -> dict:
    version = standing.version
    base = _base(appeal, history, version)
    permission = check("fundraising.approve_appeal", person, standing)
    gifts = gifts_by_version(appeal)
    found = checklist.checks(
        text=version.text,
        lines=version.text.budget,
        confirmed=appeal.draft.full_name_confirmed_at is not None,
        is_author=appeal.delegate.person_id == person.pk,
        family_gifts=family_gifts(appeal),
        currency=version.currency,
    )
    waits = standing.status == "waiting"
    fund = Fund.objects.select_related("delegation").filter(delegate=appeal.delegate).first()
    return {
        "fund": fund,
        "breaks": open_breaks(fund),
        "may_stop": fund is not None and may("fundraising.stop_giving", person, fund),
        "standing": standing,
        "version": version,
        "base": base,
        "comparison": compare(base.text if base else None, version.text),
        "checks": found,
        "passing": checklist.passing(found),
        "rates": rates_in(version.text.budget),
        "gifts": gifts.get(base.pk) if base else None,
        "waits": waits,
        "may_decide": waits and permission is True,
        "why_not": permission if waits and permission is not True else "",
        "updates": updates_waiting(appeal),
        "may_pause": appeal.status == "open" and may("fundraising.pause_appeal", person, appeal),
        "may_resume": appeal.status == "paused" and may("fundraising.resume_appeal", person, appeal),
        "may_close": appeal.status != "closed" and may("fundraising.close_appeal", person, appeal),
        "may_share": appeal.status == "open" and may("fundraising.share_appeal", person, appeal),
    }


def _base(appeal, history, version):
    """What the version is compared with: the public one, else the one sent before it; none for the first."""
    if appeal.approved_version_id and appeal.approved_version_id != version.pk:
        return appeal.approved_version
    earlier = (r.version for r in history if r.version.number < version.number and r.status != "taken_back")
    return next(earlier, None)


@login_required
@require_GET
def preview(request, uuid):
    """The newest version as the public would see it."""
    appeal = _appeal_or_404(request.user, uuid)
    newest = next((r for r in reviews_of(appeal) if r.status != "taken_back"), None)
    if newest is None:
        raise Http404
    text = newest.version.text
    context = {"appeal": appeal, "delegation": appeal.delegate.delegation, "version": newest.version}
    context |= preview_page(appeal.delegate, text, text.budget)
    return render(request, "fundraising/review/preview.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def page_verb(request, uuid, verb):
    """Pause, resume or close a page: what follows is said before it happens."""
    appeal = _appeal_or_404(request.user, uuid)
    back = reverse("fundraising:review", args=[appeal.uuid])
    if request.method == "POST":
        return do(request, lambda: PAGE_VERBS[verb](appeal, by=request.user), done=page_done(verb), to=back)
    context = {"appeal": appeal, "delegation": appeal.delegate.delegation, "verb": verb, "back": back}
    return render(request, "fundraising/review/page_verb.html", context)


@login_required
@require_POST
def update_verb(request, uuid, verb):
    update = get_object_or_404(AppealUpdate.objects.select_related("appeal__delegate__delegation"), uuid=uuid)
    if not is_staff_of(request.user, update.appeal.delegate.delegation):
        raise Http404
    run = {"approve": updates.approve, "hide": updates.hide}[verb]
    done = {"approve": _("Approved. The update is on the page."), "hide": _("Hidden. It is on no page.")}[verb]
    back = reverse("fundraising:review", args=[update.appeal.uuid])
    return do(request, lambda: run(update, by=request.user), done=done, to=back)
