from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from delegation import queries, sealed
from delegation.actions import consents as consent_actions
from delegation.actions import profiles
from delegation.actions.consents import CONSENTS
from delegation.forms.people import ProfileForm, SealedForm
from delegation.views.base import act, do, form_page, say


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_profile(request):
    """What we know of the person who reads: name and language in clear, the rest as dots until they ask."""
    me = request.user
    form = ProfileForm(request.POST or None, initial={"name_used": me.name_used, "language": me.language})
    if request.method == "POST" and act(request, form, lambda data: profiles.edit_profile(me, by=me, **data)):
        language = form.cleaned_data["language"]
        with translation.override(language):
            say(request, _("Saved."))
        answer = redirect("delegation:my_profile")
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=31_536_000,
            samesite="Lax",
            httponly=True,
            secure=not settings.DEMO,
        )
        return answer
    return _page(request, form=form)


@login_required
@never_cache
@require_POST
def seal_profile(request):
    me = request.user
    form = SealedForm(request.POST)

    def store(data):
        changes = form.changes()
        return profiles.seal_profile(me, by=me, **changes) if changes else True

    if act(request, form, store):
        say(request, _("Saved and sealed."))
        return redirect("delegation:my_profile")
    return _page(request, sealed_form=form)


@login_required
@never_cache
@require_POST
def reveal_own(request):
    """The page once more, with the sealed values readable. A POST: each look is noted, also one's own."""
    me = request.user
    values = sealed.reveal_many([me], by=me, reason="own", about=me)[me.uuid]
    return _page(request, shown=values)


def _page(request, *, form=None, sealed_form=None, shown=None):
    me = request.user
    given = queries.consents_of(me)
    context = {
        "form": form or ProfileForm(initial={"name_used": me.name_used, "language": me.language}),
        "sealed_form": sealed_form or SealedForm(),
        "masks": {field: sealed.mask(me, field) for field in me.SEALED},
        "shown": shown,
        "consents": [(purpose, words, given.get(purpose)) for purpose, words in CONSENTS.items()],
        "delegate": queries.my_delegate(me),
    }
    return form_page(request, "delegation/people/profile.html", context)


@login_required
@require_POST
def consent(request, purpose):
    """Give or withdraw one consent."""
    if purpose not in CONSENTS:
        raise Http404
    me = request.user
    give = request.POST.get("do") == "give"
    verb = consent_actions.give_consent if give else consent_actions.withdraw_consent
    return do(
        request,
        lambda: verb(me, purpose, by=me),
        done=_("Noted.") if give else _("Withdrawn. It counts from now on."),
        to=reverse("delegation:my_profile") + "#consents",
    )
