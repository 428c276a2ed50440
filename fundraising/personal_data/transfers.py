"""Money that moves on: who proposed and decided is staff; a giver's wish goes with the giver's words."""

from django.utils.translation import gettext_lazy as _

from delegation.personal_data import Datum, Keep, nothing

KEEP = {
    "wish": Keep(
        _("What a giver would like to happen with unspent money"),
        _("seven years, with the decision it was read for"),
        7 * 365,
    ),
}
DATA: list[Datum] = [
    Datum("fundraising.fundtransfernote", "text", "free_text", "minutes", export="no"),
    Datum("fundraising.wish", "choice", "money", "wish", erase="keep"),
    *nothing("fundraising.fundtransfer", "currency"),
]
