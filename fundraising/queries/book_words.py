"""Words for what stands in the books and for what was recorded of a gift or an allocation."""

from django.utils.translation import gettext_lazy as _

ENTRY_WORDS = {
    "gift_settled": _("Gift arrived"),
    "fee_known": _("Card fee"),
    "stripe_unplaced": _("Held apart"),
    "stripe_placed": _("Found its gift"),
    "allocation_allocated": _("Allocation"),
    "surplus_moved": _("Surplus moved"),
    "advance_paid": _("Advance paid"),
    "advance_accounted": _("Advance accounted for"),
    "advance_handed_back": _("Advance handed back"),
    "stipend_paid": _("Stipend paid"),
    "cost_approved": _("Held for a cost"),
    "commitment_released": _("Released"),
    "cost_paid": _("Cost paid"),
    "payment_returned": _("Payment came back"),
    "cost_returned": _("Cost given back"),
}
# The end of an audit verb, as people say it.
VERB_WORDS = {
    "settle_donation": _("Settled"),
    "wait_donation": _("The money is on its way"),
    "fail_donation": _("The bank said no"),
    "expire_donation": _("The page was left unpaid"),
    "hold_apart": _("Held apart"),
    "refuse_other_mode": _("Refused: money of another mode"),
    "fee_borne_by_pool": _("The pool bore part of the fee"),
    "fee_borne_by_network": _("The network bore part of the fee"),
    "resend_receipt": _("Receipt sent again"),
    "show_message": _("Message put on the page"),
    "hide_message": _("Message left out"),
    "propose_allocation": _("Proposed"),
    "decide_allocation": _("Allocated"),
    "decline_allocation": _("Declined"),
    "take_back_allocation": _("Taken back"),
    "draft_claim": _("Begun"),
    "edit_claim": _("Changed"),
    "submit_claim": _("Sent"),
    "take_back_claim": _("Taken back"),
    "flag_claim": _("Sent back with a question"),
    "answer_claim": _("Answered"),
    "approve_claim": _("Approved"),
    "part_approve_claim": _("Approved in part"),
    "decline_claim": _("Declined"),
    "settle_claim": _("Accounted for"),
    "pay_claim": _("Paid"),
    "reopen_claim": _("The bank sent the payment back"),
    "reopen_part_claim": _("The bank sent the payment back"),
    "propose_commitment": _("Proposed"),
    "approve_commitment": _("Approved, the money is held"),
    "decline_commitment": _("Declined"),
    "take_back_commitment": _("Taken back"),
    "release_commitment": _("Released"),
    "close_commitment": _("Closed, the rest is free"),
    "pay_part_commitment": _("Partly paid"),
    "pay_off_commitment": _("Paid"),
    "hold_commitment": _("Held again"),
    "hold_rest_commitment": _("Held again"),
    "prepare_disbursement": _("Prepared"),
    "approve_disbursement": _("Approved"),
    "void_disbursement": _("Approval void: the details changed"),
    "cancel_disbursement": _("Cancelled"),
    "send_disbursement": _("Marked as sent"),
    "doubt_disbursement": _("Sent or not: ask the bank"),
    "settle_disbursement": _("On the bank statement"),
    "fail_disbursement": _("Never left the bank"),
    "bounce_disbursement": _("Came back from the bank"),
    "record_return": _("Part of it was given back"),
    "create_batch": _("Gathered"),
    "approve_batch": _("Approved"),
    "void_batch": _("Approval void: a payment left it"),
    "cancel_batch": _("Taken apart"),
    "send_batch": _("Marked as sent"),
    "download_batch": _("File made"),
    "settle_batch": _("On the bank statement"),
}
MEAL_WORDS = {"breakfast": _("Breakfast"), "lunch": _("Lunch"), "dinner": _("Dinner")}
DAY_WORDS = {"full": _("full day"), "travel": _("travel day")}
WHY_WORDS = {
    "amount": _("another amount than the gift's"),
    "currency": _("another currency than the gift's"),
    "paid_twice": _("the gift was paid already"),
    "unknown": _("no gift of this name"),
}
ATTEMPT_WORDS = {
    "unsent": _("not opened"),
    "open": _("open"),
    "complete": _("completed"),
    "expired": _("left unpaid"),
    "refused": _("refused by Stripe"),
}
MAIL_WORDS = {
    "waiting": _("waits to be sent"),
    "sending": _("waits to be sent"),
    "sent": _("sent"),
    "failed": _("could not be sent"),
    "dropped": _("not sent"),
}
EVENT_WORDS = {
    "waiting": _("waits to be handled"),
    "done": _("handled"),
    "not_booked": _("not yet booked"),
    "failed": _("could not be handled"),
}


def entry_words(kind: str) -> str:
    """A kind of entry in words; a reversal says so."""
    plain = kind.removesuffix("_reversed")
    words = str(ENTRY_WORDS.get(plain, plain.replace("_", " ")))
    return f"{words}, {_('reversed')}" if plain != kind else words


def verb_words(verb: str) -> str:
    name = verb.rpartition(".")[2]
    return str(VERB_WORDS.get(name, name.replace("_", " ").capitalize()))
