"""Background work. Rows are the queue (inbox, outbox); a broker only wakes the workers early."""

import logging
import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delegation.settings")

app = Celery("delegation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

logger = logging.getLogger(__name__)


def nudge(task_name: str) -> None:
    """Wake a worker for a task after the commit, to save the minute until the sweep. Never raises: a lost
    nudge loses nothing, since the row is already stored and the sweep finds it."""
    try:
        app.send_task(task_name, ignore_result=True, retry=False, expires=60)
    except Exception:  # a broker that is away must not break the page
        logger.warning("nudge lost: %s", task_name)
