"""Forms about receipts: making one void, making one anew, and what somebody got for a gift."""

from django import forms
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from delegation.forms.words import LineField
from fundraising.forms.give import read_units
from fundraising.models import ReceiptVoid

# Money that went back is followed by itself; a person has the other reasons.
REASONS = [choice for choice in ReceiptVoid.Reason.choices if choice[0] != "returned"]


class VoidForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why it no longer holds"), choices=REASONS)


class ReissueForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why it is made anew"), choices=REASONS)
    name = LineField(
        label=_("Name on the receipt"),
        max_length=120,
        required=False,
        help_text=_("As the donor writes it. The new receipt names the one it replaces."),
    )


class GoodsForm(forms.Form):
    description = LineField(
        label=_("What they received"),
        max_length=160,
        required=False,
        help_text=_("Such as: two places at the dinner. Empty when they received nothing."),
    )
    value = forms.CharField(
        label=_("What it was worth"),
        max_length=14,
        required=False,
        help_text=_("In good faith, in the gift's currency: what it would cost elsewhere, not what it cost us."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_value(self) -> Money | None:
        typed = self.cleaned_data["value"]
        if not typed.strip():
            return None
        units = read_units(typed, self.currency)
        if units is None:
            raise forms.ValidationError(
                _("“%(typed)s” is not an amount we can read. Write it in numbers, such as 250."),
                params={"typed": typed},
            )
        return Money(units, self.currency)
