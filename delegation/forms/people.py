from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from delegation.actions.consents import CONSENTS
from delegation.forms.words import LineField
from delegation.models import Delegate, Organisation, RoleGrant


class ApplyForm(forms.Form):
    name_used = LineField(
        label=_("Name to use"),
        max_length=80,
        help_text=_("What we call you. It need not be the name in your passport."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    region = LineField(
        label=_("Where you live"),
        max_length=60,
        help_text=_("The state or part of the country. A town is more than we need."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Your organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None, or not on this list"),
    )
    other_organisation = LineField(label=_("If it is not on the list, its name"), max_length=160, required=False)
    theme = LineField(
        label=_("What you work on"), max_length=120, help_text=_("One line, such as: housing, or water and land.")
    )
    why = forms.CharField(
        label=_("Why you want to go"),
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you would bring to Geneva. Only the people who decide read it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(ended_on__isnull=True)
        for purpose, words in CONSENTS.items():
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=words.label,
                help_text=words.words,
                required=words.required,
                error_messages={"required": _("Without this we cannot work with you on a journey.")},
            )

    def clean(self):
        data = super().clean()
        if data.get("organisation") and data.get("other_organisation"):
            self.add_error("other_organisation", _("Choose one from the list or type one, not both."))
        return data

    @property
    def consent_fields(self):
        return [self[name] for name in self.fields if name.startswith("consent_")]

    def consents(self) -> list[str]:
        return [purpose for purpose in CONSENTS if self.cleaned_data.get(f"consent_{purpose}")]


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Only the person who signs in with this address can use the link."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES, initial="en")


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=lambda: [(code, capfirst(words)) for code, words in Delegate.DeclineReason.choices],
        widget=forms.RadioSelect,
        help_text=_("The person reads this sentence after signing in."),
        error_messages={"required": _("Choose a reason. The person reads it.")},
    )
    note = forms.CharField(
        label=_("Note for the team"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person does not read it here, and may ask to see it."),
    )


class GrantForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of their account"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=RoleGrant.Role.choices)


class ProfileForm(forms.Form):
    name_used = LineField(
        label=_("Name to use"), max_length=80, help_text=_("What we call you, on pages of the team and in mails.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class SealedForm(forms.Form):
    """What is stored is never sent to the browser: an empty field keeps it, the box removes it."""

    legal_name = LineField(
        label=_("Name as in your passport"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = LineField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TelInput(attrs={"autocomplete": "off"}),
        help_text=_("With the code of the country, such as +1 202 555 0143."),
    )
    remove_legal_name = forms.BooleanField(label=_("Delete the stored name"), required=False)
    remove_phone = forms.BooleanField(label=_("Delete the stored number"), required=False)

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and (sum(c.isdigit() for c in phone) < 6 or set(phone) - set("+0123456789 ()-./x")):
            raise forms.ValidationError(_("This does not look like a telephone number. Digits, spaces and + are fine."))
        return phone

    def clean(self):
        data = super().clean()
        for field in ("legal_name", "phone"):
            if data.get(field) and data.get(f"remove_{field}"):
                self.add_error(field, _("You typed a new one and asked to delete it. Choose one of the two."))
        return data

    def changes(self) -> dict[str, str]:
        data = self.cleaned_data
        return {f: data[f] for f in ("legal_name", "phone") if data[f] or data[f"remove_{f}"]}
