"""Loads the demo delegation once; `--rebuild` empties the demo's database and plays it anew, ending today."""

import io
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from delegation import triggers
from delegation.models import Delegation
from fundraising.demo_stripe.store import Store
from fundraising.models import Donation
from travel.demo import loader, people
from travel.demo.cast import DELEGATES, PASSWORD, STAFF

OLD_AFTER = timedelta(days=14)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--rebuild", action="store_true", help="Throw the demo's data away and load it anew.")
        parser.add_argument("--if-needed", action="store_true", help="Do nothing where the demo stands already.")
        parser.add_argument("--people", action="store_true", help="Only say who can log in.")

    def handle(self, *, rebuild, if_needed, **options):
        if options["people"]:
            return self._say_people()
        if not settings.DEMO:
            raise CommandError("The demo is loaded in demo mode only (STRIPE_MODE=demo).")
        if rebuild:
            self._empty()
        standing = Delegation.objects.filter(slug=people.SLUG).first()
        if standing and if_needed:
            return self._say_age(standing)
        if standing:
            raise CommandError("The demo stands already. `make demo` builds it anew.")
        return self._load()

    def _load(self):
        self.stdout.write("Loading the demo delegation …")
        call_command("load_history", verbosity=0)
        stripe = Store()
        loader.load(timezone.localdate(), stripe)
        proof = io.StringIO()
        call_command("verify_books", stdout=proof)
        lines = [line for line in proof.getvalue().splitlines() if line.startswith("ok")]
        self.stdout.write(f"The books balance: {len(lines)} proofs hold.")
        self._hand_over(stripe)
        self.stdout.write("The demo delegation stands.")

    def _hand_over(self, stripe: Store):
        """The demo Stripe goes on from the demo's past, whether it runs already or is started later."""
        kept = self._state()
        kept.become(stripe)
        kept.close()

    def _say_people(self):
        """The staff, and one delegate of each stage worth seeing."""
        told = {
            "draft": "writes an appeal",
            "in_review": "waits for a review",
            "changes": "was asked for changes",
            "raising": "raises money",
            "booked": "has a ticket",
            "ready": "is ready",
        }
        firsts = {member.stage: member for member in reversed(DELEGATES)}
        lines = [(mail, name, ", ".join(roles)) for name, mail, roles, _language in STAFF]
        lines += [(firsts[stage].mail, firsts[stage].name, words) for stage, words in told.items() if stage in firsts]
        self.stdout.write(f"Log in as any of these with the password {PASSWORD}:")
        for mail, name, words in lines:
            self.stdout.write(f"  {mail:<30} {name}: {words}")

    def _say_age(self, standing):
        newest = standing.created_at + timedelta(days=130)
        if timezone.now() - newest > OLD_AFTER:
            self.stdout.write(
                f"The demo ends {(timezone.now() - newest).days} days ago; `make demo` builds it anew, ending today."
            )
        if not self._is_known_at_stripe(standing):
            self.stdout.write("The demo Stripe does not know the demo's gifts; `make demo` builds both anew.")

    def _is_known_at_stripe(self, standing) -> bool:
        paid = Donation.objects.filter(fund__delegation=standing, payment_intent__isnull=False).order_by("id")
        first = paid.values_list("payment_intent", flat=True).first()
        kept = self._state()
        try:
            return first is None or kept.load(first) is not None
        finally:
            kept.close()

    def _state(self) -> Store:
        path = Path(settings.DEMO_STRIPE_STATE)
        path.parent.mkdir(parents=True, exist_ok=True)
        return Store(str(path))

    def _empty(self):
        """Only a SQLite file or a database that holds nothing but a demo may be emptied."""
        others = Delegation.objects.exclude(slug=people.SLUG).exclude(travel_status="history")
        if others.exists():
            raise CommandError("This database holds more than the demo. It is not emptied.")
        triggers.remove(connection)
        call_command("flush", interactive=False, verbosity=0)
        triggers.install(connection)
