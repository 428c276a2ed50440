"""The author's working place: story, name, picture; preview; sending; the page's own verbs."""

from datetime import timedelta
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from delegation.errors import Conflict
from delegation.money import exponent
from delegation.permissions import may
from delegation.views.base import act, do, say
from fundraising.actions import appeals, updates
from fundraising.completeness import parts
from fundraising.forms.appeal import ConfirmNameForm, DraftForm, UpdateForm
from fundraising.models import AppealUpdate
from fundraising.naming import public_name
from fundraising.queries.appeals import goal_of, mine_of, reviews_of, updates_of
from fundraising.queries.people import my_delegate
from fundraising.queries.public import preview_page
from fundraising.views.kept import keeps_words, kept_words

MOST_PHOTO = appeals.images.MAX_BYTES


def my_place(view):
    """Signed in, nominated, and the view gets the working place; others read why not yet. Who may no longer write
    still finds the way to rest or end a page."""

    @keeps_words
    def guarded(request, *args, **kwargs):
        delegate = my_delegate(request.user)
        if delegate and may("fundraising.edit_appeal", request.user, delegate):
            return view(request, mine_of(delegate), *args, **kwargs)
        appeal = mine_of(delegate).appeal if delegate else None
        return render(request, "fundraising/my_appeal/not_yet.html", {"delegate": delegate, "appeal": appeal})

    return wraps(view)(guarded)


def my_page(view):
    """Signed in, with an appeal of one's own, whatever has become of the journey."""

    @login_required
    def guarded(request, *args, **kwargs):
        delegate = my_delegate(request.user)
        mine = mine_of(delegate) if delegate else None
        if mine is None or not mine.exists:
            raise Http404
        return view(request, mine, *args, **kwargs)

    return wraps(view)(guarded)


def beside(mine, person, step: str) -> dict:
    """What every page of the appeal shows in its right column."""
    everything = parts(mine.draft, mine.lines, person.name_used)
    gaps = [part for part in everything if not part.ok]
    goal = goal_of(mine.lines, mine.budget.currency)
    unit = 10 ** exponent(goal.currency)
    return {
        "mine": mine,
        "step": step,
        "parts": sorted(everything, key=lambda part: part.ok),
        "gaps": gaps,
        "goal": goal,
        # The public reads whole units, rounded down.
        "public_goal": goal.minor // unit * unit,
        "saved_now": mine.draft.saved_at is not None and timezone.now() - mine.draft.saved_at < timedelta(minutes=1),
        "public_name": public_name(mine.draft.naming, mine.draft.shown_name, person.name_used),
        "may_pause": mine.exists and mine.appeal.status == "open",
        "may_resume": mine.appeal.status == "paused" and may("fundraising.resume_appeal", person, mine.appeal),
    }


# -- story ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@my_place
def my_appeal(request, mine):
    stamp = appeals.saved_stamp(mine.draft)
    initial = DraftForm.initial_of(mine.draft, mine.appeal, stamp)
    theirs = None
    if request.method == "POST":
        form = DraftForm(request.POST, request.FILES, initial=initial)
        _check_photo(form)
        try:
            saved = act(request, form, lambda data: _save(request, mine, form, data))
        except StaleDraft:
            saved, theirs = None, mine.draft
            form = _redrawn(request.POST, stamp)
        if saved:
            return _after_save(request, saved)
    else:
        kept = kept_words(request, mine.delegate.uuid)
        form = DraftForm(kept, initial=initial) if kept else DraftForm(initial=initial)
    context = {**beside(mine, request.user, "story"), "form": form, "theirs": theirs}
    wrong = request.method == "POST"
    return render(request, "fundraising/my_appeal/story.html", context, status=422 if wrong else 200)


class StaleDraft(Exception):
    """The draft was saved in another window since this form was drawn."""


def _save(request, mine, form, data):
    upload = data.get("photo")
    try:
        return appeals.save_draft(
            mine.delegate,
            form.text(),
            allows_sharing=data["allows_sharing"],
            photo=upload.read() if upload else None,
            photo_alt=data["photo_alt"],
            remove_photo=data["remove_photo"],
            seen=data["seen"],
            by=request.user,
        )
    except Conflict as refusal:
        if refusal.code == "stale":
            raise StaleDraft from None
        raise


def _check_photo(form):
    """Too large a file is refused by its size, before it is read into memory."""
    upload = form.files.get("photo")
    if upload is not None and upload.size > MOST_PHOTO:
        form.add_error("photo", _("This picture is larger than 8 MB. Make it smaller, or choose another."))


