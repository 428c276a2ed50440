"""Forms of allocation rounds and offers."""

from datetime import timedelta
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from delegation.figures import SIGNS
from delegation.money import from_minor
from fundraising.actions.offers import today
from fundraising.actions.rounds import MOST_WEIGHT, Terms
from fundraising.forms.give import read_units
from fundraising.models import AllocationRound, DelegateCriteria
from fundraising.queries.round_words import CRITERIA, NOTED, POLICIES, RULES

UNREADABLE = _("“%(typed)s” is not an amount we can read. Write it in numbers, such as 250.")


class AmountField(forms.CharField):
    """An amount in the pool's currency as people type it. `currency` is set by the form."""

    currency = "USD"

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=14, widget=widget, **kwargs)

    def clean(self, value) -> Money | None:
        typed = super().clean(value)
        if not typed:
            return None
        units = read_units(typed, self.currency)
        if units is None:
            raise forms.ValidationError(UNREADABLE, params={"typed": typed})
        return Money(units, self.currency)


def _day_field(label, help_text="") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput)


class TermsForm(forms.Form):
    """What a round is simulated with."""

    amount = AmountField(label=_("To share out"), help_text=_("At most this much of the pool, in its currency."))
    cap = AmountField(
        label=_("Most for one person"), required=False, help_text=_("Empty: no limit. Nobody gets half a ticket.")
    )
    answer_by = _day_field(_("Last day to answer"), _("Then what was not accepted goes back to the pool."))
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    other_lines = forms.BooleanField(
        label=_("Pay lines a journey can do without, too"),
        required=False,
        help_text=_("Only after every required line that can be completed."),
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = self.fields["cap"].currency = currency
        for name, words in CRITERIA.items():
            widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": MOST_WEIGHT})
            self.fields[f"weight_{name}"] = forms.IntegerField(
                label=words, min_value=0, max_value=MOST_WEIGHT, widget=widget
            )

    def weight_fields(self):
        return [self[f"weight_{name}"] for name in CRITERIA]

    @staticmethod
    def initial_of(round_: AllocationRound | None, room_minor: int, currency: str) -> dict:
        """From the draft; for a new round, all the pool can give."""
        if round_ is None:
            blank = AllocationRound()
            days = timedelta(days=settings.OFFER_DAYS)
            first = {"amount": _typed(room_minor, currency), "answer_by": today() + days, "form_token": uuid4()}
            return first | {f"weight_{name}": weight for name, weight in blank.weights.items()}
        return {
            "amount": _typed(round_.amount_minor, currency),
            "cap": _typed(round_.cap_minor, currency) if round_.cap_minor else "",
            "answer_by": round_.answer_by,
            "other_lines": round_.other_lines,
            **{f"weight_{name}": weight for name, weight in round_.weights.items()},
        }

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(
            amount=data["amount"],
            cap=data["cap"],
            answer_by=data["answer_by"],
            other_lines=data["other_lines"],
            weights={name: data[f"weight_{name}"] for name in CRITERIA},
        )


def _typed(minor: int, currency: str) -> str:
    amount = from_minor(minor, currency).amount
    return f"{amount.to_integral_value():f}" if amount == amount.to_integral_value() else f"{amount:f}"


class ProposeRoundForm(forms.Form):
    policy = forms.ChoiceField(label=_("Which of the three"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Reason, for the minutes"),
        max_length=600,
        help_text=_("Why this rule and not another. Staff read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )
    # The figures the proposer looked at.
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["policy"].choices = list(POLICIES.items())
        self.fields["policy"].descriptions = RULES


class CriteriaForm(forms.ModelForm):
    class Meta:
        model = DelegateCriteria
        fields = ("other_means", "first_time", "distance", "only_from_region", "only_on_theme")
        labels = NOTED


class CounterForm(forms.Form):
    amount = AmountField(label=_("What you need instead"), help_text=_("Less or more than what is offered."))
    words = forms.CharField(
        label=_("What has changed"),
        max_length=600,
        help_text=_("A sentence is enough. The people who share out the pool read it."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = currency
        self.fields["amount"].widget.attrs["data-affix"] = SIGNS.get(currency, currency)


class KeepForm(forms.Form):
    answer_by = _day_field(_("Last day to answer"))
    note = forms.CharField(
        label=_("Words for the delegate"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )

    @staticmethod
    def fresh() -> dict:
        return {"answer_by": today() + timedelta(days=settings.OFFER_DAYS)}


class SuggestForm(forms.Form):
    amount = AmountField(label=_("Another amount"), help_text=_("A second person makes it an offer."))
    note = forms.CharField(
        label=_("Note for the minutes"),
        required=False,
        max_length=600,
        help_text=_("What whoever decides should know. Staff read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 600}),
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = currency


class ReplaceForm(forms.Form):
    answer_by = _day_field(_("Last day to answer"))
    note = forms.CharField(
        label=_("Words for the delegate"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 600}),
    )
    # The amount this person looked at, in minor units.
    suggested = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    note = forms.CharField(
        label=_("Reason, for the delegate"),
        max_length=600,
        help_text=_("The delegate reads it."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 600}),
    )
