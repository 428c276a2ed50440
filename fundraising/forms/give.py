"""The form with which somebody gives: amount, address, name; the rest stands folded away. No account, nothing kept of
whoever leaves."""

import math
import re
import time
import unicodedata
import uuid
from decimal import Decimal, InvalidOperation

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from djmoney.money import Money

from delegation.figures import money_text
from delegation.forms.words import LineField
from delegation.money import exponent
from fundraising.currencies import maximum_units, minimum_units
from fundraising.forms.fields import LongText

SALT = "fundraising.give"
# Nobody reads and fills the form faster than this; a program does.
LEAST_SECONDS = 2
# While cards fail in bulk on a page, everybody waits this long: little for a person, dear for a thousand tries.
PATIENT_SECONDS = 20


# How people write each currency beside a number; a sign of another one is another amount.
_SIGNS = {
    "USD": ("US$", "USD", "$"),
    "CHF": ("CHF", "SFR.", "SFR", "FR.", "FR"),
    "EUR": ("EUR", "€"),
    "GBP": ("GBP", "£"),
    "CAD": ("CA$", "C$", "CAD", "$"),
    "JPY": ("JPY", "JP¥", "¥", "円"),
}
# What comes near a limit of the database is no amount anybody means.
_MOST_SIGNS = 12


def read_units(text: str, currency: str) -> Decimal | None:
    """An amount as people type it (“25”, “$1,250.50”, “1 250,50”, “1’250.50”, “25 €”, “２５”), in units of `currency`;
    None when it is none, or when the sign beside it is another currency's."""
    plain = _plain_number(text, currency)
    if not plain.isascii() or not plain.replace(".", "", 1).isdigit() or len(plain) > _MOST_SIGNS:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def is_far_too_much(text: str, currency: str) -> bool:
    """Whether what was typed is a number, only longer than any amount we read."""
    plain = _plain_number(text, currency)
    return plain.isascii() and plain.replace(".", "", 1).isdigit() and len(plain.partition(".")[0]) > _MOST_SIGNS


def names_other_currency(text: str, currency: str) -> bool:
    """Whether what was typed is an amount, with the sign or the letters of another currency that we take."""
    others = [code for code in settings.CURRENCIES if code != currency]
    return read_units(text, currency) is None and any(read_units(text, code) is not None for code in others)


def _plain_number(text: str, currency: str) -> str:
    """Without sign, spaces and thousands, a point before the decimals; what is no number stays none."""
    narrow = unicodedata.normalize("NFKC", text).strip().upper()
    # Between digits the Swiss write an apostrophe.
    plain = re.sub(r"(?<=\d)['’](?=\d)", "", "".join(_without_sign(narrow, currency).split()))
    if "," in plain and "." in plain:
        # Whichever stands last is the decimal sign.
        thousands = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(thousands, "").replace(",", ".")
    elif plain.count(",") == 1 and len(plain) - plain.find(",") <= exponent(currency) + 1:
        plain = plain.replace(",", ".")
    return plain.replace(",", "")


def _without_sign(plain: str, currency: str) -> str:
    for sign in _SIGNS[currency]:
        if plain.startswith(sign):
            return plain.removeprefix(sign)
        if plain.endswith(sign):
            return plain.removesuffix(sign)
    return plain


