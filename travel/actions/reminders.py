from django.db import transaction
from django.utils import timezone

from delegation.actions.audit import record
from delegation.permissions import require
from travel.actions.notes import tell_delegate
from travel.readiness.board import board


def remind_late(delegation, by) -> int:
    """Write to every delegate who owes a step that is late; once a day each. Answers how many are written to today.

    What logistics, the NGO or the UN owes is no reason to write to the delegate."""
    with transaction.atomic():
        require("travel.remind_late", by, delegation)
        owing = [row for row in board(delegation).rows if any(s.late_days and s.owner == "delegate" for s in row.open)]
        today = timezone.localdate()
        for row in owing:
            tell_delegate("travel.late", row.delegate, {}, key=f"late:{row.delegate.uuid}:{today}")
        record("travel.remind_late", delegation, by)
    return len(owing)
