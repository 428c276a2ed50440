"""What hangs over a charge before or beside a refund: early fraud warnings, and whether a dispute forbids it."""

from __future__ import annotations

import time

from .delivery import emit
from .errors import ApiError
from .objects import Body, new_id
from .payments import charge_named
from .store import Store

INQUIRY = ("warning_needs_response", "warning_under_review")
FRAUD_TYPES = (
    "card_never_received", "fraudulent_card_application", "made_with_counterfeit_card", "made_with_lost_card",
    "made_with_stolen_card", "misc", "unauthorized_use_of_card",
)  # fmt: skip
FORBIDS = ("needs_response", "under_review", "lost")


def warn(store: Store, charge_id: str, *, fraud_type: str = "unauthorized_use_of_card") -> Body:
    """The card's bank suspects fraud; a refund now usually avoids the dispute."""
    if fraud_type not in FRAUD_TYPES:
        raise ApiError(f"fraud_type must be one of {', '.join(FRAUD_TYPES)}.", param="fraud_type")
    with store.transaction():
        charge = charge_named(store, charge_id)
        made = {
            "id": new_id("issfr_"),
            "object": "radar.early_fraud_warning",
            "actionable": not charge["refunded"] and not charge["disputed"],
            "charge": charge["id"],
            "created": int(time.time()),
            "fraud_type": fraud_type,
            "livemode": False,
            "payment_intent": charge["payment_intent"],
        }
        store.save(made)
        emit(store, "radar.early_fraud_warning.created", made)
        return made


def answered(store: Store, charge_id: str) -> None:
    """Refunded or disputed: nothing is left to do about the warning."""
    for _, warning in store.all("radar.early_fraud_warning"):
        if warning["charge"] == charge_id and warning["actionable"]:
            warning["actionable"] = False
            store.save(warning)
            emit(store, "radar.early_fraud_warning.updated", warning, before={"actionable": True})


def of_charge(store: Store, charge_id: str) -> list[Body]:
    return [dispute for _, dispute in store.all("dispute") if dispute["charge"] == charge_id]


def is_refundable(store: Store, charge_id: str) -> bool:
    """Inquiries leave a charge refundable; a dispute that is open or lost does not, whatever its amount."""
    return not any(dispute["status"] in FORBIDS for dispute in of_charge(store, charge_id))


def close_inquiries(store: Store, charge_id: str) -> None:
    """A full refund answers an inquiry."""
    for dispute in of_charge(store, charge_id):
        if dispute["status"] in INQUIRY:
            before = {"status": dispute["status"]}
            dispute.update(status="warning_closed", is_charge_refundable=False)
            store.save(dispute)
            emit(store, "charge.dispute.closed", dispute, before=before)
