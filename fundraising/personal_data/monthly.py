"""Monthly gifts, and the doors through which givers come back to them."""

from django.utils.translation import gettext_lazy as _

from delegation.personal_data import Datum, Keep, nothing

KEEP = {
    "door": Keep(
        _("An address somebody asked us to send a link to"),
        _("one day"),
        1,
    ),
}
DATA: list[Datum] = [
    Datum("fundraising.monthlygift", "language", "trace", "donor", erase="keep"),
    Datum("fundraising.monthlygift", "customer", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.monthlygift", "subscription", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.monthlygift", "paused_until", "money", "payment", erase="keep"),
    *nothing("fundraising.monthlygift", "currency", "mode"),
    Datum("fundraising.donation", "invoice", "money", "payment", export="no", erase="keep"),
    Datum("fundraising.donordoor", "address_key", "contact", "donor", export="no"),
    Datum("fundraising.doorrequest", "email", "contact", "door"),
]
