"""Forms of gifts by hand: recorded, confirmed, put into deposits."""

import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delegation.forms.words import LineField
from fundraising.forms.fields import LongText
from fundraising.forms.sums import SumField, speak
from fundraising.models import Appeal, Deposit, MatchPledge, OfflineGift


def note_field(help_text=None):
    return LongText(
        label=_("Note for the minutes"),
        required=False,
        max_length=600,
        help_text=help_text or _("Staff read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 600}),
    )


def fresh_token() -> dict:
    return {"form_token": uuid.uuid4()}


def accounts_of(currency: str) -> list[tuple[str, str]]:
    return [(name, name) for name, of_currency in settings.BANK_ACCOUNTS.items() if of_currency == currency]


class AppealChoice(forms.ModelChoiceField):
    def label_from_instance(self, appeal):
        return str(appeal.delegate)


class PledgeChoice(forms.ModelChoiceField):
    def label_from_instance(self, pledge):
        return f"{pledge} → {pledge.appeal.delegate if pledge.appeal else _('the pool')}"


class DepositChoice(forms.ModelChoiceField):
    def label_from_instance(self, deposit):
        return str(deposit)


class RecordGiftForm(forms.Form):
    source = forms.ChoiceField(label=_("How it came"), choices=OfflineGift.Source.choices)
    amount = SumField(label=_("Amount"), help_text=_("As the bank credits it."))
    given_on = forms.DateField(
        label=_("Day of the gift"),
        help_text=_("A cheque's postmark; otherwise the day it arrived. It decides the receipt's year."),
        widget=forms.DateInput,
    )
    appeal = AppealChoice(
        label=_("Would like to help"), queryset=Appeal.objects.none(), to_field_name="uuid", required=False,
        empty_label=_("The pool"),
    )  # fmt: skip
    name = LineField(label=_("From whom"), max_length=120, required=False, help_text=_("As on the receipt."))
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("The receipt goes there. Without one, print it and post it.")
    )
    language = forms.ChoiceField(label=_("Reads"), choices=settings.LANGUAGES)
    sponsor_name = LineField(
        label=_("Sponsor or employer"),
        max_length=120,
        required=False,
        help_text=_("Who sent the money of an advised fund, or which employer matched."),
    )
    cheque_number = LineField(label=_("Cheque number"), max_length=40, required=False)
    bank_reference = LineField(
        label=_("Bank reference"), max_length=80, required=False, help_text=_("If the money is in the bank already.")
    )
    deposit = DepositChoice(
        label=_("Goes to the bank in deposit"), queryset=Deposit.objects.none(), to_field_name="uuid", required=False,
        empty_label=_("Not yet"),
    )  # fmt: skip
    pledge = PledgeChoice(
        label=_("Keeps a promise to match"), queryset=MatchPledge.objects.none(), to_field_name="uuid",
        required=False, empty_label=_("No"),
    )  # fmt: skip
    shown_name = LineField(
        label=_("Name on the page"), max_length=80, required=False, help_text=_("Only if the giver wants it.")
    )
    is_family = forms.BooleanField(label=_("From the delegate or close family"), required=False)
    goods_description = LineField(
        label=_("What the giver received for it"), max_length=160, required=False, help_text=_("A dinner, a book.")
    )
    goods_value = SumField(label=_("Its value in good faith"), required=False)
    note = note_field(_("What whoever confirms should know. Staff read it, nobody else."))
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, currency: str, appeals, pledges, deposits, **kwargs):
        super().__init__(*args, **kwargs)
        speak(self, currency)
        self.fields["appeal"].queryset = appeals
        self.fields["pledge"].queryset = pledges
        self.fields["deposit"].queryset = deposits


class ConfirmGiftForm(forms.Form):
    bank_account = forms.ChoiceField(label=_("Bank account"), required=False)
    bank_reference = LineField(
        label=_("Bank reference"),
        max_length=80,
        required=False,
        help_text=_("As the bank's statement or deposit slip says. It is used once."),
    )
    note = note_field(_("Needed when you decline. Otherwise only if there is something to add."))

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bank_account"].choices = accounts_of(currency)


class BounceForm(forms.Form):
    bank_reference = LineField(
        label=_("Bank reference of the return"), max_length=80, help_text=_("The line with which the bank took it.")
    )
    note = note_field()


# -- deposits ------------------------------------------------------------------------------------------
class TokenForm(forms.Form):
    form_token = forms.UUIDField(widget=forms.HiddenInput)


class PutInForm(forms.Form):
    gifts = forms.ModelMultipleChoiceField(
        label=_("Gifts"), queryset=OfflineGift.objects.none(), to_field_name="uuid", required=True,
        error_messages={"required": _("Choose at least one gift.")},
    )  # fmt: skip

    def __init__(self, *args, gifts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gifts"].queryset = gifts


class CountForm(forms.Form):
    total = SumField(label=_("What you counted"), help_text=_("Count first, then compare with the list."))

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        speak(self, currency)


class ConfirmDepositForm(forms.Form):
    total = SumField(label=_("What the bank credited"))
    deposited_on = forms.DateField(label=_("On"), widget=forms.DateInput)
    bank_account = forms.ChoiceField(label=_("Bank account"), required=False)
    bank_reference = LineField(label=_("Bank reference"), max_length=80, help_text=_("On the deposit slip."))

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        speak(self, currency)
        self.fields["bank_account"].choices = accounts_of(currency)
