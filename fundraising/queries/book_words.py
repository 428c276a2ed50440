"""Words for what stands in the books and for what was recorded of a gift or an allocation."""

from django.utils.translation import gettext_lazy as _

from fundraising.models import Account

ENTRY_WORDS = {
    "gift_settled": _("Gift arrived"),
    "fee_known": _("Card fee"),
    "stripe_unplaced": _("Held apart"),
    "stripe_placed": _("Found its gift"),
    "suspense_returned": _("Sent back"),
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
    "allocation_allocated": _("Allocation"),
    "surplus_moved": _("Surplus moved"),
    "withdrawal_moved": _("Moved on: does not travel"),
    "fund_redirected": _("Moved by decision"),
    "carried_on": _("Kept for the next delegation"),
    "stripe_corrected_up": _("Corrected to what Stripe holds"),
    "stripe_corrected_down": _("Corrected to what Stripe holds"),
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
    "show_message": _("Message put on the page"),
    "hide_message": _("Message left out"),
    "propose_allocation": _("Proposed"),
    "decide_allocation": _("Allocated"),
    "decline_allocation": _("Declined"),
    "take_back_allocation": _("Taken back"),
    "propose_transfer": _("Proposed"),
    "decide_transfer": _("Moved"),
    "decline_transfer": _("Declined"),
    "take_back_transfer": _("Taken back"),
    "difference_found": _("Found"),
    "clear_difference": _("Agrees now"),
    "resolve_difference": _("Resolved"),
    "recheck_difference": _("Stripe asked again"),
}
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
