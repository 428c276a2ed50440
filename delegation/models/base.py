import uuid

from django.db import models


class Named(models.Model):
    """A row that is named outside the database (URL, API, Stripe metadata, audit, sealed record) by a random
    uuid; the bigint key stays inside."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Created(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
