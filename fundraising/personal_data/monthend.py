"""Reconciliation and closed months: numbers of payments and figures; the words of a correction go with the minutes."""

from delegation.personal_data import Datum, nothing

DATA: list[Datum] = [
    Datum("fundraising.balanceline", "stripe_id", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.balanceline", "source", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.balanceline", "payment_intent", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.difference", "subject", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.correctionnote", "text", "free_text", "minutes", export="no"),
    *nothing("fundraising.balanceline", "category", "currency"),
    *nothing("fundraising.difference", "category", "currency"),
    *nothing("fundraising.correction", "currency"),
    *nothing("fundraising.reconciliation", "cursor", "figures", "error"),
    *nothing("fundraising.period", "month", "totals", "totals_hash"),
]
