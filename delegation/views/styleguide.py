"""The style guide: every part of our pages in every state, with invented figures. Demo and development only."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from delegation.pictures import Moment, Stream, flow, timeline

COLOURS = (
    "paper", "surface", "sunken", "ink", "ink-2", "ink-3", "edge", "accent", "accent-soft", "promised",
    "cloth-1", "cloth-2", "cloth-3", "cloth-4", "cloth-5", "cloth-6",
)  # fmt: skip


class EveryField(forms.Form):
    """One field of each kind. English only: it is read by those who build the pages."""

    label = forms.CharField(
        label="Label",
        help_text="Help stands above the input, where it is read first.",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Placeholder"}),
    )
    email = forms.EmailField(
        label="Your e-mail",
        error_messages={"invalid": "This address has no ending, such as .org. We need it for your receipt."},
    )
    amount = forms.DecimalField(
        label="Amount",
        min_value=5,
        widget=forms.NumberInput(attrs={"data-affix": "$"}),
        error_messages={"min_value": "The smallest gift is $5."},
    )
    message = forms.CharField(label="Message", max_length=280, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    day = forms.DateField(label="Day you leave")
    time = forms.TimeField(label="Time there", required=False)
    region = forms.ChoiceField(label="Region", choices=[("s", "South"), ("w", "West")])
    ladder = forms.ChoiceField(
        label="Amount ladder", choices=[("43", "$43"), ("105", "$105")], widget=forms.RadioSelect
    )
    monthly = forms.BooleanField(
        label="Give monthly until the review", help_text="Stop from any mail with one click.", required=False
    )
    languages = forms.MultipleChoiceField(
        label="Languages you speak",
        choices=[("en", "English"), ("es", "Spanish")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    receipt = forms.FileField(label="Choose receipts", help_text="PDF, JPEG or PNG, up to 8 MB each", required=False)
    closed = forms.CharField(label="Not open", disabled=True, required=False, initial="Opens when the passport is seen")
    token = forms.CharField(widget=forms.HiddenInput, initial="token")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].under = "Read by our staff first"
        self.fields["ladder"].descriptions = {"43": "one way by train", "105": "one night"}


def styleguide_context(request) -> dict:
    today = timezone.localdate()
    wrong = {"email": "ana@valley", "amount": "2", "message": "Safe travels. " * 24, "token": "token"}
    return {
        "colours": COLOURS,
        "form": EveryField(initial={"message": "Safe travels.", "ladder": "105", "monthly": True}, prefix="a"),
        "wrong": EveryField({f"b-{k}": v for k, v in wrong.items()}, prefix="b"),
        "today": today,
        "soon": today + timedelta(days=4),
        "late": today - timedelta(days=3),
        "people": [(f"block-{i}", i % 3 != 2) for i in range(24)],
        "page": Paginator(range(300), 25).get_page(request.GET.get("page", 2)),
        "tally": [("blocked", 9), ("waiting", 8), ("ok", 23)],
        "days": [420, 310, 980, 650, 240, 190, 870, 1340, 520, 610, 455, 930, 1210, 785],
        "way": _way(),
        "flow": _flow(),
        "story": "**Four hundred families** cannot drink from their own wells.\n\n- a report\n- a hearing\n\n"
        "> We are the paragraph.\n\n[The report](https://example.org)",
    }


def _way():
    return timeline(
        [
            Moment("11 May", "First date", "moved", "moved"),
            Moment("30 Jun", "Appeals open", "", "done"),
            Moment("27 Aug", "Today", "40 delegates", "now"),
            Moment("10 Sep", "Flights", "last day to buy"),
            Moment("28 Sep", "Letters", "to the UN"),
            Moment("26 Oct", "Briefing", "all together"),
            Moment("6 Nov", "Badges", "office closes 17:00"),
            Moment("9 Nov", "The review", "14:30 in Geneva", "review"),
            Moment("13 Nov", "Report", "adopted"),
        ],
        title="The way to the review",
        desc="The first date, 11 May, was moved. Appeals opened 30 June. The review is on 9 November.",
    )


def _flow():
    sources = [
        Stream("Gifts through appeals", 6148000, "$61,480", "c-1", "Appeals"),
        Stream("Gifts to the pool", 2231000, "$22,310", "c-5", "Pool"),
        Stream("Member organisations", 1800000, "$18,000", "c-3", "Members"),
    ]
    uses = [
        Stream("Flights", 3890000, "$38,900", "c-got"),
        Stream("Nights", 1720000, "$17,200", "c-got"),
        Stream("Meals", 964000, "$9,640", "c-got"),
        Stream("Passports, insurance", 531000, "$5,310", "c-got", "Papers, cover"),
        Stream("Trains and buses", 290000, "$2,900", "c-got"),
        Stream("Card fees", 254000, "$2,540", "c-pool"),
        Stream("Promised for approved costs", 1480000, "$14,800", "c-promised", "Promised"),
        Stream("Not yet allocated", 1050000, "$10,500", "c-gap"),
    ]
    return flow(
        sources,
        uses,
        title="From gifts to spending",
        desc="$101,790 came in: $61,480 through appeals, $22,310 to the pool, $18,000 from member organisations. "
        "$76,490 is spent, $14,800 is promised and $10,500 is not yet allocated.",
        middle="Travel fund",
        middle_words="$101,790",
    )
