"""Personal data of payees, costs and payments."""

from django.utils.translation import gettext_lazy as _

from delegation.personal_data import Datum, Keep, nothing

KEEP = {
    "payee": Keep(
        _("Where money was paid: holder, account, address"),
        _("seven years after the last payment, since a charity must show whom it paid; then the key is destroyed"),
        7 * 365,
    ),
    "cost_words": Keep(
        _("What a cost or payment was, in a line, and notes for the minutes"), _("seven years, with the books"), 7 * 365
    ),
}

DATA: list[Datum] = [
    Datum("fundraising.payee", "label", "name", "payee", erase="blank"),
    Datum("fundraising.payeedetails", "details", "money", "payee", sealed=True, export="mask", erase="key"),
    Datum("fundraising.payeedetails", "tail", "money", "payee", erase="keep"),
    Datum("fundraising.payeedetails", "fingerprint", "trace", "payee", export="no", erase="keep"),
    Datum("fundraising.payeedetails", "digest", "trace", "payee", export="no", erase="keep"),
    *nothing("fundraising.payeedetails", "currency"),
    Datum("fundraising.commitment", "what", "free_text", "cost_words", erase="blank"),
    Datum("fundraising.commitmentnote", "text", "free_text", "cost_words"),
    *nothing("fundraising.commitment", "currency", "original_currency", "rate", "rate_on", "rate_source"),
    Datum("fundraising.disbursement", "reference", "money", "cost_words", erase="keep"),
    Datum("fundraising.disbursement", "bank_reference", "money", "cost_words", export="no", erase="keep"),
    Datum("fundraising.disbursement", "return_reference", "money", "cost_words", export="no", erase="keep"),
    Datum("fundraising.disbursement", "settled_on", "money", "cost_words", erase="keep"),
    Datum("fundraising.disbursement", "returned_on", "money", "cost_words", erase="keep"),
    Datum("fundraising.disbursementnote", "text", "free_text", "cost_words"),
    *nothing(
        "fundraising.disbursement",
        "about_kind",
        "currency",
        "pay_currency",
        "rate",
        "rate_on",
        "rate_source",
        "approved_hash",
        "bank_account",
    ),
    *nothing("fundraising.paymentbatch", "currency", "bank_account", "pay_on", "approved_hash", "bank_reference"),
    *nothing("fundraising.bankfile", "name", "sha256"),
    Datum("fundraising.costreturn", "bank_reference", "money", "cost_words", export="no", erase="keep"),
    Datum("fundraising.costreturn", "arrived_on", "money", "cost_words", erase="keep"),
    *nothing("fundraising.costreturn", "currency", "bank_account"),
]
