"""The Geneva budget template: usual ranges from the facts, as lines somebody can edit. A range is a default with a
source, never a rule."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy, override

from delegation.facts import facts
from delegation.money import EXPONENTS

REGIONS = {
    "east": gettext_lazy("the East coast"),
    "midwest_south": gettext_lazy("the Midwest or the South"),
    "west": gettext_lazy("the West"),
    "remote": gettext_lazy("Alaska, Hawaii, Puerto Rico or Guam"),
}
ROOMS = {"shared": gettext_lazy("A shared room"), "single": gettext_lazy("A room of my own")}
# Lines that only some people need; chosen one by one.
EXTRAS = {
    "passport_new": gettext_lazy("First adult passport"),
    "passport_expedite": gettext_lazy("Faster passport"),
    "passport_photo": gettext_lazy("Passport photos"),
    "schengen_visa": gettext_lazy("Schengen visa"),
    "etias": gettext_lazy("Travel authorisation (ETIAS)"),
    "reentry_docs": gettext_lazy("Papers to come back in"),
    "care": gettext_lazy("Care for children or parents, or lost wages"),
}
LABELS = {
    "airfare_east": gettext_lazy("Flight from the East coast"),
    "airfare_midwest_south": gettext_lazy("Flight from the Midwest or South"),
    "airfare_west": gettext_lazy("Flight from the West"),
    "airfare_remote": gettext_lazy("Flight from far away"),
    "domestic_feeder": gettext_lazy("Bus, train or car to the airport"),
    "lodging_shared": gettext_lazy("Shared room"),
    "lodging_single": gettext_lazy("Single room"),
    "tourist_tax": gettext_lazy("Tourist tax"),
    "daily": gettext_lazy("Meals"),
    "ground_geneva": gettext_lazy("Airport transfer and tickets in Geneva"),
    "insurance": gettext_lazy("Travel medical insurance"),
    "bag": gettext_lazy("Checked bag"),
    "comms": gettext_lazy("Phone abroad"),
    "contingency": gettext_lazy("For what nobody foresaw"),
    **EXTRAS,
}
OWN_ESTIMATE = gettext_lazy("Our own estimate, not checked")
ALWAYS_BEFORE = ("domestic_feeder",)
ALWAYS_AFTER = ("tourist_tax", "daily", "ground_geneva", "insurance", "bag", "comms")
# Without these there is no journey; the rest can wait for a better month.
REQUIRED = {"domestic_feeder", "tourist_tax", "daily", "ground_geneva", "insurance", "passport_new", "schengen_visa"}
# The facts assume seven nights. Six full days and two travel days at half make seven days of meals.
QUANTITIES = {"per night": 7, "daily": 7, "care": 5}


@lru_cache(maxsize=64)
def _every_label(code: str) -> frozenset[str]:
    words = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.add(str(LABELS[code]))
    return frozenset(words)


def shown_label(code: str, label: str) -> str:
    """A template line in the reader's language; what an author wrote stays as written."""
    return str(LABELS[code]) if code in LABELS and label in _every_label(code) else label


@lru_cache(maxsize=1)
def _every_own_estimate() -> frozenset[str]:
    words = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.add(str(OWN_ESTIMATE))
    return frozenset(words)


def shown_source(source: str) -> str:
    """Where a range is from, in the reader's language where the words are ours."""
    return str(OWN_ESTIMATE) if source in _every_own_estimate() else source


@dataclass(frozen=True)
class TemplateLine:
    code: str
    label: str
    basis: str
    quantity: int
    each_minor: int
    currency: str
    low_minor: int
    high_minor: int
    required: bool
    source: str
    source_as_of: str
    confidence: str


def newest_year() -> str:
    return max(year for year in _rows()["airfare_east"]["low_high"])


def lines_for(region: str, room: str, extras=()) -> list[TemplateLine]:
    """Lines in the order of the journey, at the middle of their range in the newest year. `contingency` is apart,
    since it is a share of the others: see `contingency`."""
    codes = [f"airfare_{region}", *ALWAYS_BEFORE, f"lodging_{room}", *ALWAYS_AFTER]
    codes += [code for code in EXTRAS if code in extras]
    return [_line(_rows()[code]) for code in codes]


def contingency(subtotal_minor: int, currency: str) -> TemplateLine:
    """The share for what nobody foresaw, of `subtotal_minor` in `currency`."""
    row = _rows()["contingency"]
    low, high = (_share(subtotal_minor, percent) // 100 * 100 for percent in row["low_high"][newest_year()])
    return TemplateLine(
        code="contingency",
        label=str(LABELS["contingency"]),
        basis="once",
        quantity=1,
        each_minor=(low + high) // 2 // 100 * 100,
        currency=currency,
        low_minor=low,
        high_minor=high,
        required=False,
        **_origin(row),
    )


def _rows() -> dict:
    return {row["code"]: row for row in facts()["budget_template"]["lines"]}


def _line(row) -> TemplateLine:
    code, currency = row["code"], row["currency"]
    low, high = (_minor(n, currency) for n in row["low_high"][newest_year()])
    origin = _origin(row)
    each = (low + high) // 2
    if code == "daily":
        # What this kind of delegation pays a day, rather than the middle of a guess.
        default = facts()["per_diem"]["delegation_default"]
        each = _minor(default["full_day"], currency)
        low, high = min(low, each), max(high, each)
        origin = _origin(default)
    return TemplateLine(
        code=code,
        label=str(LABELS[code]),
        basis=row["basis"],
        quantity=QUANTITIES.get(code, QUANTITIES.get(row["basis"], 1)),
        each_minor=each,
        currency=currency,
        low_minor=low,
        high_minor=high,
        required=code in REQUIRED or code.startswith(("airfare", "lodging")),
        **origin,
    )


def _origin(row) -> dict:
    key = row["source"]
    title = str(OWN_ESTIMATE) if key == "general" else facts()["sources"][key]["title"]
    return {"source": title[:160], "source_as_of": newest_year(), "confidence": row["confidence"]}


def _minor(units, currency: str) -> int:
    return int(Decimal(str(units)).scaleb(EXPONENTS[currency]).to_integral_value(ROUND_HALF_UP))


def _share(minor: int, percent) -> int:
    return int((Decimal(minor) * Decimal(str(percent)) / 100).to_integral_value(ROUND_HALF_UP))
