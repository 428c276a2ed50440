"""The Django project and what money and journey share: people, organisations, delegations, sealing, audit, mail."""

from delegation.celery import app as celery_app

__all__ = ["celery_app"]
