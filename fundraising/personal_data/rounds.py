"""Rounds and offers: figures stay with the books, words and what was noted about a person go."""

from django.utils.translation import gettext_lazy as _

from delegation.personal_data import Datum, Keep, nothing

KEEP = {
    "criteria": Keep(
        _("What you told the staff so that the pool is shared fairly: other means, a first journey, how far you live"),
        _("90 days after the accounts of the journey are closed"),
        90,
    ),
    "offer_words": Keep(
        _("What you and the staff wrote to each other about money you were offered"),
        _("seven years, with the books"),
        7 * 365,
    ),
    "round": Keep(
        _("What the pool offered you, and the figures it was decided by: gaps, points, amounts, never your name"),
        _("seven years, with the books"),
        7 * 365,
    ),
}
DATA: list[Datum] = [
    Datum("fundraising.roundnote", "text", "free_text", "minutes", export="no"),
    Datum("fundraising.offernote", "text", "free_text", "offer_words"),
    Datum("fundraising.delegatecriteria", "other_means", "money", "criteria"),
    Datum("fundraising.delegatecriteria", "first_time", "journey", "criteria"),
    Datum("fundraising.delegatecriteria", "distance", "journey", "criteria"),
    Datum("fundraising.delegatecriteria", "only_from_region", "journey", "criteria"),
    Datum("fundraising.delegatecriteria", "only_on_theme", "belief", "criteria"),
    # Append-only: numbers and uuids, no words.
    Datum("fundraising.allocationround", "inputs", "money", "round", export="no", erase="keep"),
    Datum("fundraising.allocationround", "result", "money", "round", export="no", erase="keep"),
    Datum("fundraising.roundline", "gaps", "money", "round", erase="keep"),
    Datum("fundraising.roundline", "parts", "money", "round", erase="keep"),
    Datum("fundraising.roundline", "reason", "money", "round", erase="keep"),
    *nothing("fundraising.allocationround", "currency", "answer_by", "algorithm", "inputs_sha256", "result_sha256"),
    *nothing("fundraising.offer", "currency", "answer_by"),
]
