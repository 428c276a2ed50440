"""Sending what the actions left in the outbox. The row is the queue: claimed by a conditional update with a lease, so
that two workers never take the same mail and a worker that dies gives it back."""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import timezone, translation

from delegation.models import OutboxMail
from delegation.notices import Gone, address_of, notice

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
# Minutes to wait after the first, second, … failure; after the last one the mail is marked failed for a person.
BACKOFF = (1, 5, 15, 60, 240, 720)
State = OutboxMail.State


def deliver(limit: int = 50) -> int:
    """Send what is due, oldest first; answers how many left. Safe to run twice, late, and by many at once."""
    sent = 0
    for mail in _due(limit):
        if _claim(mail):
            sent += _send(mail)
    return sent


def _due(limit: int) -> list[OutboxMail]:
    now = timezone.now()
    ready = Q(state=State.WAITING, due_at__lte=now) | Q(state=State.SENDING, lease_until__lt=now)
    return list(OutboxMail.objects.filter(ready).order_by("due_at", "id")[:limit])


def _claim(mail: OutboxMail) -> bool:
    """Only one worker's update matches, since it asks for the row as it was read."""
    now = timezone.now()
    won = OutboxMail.objects.filter(
        pk=mail.pk, state=mail.state, attempts=mail.attempts, lease_until=mail.lease_until
    ).update(state=State.SENDING, attempts=mail.attempts + 1, lease_until=now + LEASE)
    if won:
        mail.refresh_from_db()
    return bool(won)


def _send(mail: OutboxMail) -> int:
    try:
        address = address_of(mail.to_kind, mail.to_uuid)
        if not address:
            raise Gone
        build(mail, address).send()
    except Gone:
        return _close(mail, State.DROPPED, "nobody to tell")
    except (smtplib.SMTPException, OSError) as error:
        return _again(mail, type(error).__name__)
    except Exception as error:  # one broken notice must not stop the queue; the row says what broke
        logger.exception("outbox: %s %s", mail.notice, mail.uuid)
        return _again(mail, type(error).__name__)
    _close(mail, State.SENT)
    return 1


def build(mail: OutboxMail, address: str) -> EmailMultiAlternatives:
    """The mail as it leaves, in the reader's language. Raises Gone when it has lost its point."""
    with translation.override(mail.language):
        what = notice(mail.notice)
        context = {
            "network": settings.NETWORK,
            "public_url": settings.PUBLIC_URL,
            "demo": settings.DEMO,
            "language": mail.language,
            **what.context(mail.ids),
        }
        subject = " ".join(_plain(f"{what.template}.subject.txt", context).split())
        text = _plain(f"{what.template}.txt", context).strip() + "\n"
        html = render_to_string(f"{what.template}.html", context)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    message = EmailMultiAlternatives(
        subject,
        text,
        to=[address],
        # From the row: a mail sent twice by a crash between sending and saving is one mail for the reader.
        headers={"Message-ID": f"<{mail.uuid}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    return message


def _plain(template: str, context: dict) -> str:
    """Text is not HTML: an apostrophe stays an apostrophe."""
    return Engine.get_default().get_template(template).render(Context(context, autoescape=False))


def _close(mail: OutboxMail, state: str, error: str = "") -> int:
    sent_at = timezone.now() if state == State.SENT else None
    OutboxMail.objects.filter(pk=mail.pk).update(state=state, sent_at=sent_at, lease_until=None, error=error)
    return 0


def _again(mail: OutboxMail, error: str) -> int:
    if mail.attempts > len(BACKOFF):
        return _close(mail, State.FAILED, error)
    due = timezone.now() + timedelta(minutes=BACKOFF[mail.attempts - 1])
    OutboxMail.objects.filter(pk=mail.pk).update(state=State.WAITING, due_at=due, lease_until=None, error=error)
    return 0
