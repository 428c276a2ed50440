"""What the database refuses on the journey: evidence is never changed, and a waiver keeps what it said."""

from delegation.triggers import append_only, frozen_columns

EVIDENCE = [
    *append_only("travel_accreditationstep"),
    *append_only("travel_passportcheck"),
    *append_only("travel_bookingcheck"),
    *append_only("travel_acknowledgement"),
    *append_only("travel_briefingversion"),
]
WAIVERS = frozen_columns("travel_waiver", ["delegate_id", "requirement", "reason", "waived_by_id", "dates_id"])
# Came after migration 0002 and is installed by its own.
BOOKING_COSTS = frozen_columns(
    "travel_bookingcost", ["uuid", "booking_id", "commitment_id", "linked_by_id", "created_at"]
)
