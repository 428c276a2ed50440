"""Words survive a log-in: who was signed out while writing finds the text in the form again."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.utils.translation import gettext as _

# Longer than any form here may be; more is not a person's text.
_MOST = 60_000
_KEY = "kept_words"


def keeps_words(view):
    """A POST without a session is put aside in the anonymous session and given back after log-in, on the same page
    and only to the person whose form it was (field `who`)."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST" and request.POST.get("who"):
            words = request.POST.copy()
            words.pop("csrfmiddlewaretoken", None)
            encoded = words.urlencode()
            if len(encoded) <= _MOST:
                request.session[_KEY] = {"path": request.path, "who": words["who"], "words": encoded}
                messages.warning(request, _("You were away for a while. Your text is kept; sign in and it is here."))
        return redirect_to_login(request.path)

    return guarded


def kept_words(request, who) -> QueryDict | None:
    """What was put aside for this page and person, once."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEY]
    if kept["who"] != str(who):
        return None
    messages.info(request, _("Here is the text you wrote before you were signed out. Save it now."))
    return QueryDict(kept["words"], mutable=True)
