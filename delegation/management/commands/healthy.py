"""`manage.py healthy`: exit 0 when the web process on this machine answers, for a container's health check.

It asks as the proxy would, by the public name and over TLS, or the answer would be a redirect or a refusal."""

import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Ask /healthz of the web process on PORT."
    requires_system_checks = []

    def handle(self, *args, **options):
        public = urlsplit(settings.PUBLIC_URL)
        request = urllib.request.Request(
            f"http://127.0.0.1:{settings.PORT}/healthz",
            headers={"Host": public.netloc, "X-Forwarded-Proto": public.scheme},
        )
        try:
            with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310  (our own http address)
                self.stdout.write(answer.read().decode())
        except (urllib.error.URLError, OSError) as error:
            self.stderr.write(f"not healthy: {error}")
            sys.exit(1)
