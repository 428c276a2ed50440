import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from delegation.figures import money_text
from delegation.money import from_minor
from fundraising.forms.spending import AmountForm, Tokened
from fundraising.models import Commitment


class HoldForm(AmountForm, Tokened):
    """What the whole booking costs; each traveller's fund holds an equal share."""

    currency = forms.ChoiceField(label=_("Currency of the cost"), choices=[(c, c) for c in settings.CURRENCIES])

    @staticmethod
    def of(booking) -> dict:
        first: dict = {"form_token": uuid.uuid4(), "currency": booking.price_currency or "USD"}
        if booking.price_minor is not None:
            price: Money = from_minor(booking.price_minor, booking.price_currency)
            first["amount"] = str(price.amount)
        return first


class CostChoice(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return f"{row} · {row.fund} · {money_text(row.amount_minor, row.currency)}"


class LinkForm(forms.Form):
    commitment = CostChoice(
        label=_("Which cost"), queryset=Commitment.objects.none(), to_field_name="uuid", empty_label=_("Choose")
    )

    def __init__(self, *args, costs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commitment"].queryset = costs
