"""What an action says when it refuses. Doors map these once: a message on a page, a problem in the API."""


class DomainError(Exception):
    """A refusal a person can read. `message` is translated; `code` names it for machines; `field` is the form field it
    belongs to, if any."""

    status = 409

    def __init__(self, message, *, code="refused", field=None):
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field

    def __str__(self):
        return str(self.message)


class NotPermitted(DomainError):
    """This person may not do this (403). What a person may not even see is a 404 instead, from the query."""

    status = 403

    def __init__(self, message, *, code="not_permitted", field=None):
        super().__init__(message, code=code, field=field)


class Conflict(DomainError):
    """Somebody was faster, or the row has moved on (409)."""

    def __init__(self, message, *, code="conflict", field=None):
        super().__init__(message, code=code, field=field)
