"""Forms of the giver's own door: asking for a link, and what a giver changes about a monthly gift."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from delegation.figures import SIGNS
from delegation.money import from_minor
from fundraising.actions.monthly import today
from fundraising.forms.give import read_units


class FindForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("The address your receipts go to."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write the address your receipts go to."),
            "invalid": gettext_lazy("This is not an address mail can reach, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self):
        email = self.cleaned_data["email"]
        if "\x00" in email:
            raise forms.ValidationError(_("This does not look like an e-mail address."))
        return email


class PauseForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Pause until"),
        help_text=gettext_lazy("Nothing is taken before this day. Then it goes on by itself."),
        error_messages={"required": gettext_lazy("Choose the day on which it goes on.")},
        widget=forms.DateInput,
    )

    @staticmethod
    def fresh(gift) -> dict:
        """Two months, or less where the gift ends before."""
        until, last = today() + timedelta(days=61), gift.ends_on
        return {"until": min(until, max(last - timedelta(days=1), today() + timedelta(days=1))) if last else until}


class ChangeForm(forms.Form):
    amount = forms.CharField(
        label=gettext_lazy("Each month from now on"),
        max_length=14,
        error_messages={"required": gettext_lazy("Write how much each month.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    cover_fees = forms.BooleanField(label=gettext_lazy("Cover the card fee as well"), required=False)

    def __init__(self, *args, currency: str, **kwargs):
        self.currency = currency
        super().__init__(*args, **kwargs)
        self.fields["amount"].widget.attrs["data-affix"] = SIGNS.get(currency, currency)

    @staticmethod
    def of(gift) -> dict:
        """The form's first values: what is given now."""
        units = from_minor(gift.amount_minor - gift.fee_cover_minor, gift.currency).amount.normalize()
        return {"amount": f"{units:f}", "cover_fees": bool(gift.fee_cover_minor)}

    def clean_amount(self) -> Money:
        typed = self.cleaned_data["amount"]
        units = read_units(typed, self.currency)
        if units is None:
            raise forms.ValidationError(
                _("“%(typed)s” is not an amount we can read. Write it in numbers, such as 25."),
                params={"typed": typed},
            )
        return Money(units, self.currency)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language of our mails"), choices=settings.LANGUAGES)


class StopForm(forms.Form):
    """A button; nothing to fill."""
