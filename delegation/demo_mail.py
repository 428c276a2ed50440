from django.core.mail.backends.base import BaseEmailBackend

from delegation.models import DemoMail


class DemoMailBackend(BaseEmailBackend):
    """In demo mode nothing leaves: every mail becomes a row that /demo/mail/ shows."""

    def send_messages(self, email_messages):
        for message in email_messages:
            html = next((body for body, kind in getattr(message, "alternatives", ()) if kind == "text/html"), "")
            for address in message.recipients():
                DemoMail.objects.create(to=address, subject=message.subject[:250], text=message.body, html=html)
        return len(email_messages)
