from django.core.management.base import BaseCommand, CommandError

from delegation import audit_chain


class Command(BaseCommand):
    help = "Walk the audit's chain; name every break and the tail that is not sealed yet. Exits 1 on a break."

    def handle(self, *args, **options):
        verdict = audit_chain.verify()
        for line in verdict.breaks:
            self.stderr.write(f"broken   {line}")
        self.stdout.write(f"sealed   {verdict.sealed} events, head {verdict.head}")
        tail = verdict.unsealed
        if tail:
            self.stdout.write(f"unsealed {len(tail)} events, from {tail[0].uuid} to {tail[-1].uuid}")
        else:
            self.stdout.write("unsealed none")
        if verdict.breaks:
            raise CommandError(f"{len(verdict.breaks)} breaks in the audit's chain")
