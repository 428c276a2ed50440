"""The form with which somebody gives: amount, address, name; the rest stands folded away. No account, nothing kept of
whoever leaves."""

import time
import uuid
from decimal import Decimal, InvalidOperation

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from delegation.figures import money_text
from delegation.forms.words import LineField
from delegation.money import exponent
from fundraising.currencies import maximum_units, minimum_units
from fundraising.forms.fields import LongText

SALT = "fundraising.give"
# Nobody reads and fills the form faster than this; a program does.
LEAST_SECONDS = 2


def read_units(text: str, currency: str) -> Decimal | None:
    """An amount as people type it (“25”, “$1,250.50”, “1 250,50”), in units of `currency`; None when it is none."""
    plain = "".join(text.split()).lstrip("$€£¥").replace("\u00a0", "")
    if "," in plain and "." in plain:
        # Whichever stands last is the decimal sign.
        thousands = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(thousands, "").replace(",", ".")
    elif plain.count(",") == 1 and len(plain) - plain.find(",") <= exponent(currency) + 1:
        plain = plain.replace(",", ".")
    plain = plain.replace(",", "")
    if not plain.isascii() or not plain.replace(".", "", 1).isdigit() or len(plain) > 12:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


class GiveForm(forms.Form):
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

    def __init__(self, *args, currency: str, to_pool: bool = False, **kwargs):
        self.currency = currency
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(code, code) for code in settings.CURRENCIES]
        if to_pool:
            for name in ("message", "show_name", "hide_amount", "is_family"):
                del self.fields[name]

    @staticmethod
    def fresh() -> dict:
        """First values of the two hidden fields: made when the form is drawn."""
        return {"form_token": uuid.uuid4(), "drawn": signing.dumps(int(time.time() * 10) / 10, salt=SALT)}

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
            self.add_error(
                "amount",
                _("“%(typed)s” is not an amount we can read. Write it in numbers, such as 25.") % {"typed": typed},
            )
            return
        if -units.as_tuple().exponent > exponent(self.currency):
            self.add_error("amount", _("This amount has more decimal places than its currency."))
            return
        self._within_limits(units, found)

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
            self.add_error(
                "amount",
                _("For a gift above %(amount)s, please write to us; we will find the best way together.")
                % {"amount": _said(most, self.currency)},
            )
        else:
            found["money"] = Money(units, self.currency)

    def _refuse_programs(self, found):
        if found.get("website") or _age_of(found.get("drawn", "")) < LEAST_SECONDS:
            self.add_error(None, _("That went too fast for us to tell you from a program. Please send it once more."))


def _age_of(drawn: str) -> float:
    """Seconds since the form was drawn; 0 for a mark that is not ours."""
    try:
        return time.time() - float(signing.loads(drawn, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return 0


def _said(units: int, currency: str) -> str:
    return money_text(units * 10 ** exponent(currency), currency)
