from django import forms
from django.utils.translation import gettext_lazy as _

from delegation.models import Organisation
from travel.models import Waiver
from travel.readiness.requirements import REQUIREMENTS


class LetterForm(forms.Form):
    ngo = forms.ModelChoiceField(
        label=_("Organisation that writes the letter"),
        queryset=Organisation.objects.none(),
        to_field_name="uuid",
        empty_label=_("Choose an organisation"),
        help_text=_("Only organisations with ECOSOC status can name people for the UPR Working Group."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ngo"].queryset = Organisation.objects.filter(is_accrediting=True, ended_on__isnull=True)


class WaiverForm(forms.Form):
    requirement = forms.ChoiceField(label=_("Requirement"))
    reason = forms.ChoiceField(label=_("Why"), choices=Waiver.Reason.choices, widget=forms.RadioSelect)

    def __init__(self, *args, open_codes=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["requirement"].choices = [
            (r.code, r.label) for r in REQUIREMENTS if open_codes is None or r.code in open_codes
        ]
