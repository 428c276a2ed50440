"""An amount as people type it, in a currency the form knows; as Money."""

from django import forms
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.money import exponent
from fundraising.forms.give import read_units


class SumField(forms.CharField):
    """Cleans to Money of `currency`, set by the form; None when it is optional and empty."""

    currency = "USD"

    def __init__(self, **kwargs):
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=16, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        units = read_units(typed, self.currency)
        if units is None or -units.as_tuple().exponent > exponent(self.currency):
            raise forms.ValidationError(
                _("“%(typed)s” is not an amount we can read. Write it in numbers, such as 250."),
                params={"typed": typed},
            )
        return Money(units, self.currency)


def speak(form: forms.Form, currency: str) -> None:
    """All sums of a form are in this currency."""
    for field in form.fields.values():
        if isinstance(field, SumField):
            field.currency = currency
