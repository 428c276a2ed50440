"""Forms of the books: which month to look at, which file to save, how a difference is resolved."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from fundraising import months
from fundraising.models import Correction
from fundraising.queries.statements import HAPPENED, POSTED

FILES = {
    "trial_balance": _("Trial balance"),
    "fund_statement": _("Fund statement"),
    "activities": _("Statement of activities"),
    "general_ledger": _("General ledger"),
    "beancount": _("Whole ledger for beancount"),
}


class MonthField(forms.CharField):
    """`2026-10` as the first day of the month."""

    def clean(self, value):
        found = months.read_month(super().clean(value))
        if found is None:
            raise forms.ValidationError(_("Choose a month."))
        return found


class FileForm(forms.Form):
    what = forms.ChoiceField(label=_("File"), choices=list(FILES.items()))
    month = MonthField(label=_("Month"), max_length=7)
    by = forms.ChoiceField(choices=[(POSTED, POSTED), (HAPPENED, HAPPENED)], required=False)
    on = forms.DateField(required=False)


class CorrectionForm(forms.Form):
    way = forms.ChoiceField(label=_("How it is resolved"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Reason, for the minutes"),
        max_length=600,
        help_text=_("What you found at Stripe or in the books. Staff read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(way, Correction.Way(way).label) for way in ways]

    @staticmethod
    def fresh(ways) -> dict:
        return {"way": ways[0], "form_token": uuid.uuid4()}
