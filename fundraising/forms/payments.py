"""Forms of what becomes of a payment. Each carries a token made when it is drawn, so that sending twice is once."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from fundraising.forms.give import read_units
from fundraising.models import Fund, Refund


class RefundForm(forms.Form):
    amount = forms.CharField(
        label=_("Amount"),
        max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=Refund.Reason.choices)
    note = forms.CharField(
        label=_("Note for the file"),
        required=False,
        max_length=600,
        help_text=_("Needed for a decision of the staff. Staff read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, currency: str, **kwargs):
        self.currency = currency
        super().__init__(*args, **kwargs)

    @staticmethod
    def fresh(**values) -> dict:
        return {"form_token": uuid.uuid4(), **values}

    def clean_amount(self) -> Money:
        typed = self.cleaned_data["amount"]
        units = read_units(typed, self.currency)
        if units is None:
            raise forms.ValidationError(
                _("“%(typed)s” is not an amount we can read. Write it in numbers, such as 250."),
                params={"typed": typed},
            )
        return Money(units, self.currency)


class RefundDecisionForm(forms.Form):
    note = forms.CharField(
        label=_("Note for the file"),
        required=False,
        max_length=600,
        help_text=_("Needed when you refuse."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 600}),
    )


class PlaceChoice(forms.ModelChoiceField):
    def label_from_instance(self, fund):
        return str(fund)


class PlaceForm(forms.Form):
    fund = PlaceChoice(
        label=_("Where it belongs"), queryset=Fund.objects.none(), to_field_name="uuid", empty_label=_("Choose")
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, funds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = funds


class TokenForm(forms.Form):
    form_token = forms.UUIDField(widget=forms.HiddenInput)
