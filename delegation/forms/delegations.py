import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from delegation.forms.words import LineField


class Day(forms.DateField):
    def __init__(self, label, help_text=""):
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )


class DatesForm(forms.Form):
    session_starts_on = Day(_("Session starts"))
    session_ends_on = Day(_("Session ends"))
    review_on = Day(_("The review"))
    review_time = forms.TimeField(
        label=_("The review starts at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("By the clocks of the venue."),
    )
    zone = LineField(label=_("Time zone"), max_length=40, help_text=_("Such as Europe/Zurich."))
    departure_on = Day(_("Most leave home"))
    return_on = Day(_("Most are home"))
    report_adopted_on = Day(_("The Working Group adopts its report"))
    plenary_on = Day(_("The Council adopts the outcome"))
    reason = LineField(
        label=_("Why it changes"), max_length=200, help_text=_("One line. Everybody on the delegation reads it.")
    )
    source = LineField(label=_("Where it stands"), max_length=200, required=False, help_text=_("A document or a page."))

    def clean_zone(self):
        zone = self.cleaned_data["zone"]
        if zone not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("We do not know this time zone. It is written like Europe/Zurich."))
        return zone

    def clean(self):
        data = super().clean()
        for name, field in self.fields.items():
            day = data.get(name)
            if isinstance(field, Day) and day and not 2000 <= day.year <= 2100:
                self.add_error(name, _("The year does not look right."))
        if data.get("review_time") and not data.get("review_on"):
            self.add_error("review_on", _("A time needs its day."))
        return data
