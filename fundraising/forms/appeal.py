from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delegation.forms.words import LineField
from fundraising.actions.appeals import DRAFT_FIELDS
from fundraising.forms.fields import LineWithGap, LongText, ParagraphWithGap, TextWithGap
from fundraising.models import AppealDraft, Naming

NAMINGS = [
    (Naming.FIRST_REGION, _("First name and region")),
    (Naming.PSEUDONYM, _("Another name")),
    (Naming.FULL_NAME, _("Full name")),
]


class DraftForm(forms.Form):
    """Everything may be empty: a draft is saved with gaps."""

    use_required_attribute = False

    title = LineWithGap(
        label=_("Title"),
        max_length=80,
        help_text=_("Say what you carry to Geneva, in one line."),
    )
    lede = ParagraphWithGap(
        label=_("Opening sentences"),
        max_length=300,
        help_text=_("One or two sentences. Many people read only these."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    story = TextWithGap(
        label=_("Your story"),
        max_length=2400,
        help_text=_(
            "Three short paragraphs work best: what you saw, what you did, why the room matters. "
            "Do not name people who have not agreed."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "class": "tall"}),
    )
    in_geneva = TextWithGap(
        label=_("What happens in Geneva"),
        max_length=800,
        help_text=_("Givers ask this first. Two or three sentences."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    photo = forms.FileField(
        label=_("Choose a picture"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, up to 8 MB. We remove the place and time hidden in the file. "
            "Without a picture your quilt block stands for you."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    photo_alt = LineField(
        label=_("What the picture shows"),
        max_length=160,
        required=False,
        help_text=_("For people who cannot see it, in one line."),
    )
    remove_photo = forms.BooleanField(label=_("Remove the picture; my quilt block stands for me"), required=False)
    naming = forms.ChoiceField(
        label=_("How givers read your name"),
        choices=NAMINGS,
        widget=forms.RadioSelect,
        help_text=_("A page on the internet can be copied. Choose what you can live with in five years."),
    )
    naming.descriptions = {
        "first_region": _("Most people choose this."),
        "pseudonym": _("The safest. Staff know who you are; givers do not."),
        "full_name": _("We ask a second time before it appears."),
    }
    shown_name = LineField(
        label=_("The other name, or your full name"),
        max_length=80,
        required=False,
        help_text=_("Only if you chose one of these two."),
    )
    region = LineField(
        label=_("Region"),
        max_length=60,
        required=False,
        help_text=_("A state or a part of the country. Leave it empty and none is shown."),
    )
    show_organisation = forms.BooleanField(label=_("Show my organisation"), required=False)
    allows_sharing = forms.BooleanField(
        label=_("The network may share my appeal with its member organisations"),
        required=False,
        help_text=_("Only after it is approved, and with a link you can see. You can take this back at any time."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    who = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def initial_of(cls, draft: AppealDraft, appeal, stamp: str) -> dict:
        return {
            **{name: getattr(draft, name) for name in DRAFT_FIELDS},
            "photo_alt": draft.photo.alt if draft.photo else "",
            "allows_sharing": appeal.allows_sharing,
            "seen": stamp,
            "who": str(appeal.delegate.uuid),
        }

    def text(self) -> dict:
        """What belongs to the draft, for the action."""
        return {name: self.cleaned_data[name] for name in DRAFT_FIELDS}


class ConfirmNameForm(forms.Form):
    understood = forms.BooleanField(
        label=_("I have read this and want my full name on the page"),
        error_messages={"required": _("Tick this only if you want your full name on the page.")},
    )


class UpdateForm(forms.Form):
    title = LineField(label=_("Title"), max_length=80)
    text = LongText(
        label=_("What is new"),
        max_length=1200,
        help_text=_("No flights, hotels or dates of travel. A second person reads it before it appears."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
