"""Forms of things instead of money: the public one, the staff's, and the decision."""

import time
import uuid

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegation.forms.words import LineField
from delegation.models import Delegate, Organisation
from fundraising.forms.fields import LongText
from fundraising.forms.offline import note_field
from fundraising.forms.sums import SumField, speak
from fundraising.models import BudgetLine, InKindOffer

SALT = "fundraising.in_kind"
LEAST_SECONDS = 2


class OfferForm(forms.Form):
    """What somebody offers, on a page that everybody may open."""

    kind = forms.ChoiceField(label=gettext_lazy("What you could give"), choices=InKindOffer.Kind.choices)
    description = LineField(
        label=gettext_lazy("Describe it in a line"),
        max_length=160,
        help_text=gettext_lazy("Such as “a return flight Oakland to Geneva” or “a room near the lake”. No value."),
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=90, initial=1,
        help_text=gettext_lazy("Tickets, rooms or nights."),
    )  # fmt: skip
    name = LineField(label=gettext_lazy("Your name"), max_length=120, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"), help_text=gettext_lazy("We answer there, within about two days."),
        max_length=254,
    )  # fmt: skip
    words = LongText(
        label=gettext_lazy("Anything we should know"),
        required=False,
        max_length=600,
        help_text=gettext_lazy("Dates, conditions. Only our staff read it."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )
    website = forms.CharField(required=False, max_length=200)
    form_token = forms.UUIDField(widget=forms.HiddenInput)
    drawn = forms.CharField(widget=forms.HiddenInput, max_length=80)

    @staticmethod
    def fresh() -> dict:
        return {"form_token": uuid.uuid4(), "drawn": signing.dumps(int(time.time() * 10) / 10, salt=SALT)}

    def clean(self):
        found = super().clean()
        if found.get("website") or _age_of(found.get("drawn", "")) < LEAST_SECONDS:
            self.add_error(None, _("That went too fast for us to tell you from a program. Please send it once more."))
        return found


def _age_of(drawn: str) -> float:
    try:
        return time.time() - float(signing.loads(drawn, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return 0


class RecordOfferForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What is offered"), choices=InKindOffer.Kind.choices)
    description = LineField(
        label=gettext_lazy("Described in a line"), max_length=160, help_text=gettext_lazy("As the thanks will name it.")
    )
    quantity = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=90, initial=1)
    delegate = forms.ModelChoiceField(
        label=gettext_lazy("For whom"), queryset=Delegate.objects.none(), to_field_name="uuid", required=False,
        empty_label=gettext_lazy("Whoever needs it"),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Member organisation"), queryset=Organisation.objects.none(), to_field_name="uuid",
        required=False, empty_label=gettext_lazy("None"),
    )  # fmt: skip
    name = LineField(label=gettext_lazy("From whom"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    language = forms.ChoiceField(label=gettext_lazy("Reads"), choices=settings.LANGUAGES)
    words = note_field()
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, delegates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegate"].queryset = delegates
        self.fields["organisation"].queryset = Organisation.objects.filter(ended_on__isnull=True)


class LineChoice(forms.ModelChoiceField):
    def label_from_instance(self, line):
        return f"{line.budget.delegate}: {line.label}"


class AcceptOfferForm(forms.Form):
    line = LineChoice(
        label=gettext_lazy("Covers the budget line"), queryset=BudgetLine.objects.none(), to_field_name="uuid",
        required=False, empty_label=gettext_lazy("None yet"),
        help_text=gettext_lazy("Its journey asks for that much less from then on."),
    )  # fmt: skip
    covers = SumField(
        label=gettext_lazy("Of what the line would have cost"),
        required=False,
        help_text=gettext_lazy("Empty: all of it. An estimate for the page, never a value for the giver."),
    )
    note = note_field()

    def __init__(self, *args, currency: str, lines, **kwargs):
        super().__init__(*args, **kwargs)
        speak(self, currency)
        self.fields["line"].queryset = lines


class NoteForm(forms.Form):
    note = note_field()
