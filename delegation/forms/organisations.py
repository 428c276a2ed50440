from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegation.forms.words import LineField
from delegation.models import Organisation


class OrganisationForm(forms.ModelForm):
    name = LineField(label=_("Name"), max_length=160)
    place = LineField(label=_("Place"), max_length=120, required=False)
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", help_text=_("With https:// at the start.")
    )

    class Meta:
        model = Organisation
        fields = ["name", "place", "country", "website", "is_member", "member_since", "is_accrediting"]
        labels = {
            "is_member": _("Member of the network"),
            "is_accrediting": _("Accredits delegates"),
            "member_since": _("Member since"),
            "country": _("Country"),
        }
        help_texts = {
            "member_since": _("A year, such as 2014."),
            "is_accrediting": _("Only NGOs in consultative status with ECOSOC may accredit people."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member_since"].min_value = 1900

    def clean_member_since(self):
        year = self.cleaned_data["member_since"]
        if year is not None and not 1900 <= year <= timezone.localdate().year:
            raise forms.ValidationError(_("A year between 1900 and this one."))
        return year

    def validate_unique(self):
        """The action says it, in our words."""


class ContactForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = LineField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="en")
    agreed_on = forms.DateField(
        label=_("Agreed on"),
        help_text=_("The day they said yes, in writing or by telephone."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_agreed_on(self):
        day = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        if day.year < 2000:
            raise forms.ValidationError(_("This day is too long ago to be right."))
        return day
