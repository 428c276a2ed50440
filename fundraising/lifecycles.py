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
declare("fundraising.share", "sent", recall=Step(("sent",), "recalled"))
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
