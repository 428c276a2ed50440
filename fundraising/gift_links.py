"""The links with which givers come back without an account: signed, each for one purpose, running out after thirteen
months, and dead at once when the giver makes all older ones useless.

    door      everything given from one address: /gifts/mine/<token>/
    monthly   one monthly gift, to pause, change or stop it: /gifts/monthly/<token>/

A token is made when it is needed and stands nowhere: what is signed is the row's uuid and the moment."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from fundraising.donor_links import Broken
from fundraising.models import Donor, DonorDoor, MonthlyGift

LIVES = timedelta(days=396)
DOOR, MONTHLY = "door", "monthly"
MICROSECONDS = 1_000_000


class LinkOver(Exception):
    """The link was ours, and has run out or was made useless: the page says how to get a new one."""


@dataclass(frozen=True)
class Link:
    """An opened link: what it may be used for, and for whom."""

    purpose: str
    uuid: str
    issued_at: datetime

    def holds(self, gift: MonthlyGift) -> bool:
        """Whether it may change this monthly gift."""
        return self.purpose == MONTHLY and self.uuid == str(gift.uuid) and not is_dead(self, gift.donor.email)


def _token(purpose: str, uuid) -> str:
    moment = int(timezone.now().timestamp() * MICROSECONDS)
    return signing.dumps([str(uuid), moment], salt=f"fundraising.{purpose}")


def door_path(donor: Donor) -> str:
    return reverse("fundraising:my_gifts", args=[_token(DOOR, donor.uuid)])


def monthly_path(gift: MonthlyGift, name: str = "my_monthly_gift") -> str:
    """`name` of the address: the page of the gift, or of one thing to do with it."""
    return reverse(f"fundraising:{name}", args=[_token(MONTHLY, gift.uuid)])


def open_door(token: str) -> tuple[Link, Donor]:
    """Raises Http404 for what is no link to a door, LinkOver for one that opens nothing any more."""
    link = _read(token, DOOR)
    donor = Donor.objects.filter(uuid=link.uuid).first()
    if donor is None:
        raise Http404
    _refuse_dead(link, donor.email)
    return link, donor


def open_monthly(token: str) -> tuple[Link, MonthlyGift]:
    """Raises Http404 for what is no link to a monthly gift, LinkOver for one that opens nothing any more."""
    link = _read(token, MONTHLY)
    rows = MonthlyGift.objects.select_related(
        "donor", "fund__delegation", "redirect_fund", "appeal", "version__text"
    ).filter(uuid=link.uuid)
    gift = rows.first()
    if gift is None:
        raise Http404
    _refuse_dead(link, gift.donor.email)
    return link, gift


def _read(token: str, purpose: str) -> Link:
    try:
        uuid, moment = signing.loads(token, salt=f"fundraising.{purpose}")
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Broken from error
    return Link(purpose, uuid, datetime.fromtimestamp(moment / MICROSECONDS, UTC))


def _refuse_dead(link: Link, email: str) -> None:
    if is_dead(link, email):
        raise LinkOver


def is_dead(link: Link, email: str) -> bool:
    """Run out, made useless, or the address is forgotten."""
    if not email or link.issued_at + LIVES < timezone.now():
        return True
    since = DonorDoor.objects.filter(address_key=address_key(email)).values_list("links_from", flat=True).first()
    return since is not None and link.issued_at <= since


def address_key(email: str) -> str:
    """An address as a keyed hash, the same for every way of writing it in capitals."""
    text = email.strip().casefold().encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"fundraising.door:" + text, hashlib.sha256).hexdigest()
