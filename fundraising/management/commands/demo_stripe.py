"""`manage.py demo_stripe`: hands plain values of the settings to the demo Stripe, which knows nothing of us."""

import sys
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fundraising.demo_stripe.server import run


class Command(BaseCommand):
    help = "Run the local Stripe for people without keys. No money moves."
    requires_system_checks: ClassVar[list[str]] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.DEMO_STRIPE_PORT)
        parser.add_argument("--webhook-url", default=f"http://localhost:{settings.PORT}/stripe/webhook/")
        parser.add_argument("--state", default=settings.DEMO_STRIPE_STATE, metavar="FILE")
        parser.add_argument("--verbose", action="store_true", help="One line a request: method, path, status.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.STRIPE_MODE != "demo":
            raise CommandError("STRIPE_MODE is not demo: this installation speaks to Stripe itself.")
        code = run(
            port=options["port"],
            webhook_url=options["webhook_url"],
            webhook_secret=settings.STRIPE_WEBHOOK_SECRETS[0],
            secret_key=settings.STRIPE_SECRET_KEY,
            state=options["state"],
            verbose=options["verbose"],
        )
        sys.exit(code)
