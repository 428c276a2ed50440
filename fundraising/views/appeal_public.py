"""One appeal as everybody sees it, kept as bytes. Its other addresses: through a member's link, and when it rests, is
closed or gone."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from fundraising import pagecache
from fundraising.queries import public
from fundraising.queries.stamps import appeal_stamp

STATUS = {"gone": 410, "hidden": 404}


@require_safe
def appeal_public(request, slug, code=""):
    """With `code` the same page, whose way to give remembers which member organisation it came through."""
    stamp = appeal_stamp(slug)
    if stamp is None:
        raise Http404
    appeal, is_gone = public.find(slug) if code else (None, False)
    share = public.live_share(appeal, code) if appeal and not is_gone else None
    return _kept(request, slug, stamp, share.code if share else "")


def _kept(request, slug, stamp, code):
    """Drawn for an address of our own making: a code that is none leads to the plain page, and is kept nowhere."""
    state = _state(stamp)
    path = reverse("fundraising:appeal_public", args=[slug])
    if state != "open":
        template, status = "fundraising/appeal_public/state.html", STATUS.get(state, 200)
        return pagecache.serve(request, path, stamp, template, lambda: _rest(slug, state), variant=state, status=status)
    if code:
        path = reverse("fundraising:appeal_shared", args=[slug, code])
    template = "fundraising/appeal_public/page.html"
    # A member's link is the same page at another address: search engines need it once.
    indexable = stamp.indexable and not code
    return pagecache.serve(request, path, stamp, template, lambda: _page(slug, code), indexable=indexable)


def _state(stamp) -> str:
    return public.state_from(
        is_gone=stamp.gone_at is not None,
        is_approved=stamp.version is not None,
        status=stamp.status,
        delegate_status=stamp.delegate_status,
    )


def _page(slug, code) -> dict:
    appeal, _is_gone = public.find(slug)
    return public.page_context(public.appeal_page(appeal), code)


def _rest(slug, state) -> dict:
    """Words only: an address that rests shows nothing of the appeal that stood there."""
    appeal, _is_gone = public.find(slug)
    return {"state": state, "delegation": appeal.delegate.delegation}
