"""Gifts that do not come through Stripe: what the bank wrote, what people noted, and what stays with the books."""

from django.utils.translation import gettext_lazy as _

from delegation.personal_data import Datum, Keep, nothing

KEEP = {
    "bank_words": Keep(
        _("What a bank wrote beside a payment: a name, a message"),
        _("two years, so that a payment can be found; then the amount and the bank's reference stay"),
        730,
    ),
    "offline_minutes": Keep(
        _("Notes about a gift by cheque, transfer or cash"), _("seven years, with the books"), 7 * 365
    ),
    "offline_gift": Keep(
        _("How a gift reached the bank: cheque number, sponsor or employer"),
        _("seven years, since the receipt must be provable"),
        7 * 365,
    ),
    "in_kind": Keep(
        _("A thing somebody offered instead of money, and what they wrote about it"),
        _("seven years after it was used; an offer that came to nothing, one year"),
        7 * 365,
    ),
}

DATA: list[Datum] = [
    Datum("fundraising.offlinegift", "sponsor_name", "trace", "offline_gift", erase="blank"),
    Datum("fundraising.offlinegift", "cheque_number", "money", "offline_gift", erase="blank"),
    Datum("fundraising.offlinegift", "bank_reference", "money", "offline_gift", erase="keep"),
    Datum("fundraising.offlinegift", "given_on", "money", "offline_gift", erase="keep"),
    Datum("fundraising.offlinegift", "shown_name", "name", "gift_words", erase="blank"),
    Datum("fundraising.offlinegift", "goods_description", "money", "offline_gift", erase="keep"),
    *nothing("fundraising.offlinegift", "currency"),
    Datum("fundraising.offlinenote", "text", "free_text", "offline_minutes"),
    *nothing("fundraising.deposit", "currency", "deposited_on", "bank_account", "bank_reference"),
    # the bank's statement
    Datum("fundraising.banklinetext", "name", "name", "bank_words"),
    Datum("fundraising.banklinetext", "words", "free_text", "bank_words"),
    *nothing("fundraising.bankline", "account", "reference", "fingerprint", "booked_on", "currency"),
    *nothing("fundraising.bankuse", "account", "reference", "currency"),
    *nothing("fundraising.bankstatement", "account", "currency", "sha256"),
    # matches
    Datum("fundraising.matchpledge", "shown_name", "name", "gift_words", erase="blank"),
    *nothing("fundraising.matchpledge", "currency", "starts_on", "ends_on"),
    # in kind
    Datum("fundraising.inkindoffer", "description", "free_text", "in_kind", erase="blank"),
    *nothing("fundraising.inkindoffer", "line_code", "currency"),
    Datum("fundraising.inkindnote", "text", "free_text", "in_kind"),
]
