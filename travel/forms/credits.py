"""The form of an airline credit."""

import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from delegation.forms.words import LineField
from delegation.models import Delegate
from fundraising.forms.give import read_units


class DelegateChoice(forms.ModelChoiceField):
    def label_from_instance(self, delegate):
        return str(delegate)


class CreditForm(forms.Form):
    airline = LineField(label=_("Airline"), max_length=60)
    amount = forms.CharField(
        label=_("Worth"), max_length=14, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in settings.CURRENCIES])
    expires_on = forms.DateField(label=_("Use it before"), widget=forms.DateInput(attrs={"type": "date"}))
    delegate = DelegateChoice(
        label=_("Held for"),
        queryset=Delegate.objects.none(),
        required=False,
        to_field_name="uuid",
        empty_label=_("Anybody"),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, delegates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegate"].queryset = delegates

    @staticmethod
    def fresh() -> dict:
        return {"form_token": uuid.uuid4(), "currency": settings.DEFAULT_CURRENCY}

    def clean(self):
        data = super().clean()
        if data.get("amount") and data.get("currency"):
            units = read_units(data["amount"], data["currency"])
            if units is None:
                self.add_error("amount", _("We cannot read this amount. Write it in numbers, such as 250."))
            else:
                data["worth"] = Money(units, data["currency"])
        return data
