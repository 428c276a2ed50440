from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delegation.forms.words import LineField
from delegation.models import Organisation
from fundraising.forms.offline import AppealChoice
from fundraising.forms.sums import SumField, speak
from fundraising.models import Appeal


class PledgeForm(forms.Form):
    """What a sponsor promised: of which gifts, how much, from when to when."""

    appeal = AppealChoice(
        label=_("Gifts to"), queryset=Appeal.objects.none(), to_field_name="uuid", required=False,
        empty_label=_("The pool"),
    )  # fmt: skip
    limit = SumField(label=_("At most, in all"))
    cap = SumField(label=_("At most of one gift"), required=False, help_text=_("Empty: all of it."))
    ratio_gives = forms.IntegerField(label=_("The sponsor gives"), min_value=1, max_value=10, initial=1)
    ratio_for = forms.IntegerField(label=_("for each"), min_value=1, max_value=10, initial=1)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput)
    organisation = forms.ModelChoiceField(
        label=_("Member organisation"), queryset=Organisation.objects.none(), to_field_name="uuid", required=False,
        empty_label=_("None"),
    )  # fmt: skip
    name = LineField(label=_("Who promised"), max_length=120)
    email = forms.EmailField(label=_("Address to ask"), help_text=_("The sum and how to pay go there."))
    language = forms.ChoiceField(label=_("Reads"), choices=settings.LANGUAGES)
    shown_name = LineField(
        label=_("Name on the page"), max_length=80, required=False, help_text=_("Empty: a friend of the delegation.")
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, currency: str, appeals, **kwargs):
        super().__init__(*args, **kwargs)
        speak(self, currency)
        self.fields["appeal"].queryset = appeals
        self.fields["organisation"].queryset = Organisation.objects.filter(ended_on__isnull=True)


class CountPaymentForm(forms.Form):
    gift = LineField(
        label=_("Number of its receipt"), max_length=40, help_text=_("Of a gift by card that keeps this promise.")
    )
