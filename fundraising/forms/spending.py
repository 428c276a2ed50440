"""Forms of payees, costs and payments. Those that move money carry a token drawn with the form."""

import uuid

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from djmoney.money import Money

from delegation.forms.words import LineField
from fundraising.bankfiles.details import BankDetails
from fundraising.budget_template import shown_label
from fundraising.forms.give import read_units
from fundraising.models import BudgetLine, Commitment, Method, Payee

CURRENCIES = [(code, code) for code in settings.CURRENCIES]
_AMOUNT = {"inputmode": "decimal", "autocomplete": "off"}
_OFF = {"autocomplete": "off"}


def _day(**kwargs):
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), initial=timezone.localdate, **kwargs)


class Tokened(forms.Form):
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    @staticmethod
    def fresh() -> dict:
        return {"form_token": uuid.uuid4()}


class AmountForm(forms.Form):
    """A sum as people type it; `money()` reads it in the currency chosen, or in the form's own."""

    amount = forms.CharField(
        label=_("Amount"), max_length=14, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )
    fixed_currency = settings.DEFAULT_CURRENCY

    def clean(self):
        data = super().clean()
        currency = data.get("currency") or self.fixed_currency
        if "amount" in data:
            units = read_units(data["amount"], currency)
            if units is None:
                self.add_error("amount", _("We cannot read this amount. Write it in numbers, such as 250."))
            else:
                data["money"] = Money(units, currency)
        return data


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note for the minutes"),
        required=False,
        max_length=600,
        help_text=_("Needed when you decline. Otherwise only if there is something to add."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )


