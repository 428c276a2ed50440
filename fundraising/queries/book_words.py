"""Words for what stands in the books and for what was recorded of a gift or an allocation."""

from django.utils.translation import gettext_lazy as _

from fundraising.models import Account

ENTRY_WORDS = {
    "gift_settled": _("Gift arrived"),
    "fee_known": _("Card fee"),
    "stripe_unplaced": _("Held apart"),
    "gift_placed": _("Found its gift"),
    "stripe_placed": _("Placed, giver not known"),
    "suspense_returned": _("Sent back"),
    "suspense_refilled": _("Held apart again"),
    "refund_made": _("Given back"),
    "refund_failed": _("Refund came back to us"),
    "dispute_taken": _("Taken by a dispute"),
    "dispute_reinstated": _("Dispute given back"),
    "dispute_fee": _("Fee of a dispute"),
    "dispute_fee_returned": _("Fee of a dispute given back"),
    "stripe_fee_charged": _("Fee of Stripe"),
    "payout_sent": _("Payout left Stripe"),
    "payout_arrived": _("Payout in the bank account"),
    "payout_returned": _("Payout sent back to Stripe"),
    "payout_bounced": _("Payout left the bank account again"),
    "payout_drawn": _("Taken back by Stripe"),
    "network_covered": _("Paid in by the network"),
    "gift_received": _("Gift arrived at the bank"),
    "gift_bounced": _("Gift came back unpaid"),
    "bank_unplaced": _("Held apart"),
    "bank_placed": _("Found its gift"),
    "bank_unplaced_returned": _("Sent back"),
    "allocation_allocated": _("Allocation"),
    "offer_made": _("Offered"),
    "offer_accepted": _("Offer accepted"),
    "offer_lapsed": _("Offer back in the pool"),
    "surplus_moved": _("Surplus moved"),
    "withdrawal_moved": _("Moved on: does not travel"),
    "fund_redirected": _("Moved by decision"),
    "carried_on": _("Kept for the next delegation"),
    "advance_paid": _("Advance paid"),
    "advance_accounted": _("Advance accounted for"),
    "advance_handed_back": _("Advance handed back"),
    "stipend_paid": _("Stipend paid"),
    "stripe_corrected_up": _("Corrected to what Stripe holds"),
    "stripe_corrected_down": _("Corrected to what Stripe holds"),
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
    "replace_donation": _("Received as another gift"),
    "hold_apart": _("Held apart"),
    "refuse_other_mode": _("Refused: money of another mode"),
    "fee_borne_by_pool": _("The pool bore part of the fee"),
    "fee_borne_by_network": _("The network bore part of the fee"),
    "resend_receipt": _("Receipt sent again"),
    "convert_donation": _("Charged in another currency, being settled"),
    "request_refund": _("Refund asked for"),
    "approve_refund": _("Refund agreed to"),
    "refuse_refund": _("Refund refused"),
    "overtake_refund": _("Request overtaken by another refund"),
    "send_refund": _("Refund sent to Stripe"),
    "reject_refund": _("Refund refused by Stripe"),
    "succeed_refund": _("Refund made"),
    "fail_refund": _("Refund did not reach the card"),
    "refund_from_dashboard": _("Refund begun in Stripe’s dashboard"),
    "refund_made_borne_by_pool": _("The pool bore part of the refund"),
    "refund_made_borne_by_network": _("The network bore part of the refund"),
    "dispute_opened": _("Dispute opened"),
    "dispute_changed": _("Dispute: new state"),
    "dispute_taken_borne_by_pool": _("The pool bore part of the dispute"),
    "dispute_taken_borne_by_network": _("The network bore part of the dispute"),
    "dispute_fee_borne_by_network": _("The network bore the fee of the dispute"),
    "given_back_twice": _("Given back and disputed as well: answer the bank"),
    "fraud_warned": _("The card’s bank suspects fraud"),
    "void_receipt": _("Receipt made void"),
    "reissue_receipt": _("Receipt made anew"),
    "follow_returns": _("Receipt follows what was given back"),
    "state_goods": _("What was received for it stated"),
    "make_statement": _("Statement made"),
    "resend_statement": _("Statement sent again"),
    "show_message": _("Message put on the page"),
    "hide_message": _("Message left out"),
    "record_offlinegift": _("Recorded"),
    "confirm_offlinegift": _("Confirmed"),
    "decline_offlinegift": _("Declined"),
    "take_back_offlinegift": _("Taken back"),
    "bounce_offlinegift": _("Came back unpaid"),
    "bounce_borne_by_pool": _("The pool bore part of the loss"),
    "bounce_borne_by_network": _("The network bore part of the loss"),
    "open_deposit": _("Begun"),
    "fill_deposit": _("Changed"),
    "count_deposit": _("Counted"),
    "reopen_deposit": _("Opened again"),
    "confirm_deposit": _("Confirmed"),
    "record_matchpledge": _("Recorded"),
    "agree_matchpledge": _("Agreed"),
    "decline_matchpledge": _("Declined"),
    "end_matchpledge": _("Ended"),
    "ask_matchpledge": _("Sponsor asked"),
    "count_matchpledge": _("A gift counted towards it"),
    "offer_in_kind": _("Offered"),
    "record_inkindoffer": _("Recorded"),
    "accept_inkindoffer": _("Accepted"),
    "decline_inkindoffer": _("Declined"),
    "use_inkindoffer": _("Used"),
    "release_inkindoffer": _("Not used"),
    "propose_allocation": _("Proposed"),
    "decide_allocation": _("Allocated"),
    "decline_allocation": _("Declined"),
    "take_back_allocation": _("Taken back"),
    "stop_giving": _("Form switched off"),
    "allow_giving": _("Form switched on"),
    "slow_giving": _("Form slowed: cards failed in bulk"),
    "open_round": _("Opened"),
    "simulate_round": _("Simulated"),
    "propose_round": _("Proposed"),
    "decide_round": _("Decided, offers made"),
    "decline_round": _("Declined"),
    "take_back_round": _("Taken back"),
    "make_offer": _("Offered"),
    "accept_offer": _("Accepted by the delegate"),
    "counter_offer": _("The delegate asked for another amount"),
    "decline_offer": _("Declined by the delegate"),
    "keep_offer": _("Offered once more"),
    "suggest_offer": _("Another amount suggested"),
    "replace_offer": _("Replaced by another offer"),
    "withdraw_offer": _("Withdrawn"),
    "lapse_offer": _("Not answered in time"),
    "propose_transfer": _("Proposed"),
    "decide_transfer": _("Moved"),
    "decline_transfer": _("Declined"),
    "take_back_transfer": _("Taken back"),
    "begin_monthly_gift": _("Begun"),
    "pause_monthly_gift": _("Paused by the giver"),
    "resume_monthly_gift": _("Goes on, by the giver"),
    "go_on_monthly_gift": _("The pause is over"),
    "change_monthly_gift": _("Another amount, by the giver"),
    "cancel_monthly_gift": _("Stopped"),
    "run_out_monthly_gift": _("Ended by itself"),
    "fall_behind_monthly_gift": _("A month did not go through"),
    "recover_monthly_gift": _("The month went through after all"),
    "change_at_stripe_monthly_gift": _("Another amount, set at Stripe"),
    "rest_at_stripe_monthly_gift": _("Paused at Stripe"),
    "end_at_stripe_monthly_gift": _("An end was set at Stripe"),
    "last_day_back_monthly_gift": _("Its last day is the one agreed, whatever was set at Stripe"),
    "redirect_monthly_gift": _("Helps the pool from now on"),
    "resend_link_monthly_gift": _("Link sent again"),
    "follow_review_monthly_gift": _("The last day moved with the review"),
    "tell_monthly_gift": _("Stripe was told"),
    "taken_after_end_monthly_gift": _("A month was taken after the end: look whether it goes back"),
    "another_amount_monthly_gift": _("A month of another amount arrived"),
    "stray_subscription_monthly_gift": _("The page was paid twice; the second was ended"),
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
    "difference_found": _("Found"),
    "clear_difference": _("Agrees now"),
    "resolve_difference": _("Resolved"),
    "recheck_difference": _("Stripe asked again"),
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
NOTICE_WORDS = {
    "fundraising.refund_made": _("Mail: given back"),
    "fundraising.refund_failed": _("Mail: the refund did not arrive"),
}
DISPUTE_WORDS = {
    "warning_needs_response": _("inquiry, answer it"),
    "warning_under_review": _("inquiry, the bank reads the answer"),
    "warning_closed": _("inquiry closed"),
    "needs_response": _("open, answer it"),
    "under_review": _("the bank reads the answer"),
    "won": _("won"),
    "lost": _("lost"),
    "prevented": _("prevented"),
}
PAYOUT_WORDS = {
    "pending": _("about to leave"),
    "in_transit": _("on its way"),
    "paid": _("in the bank account"),
    "failed": _("sent back"),
    "canceled": _("called off"),
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


# Lines of the statement of activities.
ACTIVITY_WORDS = {
    "gifts_card": _("Gifts by card or bank debit"),
    "gifts_other": _("Gifts that did not come through Stripe"),
    "gifts_placed": _("Held apart, then placed"),
    "bounced": _("Cheques that came back"),
    "refunds": _("Given back"),
    "disputes": _("Taken by disputes"),
    "carried": _("From or to another delegation"),
    "moved": _("Moved within the delegation"),
    "other": _("Other"),
    "travel": _("Travel costs"),
    "stipends": _("Stipends"),
    "fees": _("Card and dispute fees"),
}
CATEGORY_WORDS = {
    "charge": _("payment"),
    "refund": _("refund"),
    "refund_failure": _("refund that came back"),
    "dispute": _("dispute"),
    "dispute_reversal": _("dispute given back"),
    "payout": _("payout"),
    "payout_reversal": _("payout that came back"),
    "fee": _("fee of Stripe's own"),
    "other_adjustment": _("adjustment"),
}


def account_words(code: str) -> str:
    return str(Account.Code(code).label)


def activity_words(name: str) -> str:
    return str(ACTIVITY_WORDS[name])


def category_words(name: str) -> str:
    """Stripe's category of a line; one we have no word for as Stripe writes it."""
    return str(CATEGORY_WORDS.get(name, name.replace("_", " ")))


def entry_words(kind: str) -> str:
    """A kind of entry in words; a reversal says so."""
    plain = kind.removesuffix("_reversed")
    words = str(ENTRY_WORDS.get(plain, plain.replace("_", " ")))
    return f"{words}, {_('reversed')}" if plain != kind else words


def dispute_words(status: str) -> str:
    """A dispute's state in words; one nobody listed in Stripe's own."""
    return str(DISPUTE_WORDS.get(status, status.replace("_", " ")))


def payout_words(status: str) -> str:
    return str(PAYOUT_WORDS.get(status, status.replace("_", " ")))


def verb_words(verb: str) -> str:
    name = verb.rpartition(".")[2]
    return str(VERB_WORDS.get(name, name.replace("_", " ").capitalize()))


# Stripe's own words for why a bank takes money back, or suspects that it will.
BANK_REASONS = {
    "bank_cannot_process": _("the bank could not process it"),
    "check_returned": _("a cheque came back"),
    "credit_not_processed": _("a refund was promised and did not come"),
    "customer_initiated": _("the giver told the bank"),
    "debit_not_authorized": _("the debit was not allowed"),
    "duplicate": _("charged twice"),
    "fraudulent": _("the holder says it was not them"),
    "general": _("no reason given"),
    "incorrect_account_details": _("wrong account details"),
    "insufficient_funds": _("not enough money in the account"),
    "noncompliant": _("against the rules of the card"),
    "product_not_received": _("nothing was received"),
    "product_unacceptable": _("not as described"),
    "subscription_canceled": _("the monthly gift had been stopped"),
    "unrecognized": _("the holder does not recognise it"),
    "card_never_received": _("the card never reached its holder"),
    "fraudulent_card_application": _("the card was applied for by somebody else"),
    "made_with_counterfeit_card": _("a copied card"),
    "made_with_lost_card": _("a lost card"),
    "made_with_stolen_card": _("a stolen card"),
    "misc": _("no reason given"),
    "unauthorized_use_of_card": _("somebody else used the card"),
}


def bank_reason_words(code: str) -> str:
    """In words; a code Stripe adds later stands as it is, without its underscores."""
    return str(BANK_REASONS.get(code, code.replace("_", " ")))
