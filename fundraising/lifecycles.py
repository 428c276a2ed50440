"""Where each thing of the money side may go, and by which verb."""

from delegation.lifecycle import Step, declare

declare(
    "fundraising.appeal",
    "draft",
    open=Step(("draft",), "open", by="system"),
    pause=Step(("open",), "paused"),
    resume=Step(("paused",), "open"),
    close=Step(("draft", "open", "paused"), "closed"),
)
declare(
    "fundraising.review",
    "waiting",
    request_changes=Step(("waiting",), "changes_requested"),
    decline=Step(("waiting",), "declined"),
    approve=Step(("waiting",), "approved"),
    take_back=Step(("waiting",), "taken_back"),
)
declare(
    "fundraising.donation",
    "started",
    wait=Step(("started", "expired", "failed"), "pending", by="system"),
    convert=Step(("started", "pending", "failed", "expired"), "settling", by="system"),
    settle=Step(("started", "pending", "settling", "failed", "expired"), "paid", by="system"),
    fail=Step(("started", "pending"), "failed", by="system"),
    expire=Step(("started",), "expired", by="system"),
)
declare(
    "fundraising.allocation",
    "proposed",
    decide=Step(("proposed",), "allocated"),
    decline=Step(("proposed",), "declined"),
    take_back=Step(("proposed",), "taken_back"),
)
declare(
    "fundraising.commitment",
    "proposed",
    approve=Step(("proposed",), "approved"),
    decline=Step(("proposed",), "declined"),
    take_back=Step(("proposed",), "taken_back"),
    release=Step(("approved",), "released"),
    close=Step(("part_paid",), "closed"),
    pay_part=Step(("approved", "part_paid"), "part_paid", by="system"),
    pay_off=Step(("approved", "part_paid"), "paid", by="system"),
    # Money came back, or more was approved: it is held again.
    hold=Step(("approved", "part_paid", "paid", "closed", "released"), "approved", by="system"),
    hold_rest=Step(("part_paid", "paid", "closed"), "part_paid", by="system"),
)
declare(
    "fundraising.commitmentraise",
    "proposed",
    approve=Step(("proposed",), "approved"),
    decline=Step(("proposed",), "declined"),
    take_back=Step(("proposed",), "taken_back"),
)
declare(
    "fundraising.disbursement",
    "prepared",
    approve=Step(("prepared",), "approved"),
    void=Step(("approved",), "prepared", by="system"),
    cancel=Step(("prepared", "approved"), "cancelled"),
    send=Step(("approved",), "sent"),
    doubt=Step(("sent",), "unknown"),
    settle=Step(("sent", "unknown"), "settled"),
    fail=Step(("sent", "unknown"), "failed"),
    bounce=Step(("sent", "unknown", "settled"), "returned"),
)
declare(
    "fundraising.paymentbatch",
    "draft",
    approve=Step(("draft",), "approved"),
    # A payment in it was made void: what is left of it is approved anew.
    void=Step(("approved",), "draft", by="system"),
    cancel=Step(("draft", "approved"), "cancelled"),
    send=Step(("approved",), "sent"),
    settle=Step(("sent",), "settled"),
)
declare("fundraising.share", "sent", recall=Step(("sent",), "recalled"))
declare(
    "fundraising.advance",
    "requested",
    approve=Step(("requested",), "approved"),
    decline=Step(("requested",), "declined"),
    take_back=Step(("requested",), "taken_back"),
    pay=Step(("approved",), "paid", by="system"),
    settle=Step(("paid",), "settled", by="system"),
    # The bank sent the payment back.
    reopen=Step(("paid",), "approved", by="system"),
)
declare(
    "fundraising.handback",
    "recorded",
    confirm=Step(("recorded",), "confirmed"),
    decline=Step(("recorded",), "declined"),
)
declare(
    "fundraising.expenseclaim",
    "draft",
    submit=Step(("draft",), "submitted"),
    take_back=Step(("submitted", "flagged"), "draft"),
    discard=Step(("draft",), "discarded"),
    flag=Step(("submitted",), "flagged"),
    answer=Step(("flagged",), "submitted"),
    approve=Step(("submitted",), "approved"),
    part_approve=Step(("submitted",), "part_approved"),
    decline=Step(("submitted", "flagged"), "declined"),
    pay=Step(("approved", "part_approved"), "paid", by="system"),
    settle=Step(("approved", "part_approved"), "settled", by="system"),
    # The bank sent the payment back.
    reopen=Step(("paid",), "approved", by="system"),
    reopen_part=Step(("paid",), "part_approved", by="system"),
)
declare(
    "fundraising.stipend",
    "proposed",
    agree=Step(("proposed",), "agreed"),
    refuse=Step(("proposed",), "refused"),
    approve=Step(("agreed",), "approved"),
    decline=Step(("proposed", "agreed"), "declined"),
    take_back=Step(("proposed", "agreed"), "taken_back"),
    pay=Step(("approved",), "paid", by="system"),
    reopen=Step(("paid",), "approved", by="system"),
)
