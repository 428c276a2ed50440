from django import forms
from django.utils.translation import gettext_lazy as _


class VersionForm(forms.Form):
    """The words of the next version. Markdown; headings, lists, links, bold."""

    body_en = forms.CharField(
        label=_("Text in English"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"class": "area tall", "rows": 18}),
        help_text=_("Markdown: ## heading, - list, **bold**, [words](https://address). No pictures."),
    )
    body_es = forms.CharField(
        label=_("Text in Spanish"),
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"class": "area tall", "rows": 18}),
        help_text=_("May follow later; until then Spanish readers get the English text."),
    )

    def bodies(self) -> dict[str, str]:
        return {"en": self.cleaned_data["body_en"], "es": self.cleaned_data["body_es"]}


class BriefingForm(VersionForm):
    title = forms.CharField(label=_("Title"), max_length=120)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=120, required=False)
    required = forms.BooleanField(label=_("Everybody must read it before they travel"), required=False, initial=True)

    field_order = ("title", "title_es", "required", "body_en", "body_es")
