"""What the network paid in: amounts and a bank's reference stay with the books, words go with the minutes."""

from delegation.personal_data import Datum, nothing

DATA: list[Datum] = [
    Datum("fundraising.networkcovernote", "text", "free_text", "minutes", export="no"),
    *nothing("fundraising.networkcover", "currency", "received_on", "bank_account", "bank_reference"),
]
