"""Who decides what, and the rules that more than one area asks."""

from django.utils.translation import gettext as _

from delegation.permissions import is_staff_of

DECIDERS = ("treasurer", "director")
KEEPERS = ("reviewer", "director")
MESSAGE_READERS = ("communications", "reviewer", "director")
READERS = ("treasurer", "director", "auditor")


def is_author(person, delegate) -> bool:
    """Whether the delegate is this person."""
    return delegate.person_id == person.pk


def staff(person, delegation):
    return is_staff_of(person, delegation) or _("This page is for the staff of the delegation.")
