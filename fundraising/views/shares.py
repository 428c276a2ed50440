"""Sharing an approved appeal with member organisations: choose, see the mail as they will, send; the record; recall."""

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from delegation.celery import nudge
from delegation.errors import NotPermitted
from delegation.permissions import check, is_staff_of, may
from delegation.views.base import act, do, page_of, say
from fundraising import share_mail
from fundraising.actions import shares as actions
from fundraising.forms.shares import ShareForm
from fundraising.queries import shares


def _appeal(person, uuid):
    appeal = shares.staff_appeal(uuid)
    if appeal is None or not is_staff_of(person, appeal.delegate.delegation):
        raise Http404
    return appeal


@csp_update({"frame-src": ["'self'"]})
@login_required
@require_http_methods(["GET", "POST"])
def share_appeal(request, uuid):
    appeal = _appeal(request.user, uuid)
    form = ShareForm(request.POST if request.method == "POST" else None, appeal=appeal)
    if request.method == "POST":
        sent = act(
            request,
            form,
            lambda found: actions.share_appeal(
                appeal, list(found["organisations"]), seen=found["version"], by=request.user
            ),
        )
        if sent is not None:
            nudge("delegation.deliver_outbox")
            say(request, _sent(sent))
            return redirect("fundraising:share_appeal", uuid)
    return _page(request, appeal, form)


def _sent(made) -> str:
    return ngettext(
        "Shared with %(n)d organisation. Its mail leaves within a minute.",
        "Shared with %(n)d organisations. Their mails leave within a minute.",
        len(made),
    ) % {"n": len(made)}


def _page(request, appeal, form):
    said = request.POST if form.is_bound else request.GET
    words = " ".join(said.get("q", "").replace("\x00", "").split())[:80]
    chosen = set(said.getlist("organisations"))
    reason = _why_not(request.user, appeal)
    context = {
        "appeal": appeal,
        "delegation": appeal.delegate.delegation,
        "version": appeal.approved_version,
        "form": form,
        "reason": reason,
        "words": words,
        "choices": [] if reason else shares.choices(appeal, words, _uuids(chosen)),
        "chosen_count": len(chosen),
        "languages": [(code, dict(settings.LANGUAGES).get(code, code)) for code in _languages(appeal)],
        "page": page_of(request, shares.record_of(appeal)),
        "may_recall": may("fundraising.recall_share", request.user, _ShareOf(appeal)),
    }
    wrong = form.is_bound and form.errors
    return render(request, "fundraising/shares/share.html", context, status=422 if wrong else 200)


class _ShareOf:
    """A share that need not exist, to ask once for the page and not once a row."""

    def __init__(self, appeal):
        self.appeal = appeal


def _uuids(texts) -> set[str]:
    return {text for text in texts if len(text) == 36 and text.replace("-", "").isalnum()}


def _languages(appeal) -> list[str]:
    return [code for code in shares.languages(appeal) if code in dict(settings.LANGUAGES)]


def _why_not(person, appeal) -> str:
    """Why this page cannot share, in words; empty when it can."""
    answer = check("fundraising.share_appeal", person, appeal)
    if answer is not True:
        return answer
    if appeal.status != "open":
        return _("Only an open appeal can be shared.")
    if not appeal.allows_sharing:
        return _("Its author has not allowed sharing. They can allow it on their appeal's page.")
    return ""


@csp_replace(
    {
        "default-src": ["'none'"],
        "script-src": ["'none'"],
        "connect-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "form-action": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
    }
)
@xframe_options_sameorigin
@login_required
@require_GET
def share_mail_preview(request, uuid, language):
    """The mail as members will see it, in a frame of its own: mails need the inline style our pages may not have."""
    appeal = _appeal(request.user, uuid)
    if language not in dict(settings.LANGUAGES) or appeal.approved_version is None or not appeal.slug:
        raise Http404
    with translation.override(language):
        context = {
            "network": settings.NETWORK,
            "public_url": settings.PUBLIC_URL,
            "demo": settings.DEMO,
            "language": language,
            **share_mail.preview(appeal, _("your organisation")),
        }
        return HttpResponse(render_to_string("mail/fundraising/appeal_shared.html", context))


@login_required
@require_http_methods(["GET", "POST"])
def recall_share(request, uuid):
    """GET says what follows; POST does it."""
    share = shares.staff_share(uuid)
    if share is None or not is_staff_of(request.user, share.appeal.delegate.delegation):
        raise Http404
    answer = check("fundraising.recall_share", request.user, share)
    if answer is not True:
        raise NotPermitted(answer)
    back = reverse("fundraising:share_appeal", args=[share.appeal.uuid])
    if request.method == "POST":
        return do(
            request,
            lambda: actions.recall_share(share, by=request.user),
            done=_("Recalled. The link no longer counts for %(name)s.") % {"name": share.organisation.name},
            to=back,
        )
    context = {"share": share, "back": back, "delegation": share.appeal.delegate.delegation}
    return render(request, "fundraising/shares/recall.html", context)
