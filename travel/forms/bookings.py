import re
from datetime import datetime

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from delegation.errors import DomainError
from delegation.models import Delegate
from travel.actions.bookings import MOST_LEGS, Plan
from travel.itineraries.legs import leg

FOLDS = [("", _("not asked")), ("0", _("the first, before the clocks go back")), ("1", _("the second, an hour later"))]
# Which field of the form an answer of the itinerary belongs to.
AT = {"departs": "departs_at", "arrives": "arrives_at"}


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


ON_TICKET = {"required": _("This is on the ticket; we need it too.")}


class AirportField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(max_length=3, min_length=3, error_messages=ON_TICKET, **kwargs)
        self.widget.attrs.update(list="airports", autocapitalize="characters", spellcheck="false", autocomplete="off")

    def clean(self, value):
        return (super().clean(value) or "").upper()


class LegForm(forms.Form):
    """One flight as the ticket says it: both times are local to their airport. A row left empty is no flight."""

    flight = forms.CharField(label=_("Flight"), max_length=8, error_messages=ON_TICKET)
    origin = AirportField(label=_("From"))
    destination = AirportField(label=_("To"))
    departs_on = forms.DateField(label=_("Leaves on"), widget=DateInput(), error_messages=ON_TICKET)
    departs_at = forms.TimeField(label=_("at, local time"), widget=TimeInput(), error_messages=ON_TICKET)
    arrives_on = forms.DateField(label=_("Lands on"), widget=DateInput(), error_messages=ON_TICKET)
    arrives_at = forms.TimeField(label=_("at, local time there"), widget=TimeInput(), error_messages=ON_TICKET)
    departs_fold = forms.ChoiceField(label=_("Which of the two when it leaves?"), choices=FOLDS, required=False)
    arrives_fold = forms.ChoiceField(label=_("Which of the two when it lands?"), choices=FOLDS, required=False)

    asks_departure = asks_arrival = False
    leg = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)

    def clean(self):
        given = self.cleaned_data
        if not self.errors:
            self._read(given)
        return given

    def _read(self, given):
        try:
            self.leg = leg(
                given["flight"],
                given["origin"],
                given["destination"],
                datetime.combine(given["departs_on"], given["departs_at"]),
                datetime.combine(given["arrives_on"], given["arrives_at"]),
                departs_fold=int(given["departs_fold"]) if given["departs_fold"] else None,
                arrives_fold=int(given["arrives_fold"]) if given["arrives_fold"] else None,
            )
        except DomainError as refusal:
            self.asks_departure = refusal.code == "double_time" and refusal.field == "departs"
            self.asks_arrival = refusal.code == "double_time" and refusal.field == "arrives"
            self.add_error(AT.get(refusal.field, refusal.field), str(refusal.message))

    @property
    def shows_departure_fold(self):
        return self.asks_departure or bool(self["departs_fold"].value())

    @property
    def shows_arrival_fold(self):
        return self.asks_arrival or bool(self["arrives_fold"].value())


class BookingForm(forms.Form):
    """The reservation, without its flights: those are LegForms beside it (see Legs)."""

    locator = forms.CharField(
        label=_("Booking reference"),
        max_length=12,
        help_text=_("Five to eight letters and digits, on the airline's mail."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    price = forms.DecimalField(
        label=_("Price for everybody on it"), min_value=0, max_digits=9, decimal_places=2, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in settings.CURRENCIES], required=False)
    held_until = forms.DateTimeField(
        label=_("Fare held until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_until"].help_text = _(
            "Leave it empty if the fare is not held. In the network's time (%(zone)s)."
        ) % {"zone": settings.NETWORK_TIME_ZONE.replace("_", " ")}

    def clean_held_until(self):
        value = self.cleaned_data["held_until"]
        if value is None:
            return None
        zone = timezone.zoneinfo.ZoneInfo(settings.NETWORK_TIME_ZONE)
        return timezone.make_naive(value, timezone.get_current_timezone()).replace(tzinfo=zone)

    def clean_price(self):
        value = self.cleaned_data["price"]
        return value.normalize() if value is not None else None

    def plan(self, legs) -> Plan:
        given = self.cleaned_data
        price = given.get("price")
        return Plan(
            given["locator"],
            legs,
            Money(price, given.get("currency") or "USD") if price is not None else None,
            given.get("held_until"),
        )


class StaffBookingForm(BookingForm):
    delegates = forms.ModelMultipleChoiceField(
        label=_("Who flies"),
        queryset=Delegate.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say who flies on this booking.")},
        to_field_name="uuid",
    )

    def __init__(self, *args, delegation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegates"].queryset = (
            Delegate.objects.filter(delegation=delegation, status__in=("nominated", "travelling"))
            .select_related("person")
            .order_by("person__name_used", "id")
        )


class Legs:
    """The rows for flights: as many as are filled, plus what "add another flight" asks for."""

    FIRST = 2

    def __init__(self, data=None):
        asked = int(data.get("rows", self.FIRST)) if data and re.fullmatch(r"\d{1,2}", data.get("rows", "")) else 2
        if data is not None and "add" in data:
            asked += 1
        self.count = max(1, min(asked, MOST_LEGS))
        self.data = data
        bound = data if data is not None and "add" not in data else None
        self.forms = [
            LegForm(bound, prefix=f"leg-{n}", initial=self._typed(n) if bound is None and data else None)
            for n in range(self.count)
        ]

    def _typed(self, n) -> dict:
        names = LegForm.base_fields
        return {name: self.data[f"leg-{n}-{name}"] for name in names if f"leg-{n}-{name}" in self.data}

    @property
    def can_add(self):
        return self.count < MOST_LEGS

    def is_valid(self) -> bool:
        # Every row is judged, so that all mistakes show at once.
        verdicts = [form.is_valid() for form in self.forms]
        return all(verdicts)

    @property
    def legs(self) -> list:
        return [form.leg for form in self.forms if form.leg is not None]

    def put(self, refusal: DomainError) -> bool:
        """Place a refusal that names a flight ("departs-<index>") at its row."""
        name, _dash, index = (refusal.field or "").rpartition("-")
        if name != "departs" or not index.isdigit():
            return False
        filled = [form for form in self.forms if form.leg is not None]
        filled[int(index)].add_error("departs_at", str(refusal.message))
        return True


class TicketForm(forms.Form):
    """One ticket number for each traveller; any may be empty."""

    def __init__(self, *args, travellers, **kwargs):
        super().__init__(*args, **kwargs)
        for traveller in travellers:
            self.fields[f"ticket-{traveller.uuid}"] = forms.CharField(
                label=str(traveller.delegate),
                required=False,
                max_length=16,
                help_text=_("13 digits, such as 724-1234567890. May follow later."),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    def numbers(self) -> dict[str, str]:
        return {name.removeprefix("ticket-"): value for name, value in self.cleaned_data.items() if value}
