"""Links for people without an account: one paper or one gift, for one purpose, signed, and for a limited time. Looking
changes nothing.

    receipt_link(receipt)    statement_link(statement)    trace_link(gift)     absolute addresses, for mails and pages
    read(purpose, token)     the uuid a link of ours names"""

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse

# purpose -> the page it opens. A link of one purpose opens nothing else: the purpose is signed with it.
PAGES = {
    "receipt": "fundraising:my_receipt",
    "statement": "fundraising:my_statement",
    "trace": "fundraising:my_trace",
}


class Broken(Http404):
    """Not one of our links, of another purpose, or cut in two on its way: its page says how to get a whole one."""


class Expired(Exception):
    """A link of ours that is too old. `uuid` is what it named: a new link may go to the address on file."""

    def __init__(self, uuid: str):
        super().__init__(uuid)
        self.uuid = uuid


def token(purpose: str, uuid) -> str:
    return signing.dumps(str(uuid), salt=_salt(purpose))


def link(purpose: str, uuid) -> str:
    return settings.PUBLIC_URL + reverse(PAGES[purpose], args=[token(purpose, uuid)])


def receipt_link(receipt) -> str:
    return link("receipt", receipt.uuid)


def statement_link(statement) -> str:
    return link("statement", statement.uuid)


def trace_link(gift) -> str:
    return link("trace", gift.uuid)


def read(purpose: str, signed: str) -> str:
    """The uuid. Raises Broken for what is not ours or of another purpose, Expired."""
    try:
        return signing.loads(signed, salt=_salt(purpose), max_age=settings.DONOR_LINK_DAYS * 86_400)
    except signing.SignatureExpired:
        raise Expired(signing.loads(signed, salt=_salt(purpose))) from None
    except (signing.BadSignature, ValueError) as error:
        raise Broken from error


def _salt(purpose: str) -> str:
    return f"fundraising.donor_links.{purpose}"
