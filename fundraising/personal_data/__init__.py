"""Personal data of the money side. The books hold none: amounts, dates and numbers stay, the words beside them go."""

from django.utils.translation import gettext_lazy as _

from delegation.personal_data import Datum, Keep, nothing
from fundraising.personal_data import (
    claims,
    covers,
    giving,
    monthend,
    monthly,
    offline,
    payments,
    receipts,
    rounds,
    spending,
    transfers,
)

KEEP = {
    "appeal": Keep(
        _("Your appeal: story, picture, how you are named, and its versions"),
        _("90 days after the accounts of the journey are closed; the page itself goes as soon as you close it"),
        90,
    ),
    "review_words": Keep(
        _("What a reviewer wrote to you about your appeal"),
        _("90 days after the accounts of the journey are closed"),
        90,
    ),
    "minutes": Keep(_("Notes for the minutes of an allocation"), _("seven years, with the books"), 7 * 365),
    "donor": Keep(
        _("A giver's address and name, for the receipt"),
        _("seven years after the gift, since the receipt must be provable; then blanked, the amount stays"),
        7 * 365,
    ),
    "gift_words": Keep(
        _("What a giver lets the page show: a name, a message"),
        _("until the giver says so, at the latest 90 days after the accounts of the journey are closed"),
        90,
    ),
    "payment": Keep(
        _("Numbers of a payment at Stripe, and the last four digits of the card"),
        _("seven years, with the books"),
        7 * 365,
    ),
    **offline.KEEP,
    **claims.KEEP,
    "checkout": Keep(_("What Stripe was asked for a payment page: amounts and numbers"), _("90 days"), 90),
}


def _text_of(model: str, *more: Datum) -> list[Datum]:
    return [
        Datum(model, "title", "free_text", "appeal"),
        Datum(model, "lede", "free_text", "appeal"),
        Datum(model, "story", "free_text", "appeal"),
        Datum(model, "in_geneva", "free_text", "appeal"),
        Datum(model, "shown_name", "name", "appeal"),
        Datum(model, "region", "journey", "appeal"),
        Datum(model, "language", "trace", "appeal"),
        *more,
    ]


DATA: list[Datum] = [
    # appeals
    *_text_of("fundraising.appealdraft"),
    *_text_of("fundraising.versiontext", Datum("fundraising.versiontext", "budget", "money", "appeal")),
    Datum("fundraising.reviewnote", "text", "free_text", "review_words"),
    Datum("fundraising.photo", "image", "name", "appeal"),
    Datum("fundraising.photo", "alt", "free_text", "appeal"),
    Datum("fundraising.appealupdate", "title", "free_text", "appeal"),
    Datum("fundraising.appealupdate", "text", "free_text", "appeal"),
    *nothing("fundraising.appealslug", "slug"),
    *nothing("fundraising.appealversion", "content_hash", "currency"),
    *nothing("fundraising.share", "code"),
    # budgets
    Datum("fundraising.budgetline", "label", "free_text", "appeal"),
    Datum("fundraising.budgetline", "note", "free_text", "appeal"),
    *nothing("fundraising.budgetline", "code", "each_currency", "source", "source_as_of", "confidence"),
    *nothing("fundraising.budget", "currency"),
    *nothing("fundraising.planningrate", "currency", "quote", "rate", "as_of", "source"),
    # funds
    Datum("fundraising.allocationnote", "text", "free_text", "minutes"),
    *nothing("fundraising.fund", "currency"),
    *nothing("fundraising.allocation", "currency"),
    # gifts
    Datum("fundraising.donor", "email", "contact", "donor", erase="blank"),
    Datum("fundraising.donor", "name", "name", "donor", erase="blank"),
    Datum("fundraising.donor", "language", "trace", "donor", erase="blank"),
    Datum("fundraising.donationnote", "shown_name", "name", "gift_words"),
    Datum("fundraising.donationnote", "message", "free_text", "gift_words"),
    Datum("fundraising.donation", "card_last4", "money", "payment", erase="blank"),
    Datum("fundraising.donation", "language", "trace", "donor", erase="keep"),
    Datum("fundraising.donation", "payment_intent", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.donation", "charge", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.donation", "balance_transaction", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.donation", "goods_description", "money", "payment", erase="keep"),
    *nothing("fundraising.donation", "currency", "settled_currency", "mode"),
    Datum("fundraising.checkoutattempt", "params", "money", "checkout", export="no"),
    Datum("fundraising.checkoutattempt", "session_id", "money", "checkout", export="no"),
    Datum("fundraising.checkoutattempt", "url", "money", "checkout", export="no"),
    *nothing("fundraising.checkoutattempt", "idempotency_key"),
    # inbox and books: ids of payments and figures, no words
    Datum("fundraising.stripeevent", "object_id", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.stripeevent", "payment_intent", "money", "payment", export="no", erase="keep"),
    *nothing("fundraising.stripeevent", "event_id", "type", "api_version", "body_sha256", "error"),
    *nothing("fundraising.account", "currency"),
    *nothing("fundraising.journalentry", "kind", "key", "about_kind"),
    *nothing("fundraising.journalline", "currency"),
    *nothing("fundraising.bookscheck", "red"),
    *payments.DATA,
    *offline.DATA,
    *claims.DATA,
]

for _area in (covers, giving, monthend, monthly, receipts, rounds, spending, transfers):
    KEEP |= getattr(_area, "KEEP", {})
    DATA += _area.DATA
