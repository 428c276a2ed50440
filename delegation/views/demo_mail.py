from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from delegation import queries
from delegation.models import DemoMail
from delegation.views.base import page_of


def demo_only(view):
    """Outside demo mode this door does not exist."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_only
@require_safe
def demo_mail(request):
    search = request.GET.get("q", "").strip()[:120]
    context = {"page": page_of(request, queries.demo_mails(search)), "search": search}
    return render(request, "delegation/demo_mail/list.html", context)


@demo_only
@require_safe
def demo_mail_one(request, uuid):
    mail = get_object_or_404(DemoMail, uuid=uuid)
    return render(request, "delegation/demo_mail/one.html", {"mail": mail})


@demo_only
@require_safe
def demo_mail_html(request, uuid):
    """The HTML part as a page of its own, in a sandbox: its inline styles work, no script and no request does."""
    mail = get_object_or_404(DemoMail, uuid=uuid)
    if not mail.html:
        raise Http404
    response = HttpResponse(mail.html)
    response._csp_exempt = True
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'none'; sandbox allow-same-origin allow-popups allow-top-navigation-by-user-activation"
    )
    return response
