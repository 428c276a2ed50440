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
    fail=Step(("started", "pending", "settling"), "failed", by="system"),
    expire=Step(("started",), "expired", by="system"),
    # Its money came otherwise than asked, and was placed: it is a gift of its own.
    replace=Step(("started", "pending", "settling", "failed", "expired"), "replaced", by="system"),
)
declare(
    "fundraising.allocation",
    "proposed",
    decide=Step(("proposed",), "allocated"),
    decline=Step(("proposed",), "declined"),
    take_back=Step(("proposed",), "taken_back"),
)
declare(
    "fundraising.fundtransfer",
    "proposed",
    decide=Step(("proposed",), "moved"),
    decline=Step(("proposed",), "declined"),
    take_back=Step(("proposed",), "taken_back"),
)
declare("fundraising.share", "sent", recall=Step(("sent",), "recalled"))
declare(
    "fundraising.refund",
    "requested",
    approve=Step(("requested",), "pending"),
    refuse=Step(("requested",), "refused"),
    send=Step(("requested",), "pending", by="system"),
    overtake=Step(("requested",), "refused", by="system"),
    reject=Step(("pending",), "refused", by="system"),
    succeed=Step(("pending",), "succeeded", by="system"),
    fail=Step(("pending", "succeeded"), "failed", by="system"),
)
declare(
    "fundraising.heldapart",
    "held",
    ask_place=Step(("held",), "asked_place"),
    place=Step(("asked_place",), "placed"),
    ask_return=Step(("held",), "asked_return"),
    send_back=Step(("asked_return",), "returning"),
    leave=Step(("asked_place", "asked_return"), "held"),
    finish_return=Step(("held", "asked_place", "asked_return", "returning"), "returned", by="system"),
    come_back=Step(("returning", "returned"), "held", by="system"),
)
declare(
    "fundraising.monthlygift",
    "started",
    begin=Step(("started",), "active", by="system"),
    pause=Step(("active",), "paused"),
    resume=Step(("paused",), "active"),
    rest_at_stripe=Step(("active",), "paused", by="system"),
    go_on=Step(("paused",), "active", by="system"),
    fall_behind=Step(("active", "paused"), "past_due", by="system"),
    recover=Step(("past_due",), "active", by="system"),
    cancel=Step(("active", "paused", "past_due"), "ended"),
    run_out=Step(("started", "active", "paused", "past_due"), "ended", by="system"),
)
declare(
    "fundraising.offlinegift",
    "recorded",
    confirm=Step(("recorded",), "confirmed"),
    decline=Step(("recorded",), "declined"),
    take_back=Step(("recorded",), "taken_back"),
    bounce=Step(("confirmed",), "bounced"),
)
declare(
    "fundraising.deposit",
    "open",
    count=Step(("open",), "counted"),
    reopen=Step(("counted",), "open"),
    confirm=Step(("counted",), "confirmed"),
)
declare(
    "fundraising.bankline",
    "waiting",
    match=Step(("waiting",), "matched"),
    hold=Step(("waiting",), "held"),
    place=Step(("held",), "placed", by="system"),
    propose_return=Step(("held",), "returning"),
    keep=Step(("returning",), "held"),
    confirm_return=Step(("returning",), "returned"),
    set_aside=Step(("waiting",), "set_aside"),
    take_up=Step(("set_aside",), "waiting"),
)
declare(
    "fundraising.matchpledge",
    "proposed",
    agree=Step(("proposed",), "agreed"),
    decline=Step(("proposed",), "declined"),
    end=Step(("agreed",), "ended"),
)
declare(
    "fundraising.inkindoffer",
    "offered",
    accept=Step(("offered",), "accepted"),
    decline=Step(("offered",), "declined"),
    use=Step(("accepted",), "used"),
    release=Step(("accepted",), "not_used"),
)
declare(
    "fundraising.allocationround",
    "draft",
    simulate=Step(("draft", "simulated"), "simulated"),
    propose=Step(("simulated",), "proposed"),
    decide=Step(("proposed",), "decided"),
    decline=Step(("proposed",), "declined"),
    take_back=Step(("draft", "simulated", "proposed"), "taken_back"),
)
declare(
    "fundraising.offer",
    "offered",
    accept=Step(("offered",), "accepted"),
    counter=Step(("offered",), "countered"),
    decline=Step(("offered", "countered"), "declined"),
    keep=Step(("countered",), "offered"),
    replace=Step(("countered",), "withdrawn"),
    withdraw=Step(("offered", "countered"), "withdrawn"),
    lapse=Step(("offered",), "lapsed", by="system"),
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
declare(
    "fundraising.networkcover",
    "recorded",
    confirm=Step(("recorded",), "confirmed"),
    decline=Step(("recorded",), "declined"),
    take_back=Step(("recorded",), "taken_back"),
)
declare(
    "fundraising.difference",
    "open",
    resolve=Step(("open",), "resolved", by="system"),
    clear=Step(("open",), "cleared", by="system"),
)
declare(
    "fundraising.correction",
    "proposed",
    decide=Step(("proposed",), "posted"),
    decline=Step(("proposed",), "declined"),
    take_back=Step(("proposed",), "taken_back"),
)
declare(
    "fundraising.period",
    "asked",
    close=Step(("asked",), "closed"),
    decline=Step(("asked",), "declined"),
    take_back=Step(("asked",), "taken_back"),
)
