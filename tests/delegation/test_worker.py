import time
from uuid import uuid4

import pytest

from delegation.celery import nudge
from delegation.models import AuditEvent, AuditSeal

pytestmark = pytest.mark.money_db


def test_a_nudge_wakes_a_real_worker_that_seals_what_is_committed(real_worker):
    event = AuditEvent.objects.create(verb="trial", kind="trial.row", object_uuid=uuid4())
    nudge("delegation.seal_audit")
    deadline = time.monotonic() + 15
    while not AuditSeal.objects.filter(event=event).exists():
        assert time.monotonic() < deadline, "the worker did not come"
        time.sleep(0.05)
