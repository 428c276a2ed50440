"""Forms of advances, claims and stipends. What moves money carries a token made when it is drawn."""

import uuid
from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from delegation.figures import SIGNS
from delegation.forms.words import LineField
from delegation.models import Delegate
from delegation.money import from_minor
from fundraising.allowances.per_diem import FULL, MEALS, TRAVEL, CalendarDay
from fundraising.budget_template import shown_label
from fundraising.forms.fields import LongText
from fundraising.forms.give import read_units
from fundraising.models import BudgetLine, ClaimLine, Stipend
from fundraising.queries.book_words import MEAL_WORDS

ACCEPT = {"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}
KINDS = [
    ("receipt", gettext_lazy("Something I paid")),
    ("mileage", gettext_lazy("Miles in my own car")),
    ("fee", gettext_lazy("A bank or exchange fee")),
]


def words_field(label, help_text, *, required=False, rows=3):
    return LongText(
        label=label,
        required=required,
        max_length=600,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": 600}),
    )


class AmountText(forms.CharField):
    """An amount as people type it, in `currency`; answers Money, or None when it is empty and may be."""

    currency = "USD"

    def __init__(self, **kwargs):
        super().__init__(
            max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs
        )


def money_of(typed: str, currency: str) -> Money | None:
    """Raises ValidationError for what is no amount."""
    if not typed:
        return None
    units = read_units(typed, currency)
    if units is None:
        raise forms.ValidationError(
            _("“%(typed)s” is not an amount we can read. Write it in numbers, such as 93.75."), params={"typed": typed}
        )
    return Money(units, currency)


class BudgetLineChoice(forms.ModelChoiceField):
    def label_from_instance(self, line):
        return shown_label(line.code, line.label)


class LineForm(forms.Form):
    """One cost, made for a thumb: photo first."""

    photo = forms.FileField(
        label=gettext_lazy("Photo of the receipt"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 8 MB. The place and time hidden in the file are removed."),
        widget=forms.FileInput(attrs=ACCEPT),
    )
    receipt = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("What kind"), choices=KINDS, initial="receipt")
    amount = AmountText(
        label=gettext_lazy("Amount"),
        required=False,
        help_text=gettext_lazy("As it stands on the receipt. Leave it empty for miles."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(c, c) for c in settings.CURRENCIES])
    spent_on = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput)
    budget_line = BudgetLineChoice(
        label=gettext_lazy("Which line of your budget"),
        queryset=BudgetLine.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=gettext_lazy("I do not know"),
    )
    what = LineField(
        label=gettext_lazy("What it was"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("“Bus to the airport”. No names of people."),
    )
    miles = forms.DecimalField(
        label=gettext_lazy("Miles"), required=False, min_value=0, max_digits=6, decimal_places=1,
        help_text=gettext_lazy("Only for your own car, to a tenth of a mile."),
    )  # fmt: skip
    statement = AmountText(
        label=gettext_lazy("What your card was charged"),
        required=False,
        help_text=gettext_lazy(
            "If you paid by card in another currency, the statement’s figure is the one that counts."
        ),
    )
    statement_photo = forms.FileField(
        label=gettext_lazy("Photo of the card statement"),
        required=False,
        help_text=gettext_lazy("Only the line of this payment; cover the rest."),
        widget=forms.FileInput(attrs={"accept": ACCEPT["accept"]}),
    )
    statement_file = forms.UUIDField(required=False, widget=forms.HiddenInput)
    who = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, budget_lines, fund_currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fund_currency = fund_currency
        self.fields["budget_line"].queryset = budget_lines
        self.fields["statement"].label = _("What your card was charged, in %(currency)s") % {"currency": fund_currency}

    def clean(self):
        data = super().clean()
        self._read("amount", data.get("currency") or self.fund_currency)
        self._read("statement", self.fund_currency)
        if data.get("kind") == "mileage":
            if not data.get("miles"):
                self.add_error("miles", _("Write how many miles it was."))
        elif data.get("kind") and data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Write what it cost."))
        return data

    def _read(self, name: str, currency: str) -> None:
        try:
            self.cleaned_data[name] = money_of(self.cleaned_data.get(name) or "", currency)
        except forms.ValidationError as wrong:
            self.add_error(name, wrong)


def line_initial(line: ClaimLine) -> dict:
    """A cost of the draft, as its form shows it again."""
    statement = line.statement_minor
    return {
        "kind": line.kind,
        "amount": "" if line.kind == "mileage" else str(from_minor(line.claimed_minor, line.currency).amount),
        "currency": line.currency,
        "spent_on": line.spent_on,
        "budget_line": line.budget_line.uuid if line.budget_line else None,
        "what": line.what,
        "miles": line.tenths_of_mile / 10 if line.tenths_of_mile else None,
        "receipt": line.receipt.uuid if line.receipt else None,
        "statement": str(from_minor(statement, line.claim.currency).amount) if statement is not None else "",
        "statement_file": line.statement_file.uuid if line.statement_file else None,
    }


class DayForm(forms.Form):
    """One day of the calendar: whether it was part of the journey, and which meals somebody else provided."""

    day = forms.DateField(widget=forms.HiddenInput)
    counts = forms.BooleanField(required=False)
    kind = forms.ChoiceField(
        choices=[(FULL, gettext_lazy("full day")), (TRAVEL, gettext_lazy("travel day"))], required=False
    )
    breakfast = forms.BooleanField(required=False)
    lunch = forms.BooleanField(required=False)
    dinner = forms.BooleanField(required=False)

    def meals(self):
        return [(self[meal], MEAL_WORDS[meal]) for meal in MEALS]

    def answer(self) -> CalendarDay | None:
        data = self.cleaned_data
        if not data["counts"]:
            return None
        return CalendarDay(data["day"], data["kind"] or FULL, frozenset(meal for meal in MEALS if data[meal]))


MOST_DAYS = 40
Days = forms.formset_factory(DayForm, extra=0, max_num=MOST_DAYS, absolute_max=MOST_DAYS)


class SpanForm(forms.Form):
    """From which day to which the calendar runs."""

    first = forms.DateField(label=gettext_lazy("The day you left home"), widget=forms.DateInput)
    last = forms.DateField(label=gettext_lazy("The day you came home"), widget=forms.DateInput)

    def clean(self):
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("You came home before you left."))
        elif first and last and last - first >= timedelta(days=MOST_DAYS):
            self.add_error("last", _("The calendar holds at most %(n)s days.") % {"n": MOST_DAYS})
        return data


