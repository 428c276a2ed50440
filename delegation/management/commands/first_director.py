"""`manage.py first_director EMAIL --delegation SLUG`: seats the first director of a delegation, who then gives every
other role on its pages. It refuses while somebody holds that role."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from delegation.actions.roles import seat_first_director
from delegation.errors import DomainError
from delegation.models import Delegation


class Command(BaseCommand):
    help = "Seat the first director of a delegation that has none. Directors give all other roles on its pages."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--delegation", metavar="SLUG", required=True)

    def handle(self, *args, email, delegation, **options):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        row = Delegation.objects.filter(slug=delegation).first()
        if row is None:
            raise CommandError(f"No delegation has the short name {delegation}. {_known()}")
        try:
            grant = seat_first_director(row, email=email)
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from None
        self.stdout.write(f"{grant.person.email} is director of {row} from today.")
        self.stdout.write(
            f"Next: sign in at {settings.PUBLIC_URL}{reverse('account_login')} with a code by mail (the first time "
            f"with two), then set the dates ({reverse('delegation:dates', args=[row.slug])}) and give the other roles "
            f"({reverse('delegation:roles', args=[row.slug])}). No decision about money can be taken by one person "
            "alone, so give at least one more."
        )


def _known() -> str:
    slugs = list(Delegation.objects.exclude(travel_status="history").values_list("slug", flat=True)[:20])
    if slugs:
        return f"There is: {', '.join(slugs)}."
    return "A superuser adds one in the admin, under Delegations."