class GiveForm(forms.Form):
    RHYTHMS = (("once", gettext_lazy("Once")), ("monthly", gettext_lazy("Each month")))
    rhythm = forms.ChoiceField(choices=RHYTHMS, required=False)
    amount = forms.CharField(label=gettext_lazy("Amount"), required=False, max_length=12)
    # Longer than any amount, so that too much is answered as the amount it is not.
    other = forms.CharField(label=gettext_lazy("Another amount"), required=False, max_length=200)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    # In which currency the amounts stood when the form was drawn: those were the ones the donor chose from.
    drawn_in = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)
    cover_fees = forms.BooleanField(label=gettext_lazy("Cover the card fee"), required=False)
    # The amount, in minor units, for which the fee was shown: it must be this one when the donor goes on.
    fee_shown_for = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("For the receipt, nothing else."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("We need your e-mail address for the receipt."),
            "invalid": gettext_lazy("This is not an address mail can reach, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = LineField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("For the receipt. Nobody else sees it unless you say so below."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    show_name = forms.BooleanField(
        label=gettext_lazy("Show my name on the page"),
        help_text=gettext_lazy("Otherwise you appear as “A friend”."),
        required=False,
    )
    message = LongText(
        label=gettext_lazy("A message for the page"),
        help_text=gettext_lazy("Everybody can read it, after one of us has. Leave it empty to say nothing."),
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 280}),
    )
    hide_amount = forms.BooleanField(label=gettext_lazy("Keep the amount private"), required=False)
    is_family = forms.BooleanField(
        label=gettext_lazy("I am the delegate, or close family"),
        help_text=gettext_lazy("Then the receipt says that the gift is not tax-deductible. The law asks for this."),
        required=False,
    )
    website = forms.CharField(required=False, max_length=200)
    form_token = forms.UUIDField(widget=forms.HiddenInput)
    drawn = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(
        self, *args, currency: str, to_pool: bool = False, slowed: bool = False, monthly: bool = True, **kwargs
    ):
        self.currency, self.slowed = currency, slowed
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(code, code) for code in settings.CURRENCIES]
        if not monthly:
            del self.fields["rhythm"]
        if to_pool:
            for name in ("message", "show_name", "hide_amount", "is_family"):
                del self.fields[name]

    @staticmethod
    def fresh() -> dict:
        """First values of the two hidden fields: made when the form is drawn."""
        return {"form_token": uuid.uuid4(), "drawn": signing.dumps(int(time.time() * 10) / 10, salt=SALT)}

    @property
    def is_monthly(self) -> bool:
        return self.cleaned_data.get("rhythm") == "monthly"

    def clean_email(self):
        email = self.cleaned_data["email"]
        if "\x00" in email:
            raise forms.ValidationError(_("This does not look like an e-mail address."))
        return email

    def clean(self):
        found = super().clean()
        if found.get("drawn_in") and found["drawn_in"] != self.currency:
            self.add_error(
                "amount",
                _("The amounts are in %(currency)s now. Look at yours once more.") % {"currency": self.currency},
            )
        self._read_amount(found)
        self._refuse_programs(found)
        return found

    def _read_amount(self, found):
        typed = (found.get("other") or "").strip() or (found.get("amount") or "").strip()
        if not typed:
            self.add_error("amount", _("Choose an amount, or write another one."))
            return
        units = read_units(typed, self.currency)
        if units is None:
            self.add_error("amount", self._unread(typed))
            return
        if -units.as_tuple().exponent > exponent(self.currency):
            self.add_error("amount", _("This amount has more decimal places than its currency."))
            return
        self._within_limits(units, found)

    def _unread(self, typed) -> str:
        if is_far_too_much(typed, self.currency):
            return self._too_much()
        if names_other_currency(typed, self.currency):
            return _(
                "“%(typed)s” is in another currency than the amounts here, %(currency)s. Choose yours below, or write "
                "the number alone."
            ) % {"typed": typed, "currency": self.currency}
        return _("“%(typed)s” is not an amount we can read. Write it in numbers, such as 25.") % {"typed": typed}

    def _within_limits(self, units, found):
        # Said here at the field; the action holds it again.
        least, most = minimum_units(self.currency), maximum_units(self.currency)
        if units < least:
            self.add_error(
                "amount",
                _("The smallest gift is %(amount)s; below that, most of it would go to card fees.")
                % {"amount": _said(least, self.currency)},
            )
        elif units > most:
            self.add_error("amount", self._too_much())
        else:
            found["money"] = Money(units, self.currency)

    def _too_much(self) -> str:
        return _("For a gift above %(amount)s, please write to us; we will find the best way together.") % {
            "amount": _said(maximum_units(self.currency), self.currency)
        }

    def _refuse_programs(self, found):
        age = _age_of(found.get("drawn", ""))
        if self.slowed and age < PATIENT_SECONDS and not self.errors:
            left = math.ceil(PATIENT_SECONDS - age)
            self.add_error(
                None,
                ngettext(
                    "Programs try stolen cards on this page just now, so it goes slowly. Nothing is lost: wait %(n)s "
                    "second, then send it once more.",
                    "Programs try stolen cards on this page just now, so it goes slowly. Nothing is lost: wait %(n)s "
                    "seconds, then send it once more.",
                    left,
                )
                % {"n": left},
            )
        if found.get("website") or age < LEAST_SECONDS:
            self.add_error(None, _("That went too fast for us to tell you from a program. Please send it once more."))


def _age_of(drawn: str) -> float:
    """Seconds since the form was drawn; 0 for a mark that is not ours."""
    try:
        return time.time() - float(signing.loads(drawn, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return 0


def _said(units: int, currency: str) -> str:
    return money_text(units * 10 ** exponent(currency), currency)
