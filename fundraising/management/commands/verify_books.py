import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand

from fundraising.actions import books


class Command(BaseCommand):
    help = "Prove the books: one line per invariant; exit 1 when one does not hold."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")

    def handle(self, *args, **options):
        verdicts = books.check()
        if options["json"]:
            self.stdout.write(json.dumps([{**asdict(v), "holds": v.holds} for v in verdicts], indent=1))
        else:
            for verdict in verdicts:
                self.stdout.write(f"{'ok ' if verdict.holds else 'RED'}  {verdict.id:<4} {verdict.name}")
                for row in verdict.breaches:
                    self.stdout.write(f"          {row}")
                if verdict.total > len(verdict.breaches):
                    self.stdout.write(f"          … and {verdict.total - len(verdict.breaches)} more")
        if not all(verdict.holds for verdict in verdicts):
            sys.exit(1)
