from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegation.forms.words import LineField


class RateForm(forms.Form):
    currency = forms.ChoiceField(label=_("Currency"))
    rate = forms.DecimalField(
        label=_("Rate"),
        max_digits=12,
        decimal_places=6,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    as_of = forms.DateField(label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    source = LineField(
        label=_("Source"),
        max_length=160,
        help_text=_("Where you read it, such as: Swiss National Bank, daily rate."),
    )

    def __init__(self, *args, quote="USD", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(c, c) for c in settings.CURRENCIES if c != quote]
        self.fields["rate"].help_text = _("How many %(quote)s one unit costs, such as 1.12.") % {"quote": quote}

    def clean_rate(self):
        rate = self.cleaned_data["rate"]
        if rate <= 0:
            raise forms.ValidationError(_("A rate is more than zero."))
        return rate

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day
