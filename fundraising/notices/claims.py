"""Mails about advances, claims and stipends. They are neutral: no name, no place, no amount."""

from delegation.notices import Gone, Notice, absolute
from fundraising.models import Advance, ExpenseClaim, Stipend


def _advance(ids: dict, *statuses: str) -> Advance:
    row = Advance.objects.filter(uuid=ids["advance"]).first()
    if row is None or (statuses and row.status not in statuses):
        raise Gone
    return row


def _my_advance(ids: dict) -> dict:
    _advance(ids)
    return {"link": absolute("fundraising:my_money")}


def _advance_due(ids: dict) -> dict:
    """Accounted for meanwhile: nobody needs to come."""
    _advance(ids, "paid")
    return {"link": absolute("fundraising:my_money")}


def _advance_waiting(ids: dict) -> dict:
    return {"link": absolute("fundraising:advance", _advance(ids, "requested").uuid)}


def _advance_late(ids: dict) -> dict:
    return {"link": absolute("fundraising:advance", _advance(ids, "paid").uuid)}


def _claim(ids: dict, *statuses: str) -> ExpenseClaim:
    row = ExpenseClaim.objects.filter(uuid=ids["claim"]).first()
    if row is None or (statuses and row.status not in statuses):
        raise Gone
    return row


def _claim_waiting(ids: dict) -> dict:
    return {"link": absolute("fundraising:claim", _claim(ids, "submitted").uuid)}


def _claim_question(ids: dict) -> dict:
    return {"link": absolute("fundraising:my_claim", _claim(ids, "flagged").uuid)}


def _my_claim(ids: dict) -> dict:
    return {"link": absolute("fundraising:my_claim", _claim(ids).uuid)}


def _stipend_asked(ids: dict) -> dict:
    row = Stipend.objects.filter(uuid=ids["stipend"], status="proposed").first()
    if row is None:
        raise Gone
    return {"link": absolute("fundraising:agree_stipend", row.uuid)}


def _notice(name: str, context) -> tuple[str, Notice]:
    return f"fundraising.{name}", Notice(f"mail/fundraising/{name}", context)


NOTICES = dict(
    [
        _notice("advance_decided", _my_advance),
        _notice("advance_paid", _my_advance),
        _notice("advance_due", _advance_due),
        _notice("advance_late", _advance_late),
        _notice("advance_waiting", _advance_waiting),
        _notice("claim_waiting", _claim_waiting),
        _notice("claim_question", _claim_question),
        _notice("claim_decided", _my_claim),
        _notice("claim_paid", _my_claim),
        _notice("stipend_asked", _stipend_asked),
    ]
)