class SendForm(forms.Form):
    note = words_field(
        gettext_lazy("Anything we should know"), gettext_lazy("Why a receipt is missing, for example. Staff read it.")
    )


class AnswerForm(forms.Form):
    note = words_field(gettext_lazy("Your answer"), gettext_lazy("Whoever asked reads it."), required=True)


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=gettext_lazy("Another photo"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 8 MB."),
        widget=forms.FileInput(attrs=ACCEPT),
    )


class TokenForm(forms.Form):
    """What moves money, or asks for it, is sent once however often it is clicked."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)
    currency = "USD"

    @staticmethod
    def fresh() -> dict:
        return {"form_token": uuid.uuid4()}

    def clean_amount(self):
        return money_of(self.cleaned_data["amount"], self.currency)


class AdvanceForm(TokenForm):
    amount = AmountText(label=gettext_lazy("How much"))
    cost_on = forms.DateField(
        label=gettext_lazy("First day you need it for"),
        help_text=gettext_lazy("It is paid at most 30 days before."),
        widget=forms.DateInput,
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day it is for"),
        help_text=gettext_lazy("Usually the day you come home. The days for your receipts count from here."),
        widget=forms.DateInput,
    )
    note = words_field(gettext_lazy("What it is for"), gettext_lazy("In a sentence. Staff read it."))

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["amount"].widget.attrs["data-affix"] = SIGNS.get(currency, currency)


class HandBackForm(TokenForm):
    amount = AmountText(label=gettext_lazy("How much came back"))
    received_on = forms.DateField(label=gettext_lazy("Day on the statement"), widget=forms.DateInput)
    bank_reference = LineField(
        label=gettext_lazy("The bank’s reference"),
        max_length=64,
        help_text=gettext_lazy("As it stands on the statement. Each counts once."),
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency


class NoteForm(forms.Form):
    note = words_field(
        gettext_lazy("Note to the traveller"), gettext_lazy("Needed when you decline. The traveller reads it.")
    )


class DecideForm(forms.Form):
    """A claim line by line: what is approved, and why not all of it."""

    note = words_field(
        gettext_lazy("Note to the traveller"), gettext_lazy("Your question, or why something is not approved.")
    )
    last = forms.BooleanField(
        label=gettext_lazy("Nothing more comes for these lines"),
        required=False,
        help_text=gettext_lazy("What was held for them and is not needed is free again."),
    )

    def __init__(self, *args, lines, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines, self.currency = list(lines), currency
        reasons = [("", _("all of it")), *ClaimLine.Reason.choices]
        for line in self.lines:
            self.fields[f"amount-{line.uuid}"] = AmountText(label=_("Approved"), required=False)
            self.fields[f"reason-{line.uuid}"] = forms.ChoiceField(
                label=_("If not all of it: why"), choices=reasons, required=False
            )

    def amount_of(self, line):
        return self[f"amount-{line.uuid}"]

    def reason_of(self, line):
        return self[f"reason-{line.uuid}"]

    def clean(self):
        data = super().clean()
        for line in self.lines:
            name = f"amount-{line.uuid}"
            try:
                data[name] = money_of((data.get(name) or "").strip(), self.currency)
            except forms.ValidationError as wrong:
                self.add_error(name, wrong)
        return data


class FigureForm(forms.Form):
    amount = AmountText(label=gettext_lazy("Figure on the card statement"))
    photo = forms.FileField(
        label=gettext_lazy("Photo of the statement"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT["accept"]}),
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_amount(self):
        return money_of(self.cleaned_data["amount"], self.currency)


class DelegateChoice(forms.ModelChoiceField):
    def label_from_instance(self, delegate):
        return str(delegate.person)


class StipendForm(TokenForm):
    delegate = DelegateChoice(
        label=gettext_lazy("For whom"),
        queryset=Delegate.objects.none(),
        to_field_name="uuid",
        empty_label=gettext_lazy("Choose"),
    )
    reason = forms.ChoiceField(label=gettext_lazy("For what"), choices=Stipend.Reason.choices)
    amount = AmountText(label=gettext_lazy("Amount"))

    def __init__(self, *args, delegates, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegate"].queryset = delegates
        self.currency = currency


class AgreeForm(forms.Form):
    wording_version = forms.CharField(max_length=20, widget=forms.HiddenInput)
    understood = forms.BooleanField(
        label=gettext_lazy("I have read that this is taxable income of mine, and I want it"),
        error_messages={"required": gettext_lazy("Tick this only if you have read it and want it.")},
    )
