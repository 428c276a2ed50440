"""The link with which a giver answers where unspent money should go: one telling, signed. It opens a page with one
form; when it closes is the telling's own date."""

from django.core import signing
from django.http import Http404
from django.urls import reverse

from fundraising.donor_links import Broken
from fundraising.models import Telling

_SALT = "fundraising.wish"


def wish_path(telling: Telling) -> str:
    return reverse("fundraising:send_wish", args=[signing.dumps(str(telling.uuid), salt=_SALT)])


def telling_of(token: str) -> Telling:
    """Raises Http404 for a link that is not ours, or whose telling is gone."""
    try:
        uuid = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise Broken from error
    telling = (
        Telling.objects.select_related(
            "transfer__source__delegate",
            "transfer__source__delegation",
            "transfer__target",
            "postponement__dates",
            "postponement__delegation",
            "donation__donor",
            "donation__version__text",
            "donation__fund__delegation",
        )
        .filter(uuid=uuid)
        .first()
    )
    if telling is None:
        raise Http404
    return telling
