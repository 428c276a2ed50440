import json
import sys

from django.core.management.base import BaseCommand

from delegation.money import from_minor
from fundraising import reconcile
from fundraising.queries.reconciliation import open_differences


class Command(BaseCommand):
    help = "Compare the books with Stripe; exit 1 when they differ, 2 when Stripe could not be read to the end."

    def add_arguments(self, parser):
        parser.add_argument("--since", type=int, metavar="DAYS", help="read and compare everything of that many days")
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")

    def handle(self, *args, **options):
        outcome = reconcile.run(options["since"])
        if outcome is None:
            self.stderr.write("Another worker is comparing just now.")
            sys.exit(2)
        found = list(open_differences())
        if options["json"]:
            self.stdout.write(json.dumps(reconcile.summary(outcome.run, found), indent=1))
        elif outcome.is_done:
            self._print(outcome.run, found)
        if not outcome.is_done:
            self.stderr.write(f"Broken off ({outcome.run.error or 'more to read'}); run it again to go on.")
            sys.exit(2)
        if found:
            sys.exit(1)

    def _print(self, run, found):
        for currency, figure in run.figures.items():
            theirs, ours = (from_minor(figure[name], currency) for name in ("theirs_minor", "ours_minor"))
            self.stdout.write(f"{currency}: Stripe holds {theirs.amount}, the books say {ours.amount}")
        for d in found:
            theirs, ours = (from_minor(minor, d.currency).amount for minor in (d.theirs_minor, d.ours_minor))
            self.stdout.write(f"DIFFERS  {d.kind:<18} {d.subject}  Stripe {theirs}, books {ours} {d.currency}")
        if not found:
            self.stdout.write("The books and Stripe agree.")
