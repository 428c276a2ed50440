from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from travel.forms.bookings import DateInput


class PassportForm(forms.Form):
    country = forms.ChoiceField(label=_("Country that issued it"))
    issued_on = forms.DateField(
        label=_("Issued on"),
        widget=DateInput(),
        help_text=_("On the photo page, often as “date of issue”."),
    )
    expires_on = forms.DateField(
        label=_("Valid until"), widget=DateInput(), help_text=_("On the photo page, often as “date of expiration”.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose a country")), *countries]
