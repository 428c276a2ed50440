"""The link with which a member's contact stops our mails: their uuid, signed. It never runs out, as a stop link must
not."""

from django.core import signing
from django.http import Http404
from django.urls import reverse

from delegation.models import MemberContact

_SALT = "delegation.stop_mail"


def stop_path(contact: MemberContact) -> str:
    return reverse("delegation:stop_mail", args=[signing.dumps(str(contact.uuid), salt=_SALT)])


def contact_of(token: str) -> MemberContact:
    """Raises BadSignature for a link that is not ours, Http404 for a contact that is gone."""
    uuid = signing.loads(token, salt=_SALT)
    contact = MemberContact.objects.select_related("organisation").filter(uuid=uuid).first()
    if contact is None:
        raise Http404
    return contact