class FailForm(NoteForm):
    note = forms.CharField(
        label=_("What the bank statement shows"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )


# -- payees -----------------------------------------------------------------------------------------
class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return str(row)


class PayeeForm(Tokened):
    kind = forms.ChoiceField(
        label=_("Who it is"), choices=lambda: [(code, capfirst(words)) for code, words in Payee.Kind.choices]
    )
    label = LineField(label=_("Name staff know them by"), max_length=120, widget=forms.TextInput(attrs=_OFF))
    delegate = PersonChoice(
        label=_("The delegate, if it is one"), queryset=None, required=False, to_field_name="uuid", empty_label=_("No")
    )

    def __init__(self, *args, delegates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegate"].queryset = delegates

    def clean(self):
        data = super().clean()
        if data.get("delegate") and data.get("kind") != "person":
            self.add_error("kind", _("A delegate is a person."))
        return data


class DetailsForm(Tokened):
    """Where to pay. What is stored is never sent to the browser: every version is typed anew and whole."""

    method = forms.ChoiceField(
        label=_("How we pay"), choices=lambda: [(code, capfirst(words)) for code, words in Method.choices]
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    holder = LineField(
        label=_("Account holder"),
        max_length=70,
        help_text=_("As the bank, the cheque or the sleeve has it."),
        widget=forms.TextInput(attrs=_OFF),
    )
    email = forms.EmailField(
        label=_("E-mail address for news of payments"),
        required=False,
        help_text=_("A change of these details is told to the address we had before."),
        widget=forms.EmailInput(attrs=_OFF),
    )
    routing = LineField(label=_("Routing number"), max_length=12, required=False, widget=forms.TextInput(attrs=_AMOUNT))
    account = LineField(label=_("Account number"), max_length=34, required=False, widget=forms.TextInput(attrs=_OFF))
    account_type = forms.ChoiceField(
        label=_("Kind of account"), choices=[("checking", _("Checking")), ("savings", _("Savings"))], required=False
    )
    iban = LineField(label=_("IBAN"), max_length=42, required=False, widget=forms.TextInput(attrs=_OFF))
    bic = LineField(label=_("BIC"), max_length=14, required=False, widget=forms.TextInput(attrs=_OFF))
    bank = LineField(label=_("Name of the bank"), max_length=70, required=False, widget=forms.TextInput(attrs=_OFF))
    card = LineField(
        label=_("Number on the card's sleeve"),
        max_length=40,
        required=False,
        help_text=_("Never the card's own number."),
        widget=forms.TextInput(attrs=_OFF),
    )
    street = LineField(label=_("Street and number"), max_length=70, required=False, widget=forms.TextInput(attrs=_OFF))
    postcode = LineField(label=_("Post code"), max_length=16, required=False, widget=forms.TextInput(attrs=_OFF))
    town = LineField(label=_("Town"), max_length=35, required=False, widget=forms.TextInput(attrs=_OFF))
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=lambda: [("", _("Choose")), *((c.code, c.name) for c in countries)]
    )

    def details(self) -> BankDetails:
        data = self.cleaned_data
        values = {name: data.get(name) or "" for name in BankDetails.__dataclass_fields__}
        return BankDetails(**(values | {"account_type": values["account_type"] or "checking"}))


# -- costs ------------------------------------------------------------------------------------------
class LineChoice(forms.ModelChoiceField):
    def label_from_instance(self, line):
        return shown_label(line.code, line.label)


class CommitmentForm(AmountForm, Tokened):
    what = LineField(label=_("What it is"), max_length=120, help_text=_("In a line, such as: six nights near the UN."))
    purpose = forms.ChoiceField(
        label=_("Kind of cost"), choices=lambda: [(c, capfirst(w)) for c, w in Commitment.Purpose.choices]
    )
    currency = forms.ChoiceField(label=_("Currency of the cost"), choices=CURRENCIES)
    line = LineChoice(
        label=_("Budget line"), queryset=BudgetLine.objects.none(), required=False, to_field_name="uuid",
        empty_label=_("None of them"),
    )  # fmt: skip
    payee = PersonChoice(
        label=_("Who will be paid"), queryset=None, required=False, to_field_name="uuid", empty_label=_("Not known yet")
    )
    note = forms.CharField(
        label=_("Note for the minutes"),
        required=False,
        max_length=600,
        help_text=_("What whoever decides should know. Staff read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )

    def __init__(self, *args, fund, payees, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["payee"].queryset = payees
        if fund.delegate_id:
            self.fields["line"].queryset = BudgetLine.objects.filter(budget__delegate=fund.delegate_id)


class RaiseForm(AmountForm, Tokened):
    note = forms.CharField(
        label=_("Why it costs more"), max_length=600, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 600})
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fixed_currency = currency


# -- payments ---------------------------------------------------------------------------------------
class PayForm(AmountForm, Tokened):
    payee = PersonChoice(label=_("To whom"), queryset=None, to_field_name="uuid", empty_label=_("Choose"))
    currency = forms.ChoiceField(label=_("Currency they get"), choices=CURRENCIES)
    reference = LineField(
        label=_("Reference they read"),
        max_length=35,
        required=False,
        help_text=_("The bill's number, or its QR or creditor reference."),
        widget=forms.TextInput(attrs=_OFF),
    )
    note = forms.CharField(
        label=_("Note for the minutes"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 600}),
    )

    def __init__(self, *args, payees, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["payee"].queryset = payees


class AccountForm(forms.Form):
    account = forms.ChoiceField(label=_("From which account"))

    def __init__(self, *args, accounts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [(a.label, f"{a.label} ({a.currency})") for a in accounts]


class StatementForm(forms.Form):
    """What the bank statement says of one payment or of a batch."""

    reference = LineField(
        label=_("Reference on the statement"), max_length=60, required=False, widget=forms.TextInput(attrs=_OFF)
    )
    on = _day(label=_("Day on the statement"))


class SettleForm(StatementForm):
    booked = forms.CharField(
        label=_("What the bank took"), required=False, max_length=14, widget=forms.TextInput(attrs=_AMOUNT)
    )
    rate_source = LineField(
        label=_("Where the bank says so"), required=False, max_length=160, help_text=_("The statement, if left empty.")
    )

    def __init__(self, *args, currency: str, is_converted: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency
        if not is_converted:
            del self.fields["booked"], self.fields["rate_source"]

    def clean_booked(self) -> Money | None:
        typed = self.cleaned_data["booked"]
        units = read_units(typed, self.currency) if typed else None
        if units is None:
            raise forms.ValidationError(_("We cannot read this amount. Write it in numbers, such as 250."))
        return Money(units, self.currency)


class ReturnForm(AmountForm, StatementForm, Tokened):
    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fixed_currency = currency


class PaymentChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, payment):
        return str(payment.payee)


class BatchForm(AccountForm, Tokened):
    payments = PaymentChoices(
        label=_("Payments"), queryset=None, to_field_name="uuid", widget=forms.CheckboxSelectMultiple, required=False
    )
    pay_on = _day(label=_("Day to pay on"))

    def __init__(self, *args, payments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["payments"].queryset = payments
