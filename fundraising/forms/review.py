from django import forms
from django.utils.translation import gettext_lazy as _

from fundraising.forms.fields import LongText
from fundraising.models import Review

DECISIONS = [
    ("request_changes", _("Ask for changes")),
    ("approve", _("Approve")),
    ("decline", _("Decline")),
]


class DecisionForm(forms.Form):
    """One decision about the version the reviewer has read (`review` names it)."""

    decision = forms.ChoiceField(choices=DECISIONS, widget=forms.RadioSelect, label=_("Your decision"))
    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("Choose a reason")), *Review.DeclineReason.choices],
        help_text=_("Only when you decline. The author reads it."),
    )
    note = LongText(
        label=_("Note to the author"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    review = forms.UUIDField(widget=forms.HiddenInput)
