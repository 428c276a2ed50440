"""The small world stands alone: whoever asks Stripe there is told at once that it is away."""

import copy

import pytest
from django.db import transaction

from fundraising import gateway
from tests.flows import world


@pytest.fixture(autouse=True)
def _stripe_is_away(monkeypatch):
    def away(*_args, **_kwargs):
        raise gateway.GatewayDown("nobody answers in this world")

    for name in ("change_subscription", "cancel_subscription", "open_card_page"):
        monkeypatch.setattr(gateway, name, away)


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker):
    """The small world, made once for all tests of a file, in a transaction that is never committed."""
    whole = transaction.atomic()
    # As Django's own TestCase marks its transactions: inside, what must be committed counts as committed.
    whole._from_testcase = True
    with django_db_blocker.unblock(), whole:
        yield world.build()
        transaction.set_rollback(True)


@pytest.fixture
def small(_built, db):
    """A world of this test's own: its rows as they were built, whatever other tests did to theirs."""
    return copy.deepcopy(_built)
