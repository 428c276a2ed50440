"""Where each thing of the journey may go, and by which verb. The accreditation's states are those of Indico.UN."""

from delegation.lifecycle import Step, declare

declare(
    "travel.booking",
    "held",
    ticket=Step(("held",), "ticketed"),
    cancel=Step(("held", "ticketed"), "cancelled"),
)
declare(
    "travel.passport",
    "declared",
    see=Step(("declared", "rejected", "seen"), "seen"),
    reject=Step(("declared", "seen"), "rejected"),
    redeclare=Step(("declared", "seen", "rejected"), "declared"),
)
declare(
    "travel.accreditation",
    "not_started",
    request_letter=Step(("not_started", "rejected", "expired", "withdrawn"), "letter_requested"),
    sign_letter=Step(("letter_requested",), "letter_signed"),
    submit=Step(("letter_signed", "info_requested"), "submitted"),
    receive=Step(("submitted",), "pending"),
    ask=Step(("submitted", "pending"), "info_requested"),
    approve=Step(("submitted", "pending", "info_requested"), "approved"),
    reject=Step(("submitted", "pending", "info_requested"), "rejected"),
    issue_badge=Step(("approved",), "badge_issued"),
    activate_badge=Step(("approved", "badge_issued"), "badge_activated"),
    expire=Step(("approved", "badge_issued", "letter_signed", "submitted", "pending"), "expired"),
    withdraw=Step(
        ("not_started", "letter_requested", "letter_signed", "submitted", "pending", "info_requested", "approved"),
        "withdrawn",
    ),
)
