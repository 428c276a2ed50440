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
    "fundraising.fundtransfer",
    "proposed",
    decide=Step(("proposed",), "moved"),
    decline=Step(("proposed",), "declined"),
    take_back=Step(("proposed",), "taken_back"),
)
declare("fundraising.share", "sent", recall=Step(("sent",), "recalled"))
