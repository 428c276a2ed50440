"""One row of a delegation this person works for; anybody else's is a 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from delegation.models import Delegate
from delegation.permissions import is_staff_of
from travel.permissions import delegation_of


def row_for_staff(person, rows, uuid):
    row = get_object_or_404(rows, uuid=uuid)
    if not is_staff_of(person, delegation_of(row)):
        raise Http404
    return row


def delegate_for_staff(person, uuid) -> Delegate:
    return row_for_staff(person, Delegate.objects.select_related("person", "delegation", "organisation"), uuid)
