"""Forms for money that moves on, and for a giver's wish."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from fundraising.forms.allocations import FundChoice
from fundraising.forms.give import read_units
from fundraising.models import Fund, FundTransfer, Wish


class TargetChoice(FundChoice):
    def label_from_instance(self, fund):
        return str(fund.delegate) if fund.delegate else f"{fund} · {fund.delegation}"


class TransferForm(forms.Form):
    kind = forms.ChoiceField(label=_("Why it moves"), widget=forms.RadioSelect)
    target = TargetChoice(label=_("To"), queryset=Fund.objects.none(), to_field_name="uuid", empty_label=_("Choose"))
    amount = forms.CharField(
        label=_("Amount"),
        max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=FundTransfer.Reason.choices)
    note = forms.CharField(
        label=_("Note for the minutes"),
        required=False,
        max_length=600,
        help_text=_("What whoever decides should know. Staff read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, targets, kinds, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["target"].queryset = targets
        self.fields["kind"].choices = [(kind, capfirst(FundTransfer.Kind(kind).label)) for kind in kinds]

    def clean_amount(self) -> Money:
        typed = self.cleaned_data["amount"]
        units = read_units(typed, self.currency)
        if units is None:
            raise forms.ValidationError(
                _("“%(typed)s” is not an amount we can read. Write it in numbers, such as 250."),
                params={"typed": typed},
            )
        return Money(units, self.currency)


class WishForm(forms.Form):
    choice = forms.ChoiceField(label=_("What you would like"), choices=Wish.Choice.choices, widget=forms.RadioSelect)
