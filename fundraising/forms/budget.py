from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from delegation.errors import DomainError
from delegation.forms.words import LineField
from delegation.money import from_minor, to_minor
from fundraising.actions.budgets import LineInput
from fundraising.budget_template import EXTRAS, REGIONS, ROOMS
from fundraising.forms.fields import AmountField
from fundraising.models import BudgetLine


class FillForm(forms.Form):
    """What the template needs to know to be filled."""

    region = forms.ChoiceField(label=_("I fly from"), choices=list(REGIONS.items()), widget=forms.RadioSelect)
    room = forms.ChoiceField(
        label=_("I sleep in"), choices=list(ROOMS.items()), widget=forms.RadioSelect, initial="shared"
    )
    extras = forms.MultipleChoiceField(
        label=_("I also need"),
        choices=list(EXTRAS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class LineForm(forms.Form):
    """One line of the budget as typed. A line from the template keeps its unit and currency."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    label = LineField(label=_("Line"), max_length=80)
    quantity = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=400, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    each = AmountField(label=_("Each"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in settings.CURRENCIES], required=False)
    basis = forms.ChoiceField(label=_("Counted in"), choices=BudgetLine.Basis.choices, required=False)
    required = forms.BooleanField(label=_("Without it there is no journey"), required=False)
    note = LineField(label=_("Why it differs"), max_length=200, required=False)
    remove = forms.BooleanField(label=_("Remove this line"), required=False)

    def __init__(self, *args, line: BudgetLine | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line

    @property
    def is_blank(self) -> bool:
        """The empty row, for one more line."""
        return self.line is None and not (self.is_bound and self.has_changed())

    @property
    def is_removed(self) -> bool:
        return bool(self.cleaned_data.get("remove"))

    def clean(self):
        data = super().clean()
        each = data.get("each")
        if each is None:
            return data
        currency = self.line.each_currency if self.line and self.line.code else data.get("currency") or "USD"
        try:
            data["each_minor"] = to_minor(Money(each, currency))
        except DomainError as refusal:
            self.add_error("each", str(refusal.message))
        data["currency"] = currency
        return data

    def typed(self) -> LineInput:
        data = self.cleaned_data
        return LineInput(
            uuid=str(data["uuid"]) if data.get("uuid") else None,
            label=data["label"],
            quantity=data["quantity"],
            each_minor=data["each_minor"],
            currency=data["currency"],
            basis=data.get("basis") or "once",
            required=bool(data.get("required")),
            note=data.get("note", ""),
        )


class BaseLines(forms.BaseFormSet):
    """The budget's rows and one empty row to add another. `lines` gives each row its stored line."""

    def __init__(self, *args, lines=(), currency="USD", **kwargs):
        self.by_uuid = {str(line.uuid): line for line in lines}
        self.currency = currency
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index):
        kwargs = super().get_form_kwargs(index)
        if index is None:
            return kwargs
        if self.is_bound:
            uuid = self.data.get(f"{self.prefix}-{index}-uuid", "")
        else:
            rows = self.initial or []
            uuid = str(rows[index]["uuid"]) if index < len(rows) else ""
        return {**kwargs, "line": self.by_uuid.get(uuid)}

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if form.line is None:
            form.fields["currency"].initial = self.currency
            form.fields["basis"].initial = BudgetLine.Basis.ONCE
            # A new row that nobody wrote in is not wrong.
            form.empty_permitted = True
            form.use_required_attribute = False
        return form

    def rows(self) -> list[LineForm]:
        """The rows to keep, in order, without the empty one."""
        return [f for f in self.forms if not f.is_blank and not f.is_removed]

    def clean(self):
        """A row ticked for removal needs nothing else."""

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self._errors:
            for i, form in enumerate(self.forms):
                if form.data.get(form.add_prefix("remove")):
                    self._errors[i] = form._errors = form.error_class()
                    form.cleaned_data = {"remove": True}


Lines = forms.formset_factory(LineForm, formset=BaseLines, extra=1, max_num=41, absolute_max=60)


def lines_initial(lines) -> list[dict]:
    return [
        {
            "uuid": line.uuid,
            "label": line.label,
            "quantity": line.quantity,
            "each": plain_units(line.each_minor, line.each_currency),
            "currency": line.each_currency,
            "basis": line.basis,
            "required": line.required,
            "note": line.note,
        }
        for line in lines
    ]


def plain_units(minor: int, currency: str) -> str:
    """An amount as one would type it: 1240, 93.75."""
    amount = from_minor(minor, currency).amount
    return format(amount.quantize(1) if amount == amount.to_integral_value() else amount, "f")
