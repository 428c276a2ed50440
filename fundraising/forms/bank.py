"""Forms of the bank's statement: a file, how to read it, and what a line is."""

import base64
import hashlib
from datetime import date

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from fundraising import bank_csv
from fundraising.forms.offline import accounts_of
from fundraising.models import BankLine

SALT = "fundraising.bank_statement"
WHY_UNREADABLE = {
    "size": _("This file is larger than a statement of a few months. Export fewer days."),
    "binary": _("This is no text file. Export the statement as CSV."),
    "rows": _("This file has too many lines. Export fewer days."),
    "columns": _("This file has too many columns for a statement."),
    "empty": _("There is no line in this file that we can read."),
    "broken": _("This file is not a CSV that we can read. Export it once more."),
}
MEANING_WORDS = {
    "date": _("Day"),
    "amount": _("Amount"),
    "credit": _("Money in"),
    "debit": _("Money out"),
    "reference": _("Reference"),
    "name": _("Name"),
    "words": _("Words"),
}


class StatementForm(forms.Form):
    account = forms.ChoiceField(label=_("Bank account"))
    file = forms.FileField(
        label=_("Statement as CSV"),
        help_text=_("As your bank exports it. You look at it before anything is stored."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = accounts_of(currency)

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > bank_csv.MOST_BYTES:
            raise forms.ValidationError(WHY_UNREADABLE["size"])
        content = file.read()
        try:
            self.table = bank_csv.read_table(content)
        except bank_csv.Unreadable as refusal:
            raise forms.ValidationError(WHY_UNREADABLE[refusal.why]) from None
        return content


def pack(content: bytes, account: str) -> str:
    """The file for a hidden field, signed: it is stored nowhere before somebody has looked at it."""
    body = {"c": base64.b85encode(content).decode(), "a": account}
    return signing.dumps(body, salt=SALT, compress=True)


class ReadingForm(forms.Form):
    """How the file is read: which column means what, how days and sums are written."""

    packed = forms.CharField(widget=forms.HiddenInput)
    date_format = forms.ChoiceField(label=_("Days are written"))
    decimal = forms.ChoiceField(
        label=_("Sums are written"), choices=[(bank_csv.POINT, "1,234.50"), (bank_csv.COMMA, "1.234,50")]
    )

    def __init__(self, *args, table: bank_csv.Table, **kwargs):
        super().__init__(*args, **kwargs)
        names = [
            (str(i), table.head[i] if i < len(table.head) and table.head[i] else _("Column %(n)s") % {"n": i + 1})
            for i in range(table.width)
        ]
        for meaning, words in MEANING_WORDS.items():
            self.fields[meaning] = forms.ChoiceField(
                label=words, choices=[("", "–"), *names], required=meaning == "date"
            )
        self.fields["date_format"].choices = [(pattern, said(pattern)) for pattern in bank_csv.DATE_FORMATS]

    @staticmethod
    def values_of(reading: bank_csv.Reading) -> dict:
        columns = {name: "" if place is None else str(place) for name, place in reading.columns.items()}
        return {**columns, "date_format": reading.date_format, "decimal": reading.decimal}

    def clean(self):
        found = super().clean()
        if not any(found.get(name) for name in ("amount", "credit", "debit")):
            self.add_error("amount", _("Say which column holds the amount."))
        return found

    @property
    def reading(self) -> bank_csv.Reading:
        found = self.cleaned_data
        columns = {name: int(found[name]) if found.get(name) else None for name in bank_csv.MEANINGS}
        return bank_csv.Reading(columns, found["date_format"], found["decimal"])


def said(pattern: str) -> str:
    """“%d.%m.%Y” as people say it: 31.12.2026."""
    return date(2026, 12, 31).strftime(pattern)


def unpack(packed: str) -> tuple[bytes, str]:
    """The file and its account. Raises signing.BadSignature for what we did not pack."""
    body = signing.loads(packed, salt=SALT, max_age=24 * 3600)
    return base64.b85decode(body["c"]), body["a"]


def digest(content: bytes, reading: bank_csv.Reading) -> str:
    """Of the file and of how it was read: the same again is the same statement."""
    return hashlib.sha256(content + repr(reading).encode()).hexdigest()


class MatchForm(forms.Form):
    what = forms.CharField(max_length=60)


class SetAsideForm(forms.Form):
    why = forms.ChoiceField(label=_("What it is"), choices=BankLine.Why.choices)