def _redrawn(typed, stamp):
    """The typed text again, now knowing of the other save: saving it once more is a decision."""
    data = typed.copy()
    data["seen"] = stamp
    form = DraftForm(data)
    form.add_error(None, _("Your appeal was saved in another window meanwhile. Nothing was overwritten."))
    return form


def _after_save(request, draft):
    if draft.naming == "full_name" and draft.shown_name and not draft.full_name_confirmed_at:
        say(request, _("Saved. One question before your full name can appear."))
        return redirect("fundraising:my_appeal_full_name")
    say(request, _("Saved."))
    return redirect("fundraising:my_budget" if "next" in request.POST else "fundraising:my_appeal")


@require_http_methods(["GET", "POST"])
@my_place
def full_name(request, mine):
    form = ConfirmNameForm(request.POST or None)
    if request.method == "POST" and act(
        request, form, lambda data: appeals.confirm_full_name(mine.delegate, by=request.user)
    ):
        say(request, _("Your full name will stand on the page once a reviewer has approved it."))
        return redirect("fundraising:my_appeal")
    context = {**beside(mine, request.user, "story"), "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "fundraising/my_appeal/full_name.html", context, status=status)


# -- sending --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@my_place
def submit(request, mine):
    here = reverse("fundraising:my_appeal_submit")
    if request.method == "POST":
        if not mine.exists:
            return redirect(here)
        done = _("Sent. A reviewer reads it within about two days; you get a mail.")
        return do(request, lambda: appeals.submit(mine.appeal, by=request.user), done=done, to=here)
    history = list(reviews_of(mine.appeal)) if mine.exists else []
    context = {**beside(mine, request.user, "send"), "history": history}
    return render(request, "fundraising/my_appeal/submit.html", context)


@require_POST
@my_place
def take_back(request, mine):
    if mine.waiting is None:
        raise Http404
    done = _("Taken back. Go on writing, and send it when you are ready.")
    return do(
        request,
        lambda: appeals.take_back(mine.waiting, by=request.user),
        done=done,
        to=reverse("fundraising:my_appeal_submit"),
    )


PAGE_VERBS = {"pause": appeals.pause, "resume": appeals.resume, "close": appeals.close}


def page_done(verb: str) -> str:
    return {
        "pause": _("Paused. The page is not public now."),
        "resume": _("The page is open again."),
        "close": _("Closed. The page takes no more gifts."),
    }[verb]


@require_http_methods(["GET", "POST"])
@my_page
def page_verb(request, mine, verb):
    """Pause, resume or close: what follows is said before it happens."""
    home = reverse("fundraising:my_appeal_submit")
    if request.method == "POST":
        return do(request, lambda: PAGE_VERBS[verb](mine.appeal, by=request.user), done=page_done(verb), to=home)
    context = {**beside(mine, request.user, "send"), "verb": verb, "back": home, "appeal": mine.appeal}
    return render(request, "fundraising/my_appeal/page_verb.html", context)


# -- updates --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@my_place
def my_updates(request, mine):
    if not mine.exists:
        raise Http404
    form = UpdateForm(request.POST or None)
    if request.method == "POST" and act(
        request, form, lambda data: updates.write(mine.appeal, title=data["title"], text=data["text"], by=request.user)
    ):
        say(request, _("Sent. A second person reads it before it appears, usually within two days."))
        return redirect("fundraising:my_updates")
    context = {**beside(mine, request.user, "send"), "form": form, "updates": updates_of(mine.appeal)[:50]}
    status = 422 if request.method == "POST" else 200
    return render(request, "fundraising/my_appeal/updates.html", context, status=status)


@require_POST
@login_required
def hide_my_update(request, uuid):
    update = get_object_or_404(AppealUpdate, uuid=uuid, appeal__delegate__person=request.user)
    return do(
        request,
        lambda: updates.hide(update, by=request.user),
        done=_("Hidden. It is on no page now."),
        to=reverse("fundraising:my_updates"),
    )


@require_GET
@my_place
def preview(request, mine):
    """The newest saved text on the public page's own template."""
    context = beside(mine, request.user, "preview")
    name = context["public_name"] or "…"
    seen = preview_page(mine.delegate, mine.draft, appeals.snapshot(mine.budget), name=name)
    return render(request, "fundraising/my_appeal/preview.html", {**seen, **context})
