"""Advances, claims and stipends. A charity must be able to show what it paid for, so figures, days and receipts stay
seven years with the books; the words beside them go with the journey's other words."""

from django.utils.translation import gettext_lazy as _

from delegation.personal_data import Datum, Keep, nothing

KEEP = {
    "claim": Keep(
        _("What you claimed and were paid: days, amounts, and photos of receipts"),
        _("seven years, with the books; photos are sealed"),
        7 * 365,
    ),
    "claim_words": Keep(
        _("What you and the team wrote to each other about advances and claims"),
        _("90 days after the accounts of the journey are closed"),
        90,
    ),
}

DATA: list[Datum] = [
    Datum("fundraising.advance", "cost_on", "journey", "claim", erase="keep"),
    Datum("fundraising.advance", "ends_on", "journey", "claim", erase="keep"),
    *nothing("fundraising.advance", "currency", "account_by", "return_by"),
    *nothing("fundraising.advancecover", "currency"),
    Datum("fundraising.advancenote", "text", "free_text", "claim_words"),
    Datum("fundraising.handback", "received_on", "money", "claim", erase="keep"),
    Datum("fundraising.handback", "bank_reference", "money", "claim", export="no", erase="keep"),
    *nothing("fundraising.handback", "currency"),
    *nothing("fundraising.expenseclaim", "currency"),
    Datum("fundraising.receiptfile", "image", "journey", "claim", sealed=True, export="mask", erase="key"),
    Datum("fundraising.receiptfile", "sha256", "trace", "claim", export="no"),
    Datum("fundraising.claimline", "what", "free_text", "claim_words", erase="blank"),
    Datum("fundraising.claimline", "spent_on", "journey", "claim", erase="keep"),
    Datum("fundraising.claimline", "day_kind", "journey", "claim", erase="keep"),
    Datum("fundraising.claimline", "meals", "journey", "claim", erase="keep"),
    *nothing(
        "fundraising.claimline",
        "currency",
        "rate",
        "rate_on",
        "rate_source",
        "allowance_source",
        "allowance_as_of",
    ),
    Datum("fundraising.claimnote", "text", "free_text", "claim_words"),
    *nothing("fundraising.claimpart", "currency"),
    Datum("fundraising.stipend", "paid_on", "money", "claim", erase="keep"),
    *nothing("fundraising.stipend", "currency", "wording_version"),
]
