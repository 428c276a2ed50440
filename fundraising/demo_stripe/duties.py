"""What falls due by the clock while the process lives."""

from __future__ import annotations

import time
from collections.abc import Callable

from . import billing, checkout, payments, payouts, refunds
from .errors import ApiError
from .store import Store

DUTIES: dict[str, Callable[[Store, str], object]] = {
    "settle": payments.settle,
    "expire": checkout.expire_by_clock,
    "refund_reference": refunds.give_reference,
    "reconcile": payouts.reconcile,
    "renew": billing.renew,
    "resume": billing.resume_by_clock,
    "end": billing.end_by_clock,
}


def do_due(store: Store) -> float | None:
    """Do what is due; answers when the next duty is due, or None."""
    for row in store.rows("SELECT * FROM duty WHERE due <= ? ORDER BY due, id", time.time()):
        with store.transaction():
            store.run("DELETE FROM duty WHERE id = ?", row["id"])
            try:
                DUTIES[row["verb"]](store, row["target"])
            except ApiError:
                continue  # it was overtaken, for example by a cancellation
    return store.rows("SELECT min(due) AS due FROM duty")[0]["due"]
