"""Forms that move money from the pool. Each carries a token made when it is drawn, so that sending twice is once."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from fundraising.forms.give import read_units
from fundraising.models import Allocation, Fund


class FundChoice(forms.ModelChoiceField):
    def label_from_instance(self, fund):
        return str(fund.delegate)


class ProposeForm(forms.Form):
    fund = FundChoice(label=_("For whom"), queryset=Fund.objects.none(), to_field_name="uuid", empty_label=_("Choose"))
    amount = forms.CharField(
        label=_("Amount"),
        max_length=14,
        help_text=_("In the pool's currency."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=Allocation.Reason.choices)
    note = forms.CharField(
        label=_("Note for the minutes"),
        required=False,
        max_length=600,
        help_text=_("What whoever decides should know. Staff read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, funds, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["fund"].queryset = funds

    @staticmethod
    def fresh() -> dict:
        return {"form_token": uuid.uuid4()}

    def clean_amount(self) -> Money:
        typed = self.cleaned_data["amount"]
        units = read_units(typed, self.currency)
        if units is None:
            raise forms.ValidationError(
                _("“%(typed)s” is not an amount we can read. Write it in numbers, such as 250."),
                params={"typed": typed},
            )
        return Money(units, self.currency)


class DecisionForm(forms.Form):
    note = forms.CharField(
        label=_("Note for the minutes"),
        required=False,
        max_length=600,
        help_text=_("Needed when you decline. Otherwise only if there is something to add."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )


class ResendForm(forms.Form):
    form_token = forms.UUIDField(widget=forms.HiddenInput)
