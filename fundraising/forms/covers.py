"""What the network paid in for a shortfall."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from delegation.forms.words import LineField
from fundraising.forms.fields import LongText
from fundraising.forms.sums import SumField, speak


class CoverForm(forms.Form):
    """`currencies`: those in which the network owes something."""

    currency = forms.ChoiceField(label=_("Currency"))
    amount = SumField(label=_("How much it paid in"), help_text=_("As it stands on the statement."))
    received_on = forms.DateField(label=_("Day on the statement"), widget=forms.DateInput)
    bank_reference = LineField(
        label=_("The bank’s reference"), max_length=80, help_text=_("As it stands on the statement. Each counts once.")
    )
    reason = LongText(
        label=_("What it covers"),
        max_length=600,
        help_text=_("Staff read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 600}),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, currencies: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(code, code) for code in currencies]
        asked = self.data.get("currency")
        speak(self, asked if asked in currencies else next(iter(currencies), SumField.currency))

    @staticmethod
    def fresh() -> dict:
        return {"form_token": uuid.uuid4()}
