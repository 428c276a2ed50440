"""Receipts and statements: figures and numbers stay with the books; the name on them stands apart and is blanked."""

from delegation.personal_data import Datum, nothing

DATA: list[Datum] = [
    Datum("fundraising.receipt", "charged_on", "money", "payment", erase="keep"),
    Datum("fundraising.receipt", "goods_description", "money", "payment", erase="keep"),
    *nothing("fundraising.receipt", "series", "currency", "template_version", "issuer"),
    *nothing("fundraising.receiptseries", "series"),
    Datum("fundraising.printedname", "name", "name", "donor", erase="blank"),
    Datum("fundraising.yearstatementline", "given_on", "money", "payment", erase="keep"),
    *nothing("fundraising.yearstatement", "currency", "series", "until", "content_hash", "template_version", "issuer"),
]
