"""Personal data of the journey. What a border would ask is sealed; evidence holds verdicts, never values."""

from django.utils.translation import gettext_lazy as _

from delegation.personal_data import Datum, Keep, nothing

KEEP = {
    "passport": Keep(
        _("Passport: country and two dates, sealed"), _("30 days after the accounts of the journey are closed"), 30
    ),
    "itinerary": Keep(
        _("Flights, booking reference and ticket number, sealed"),
        _("90 days after the accounts of the journey are closed"),
        90,
    ),
    "journey": Keep(
        _("Steps of the journey: that a badge was approved, a passport seen, a document read"),
        _("90 days after the accounts of the journey are closed; then without your name, for statistics"),
        90,
    ),
}

DATA = [
    *(
        Datum("travel.passport", field, "journey", "passport", sealed=True, export="mask", erase="key")
        for field in ("country", "issued_on", "expires_on")
    ),
    Datum("travel.booking", "locator", "journey", "itinerary", sealed=True, export="mask", erase="key"),
    Datum("travel.segment", "details", "journey", "itinerary", sealed=True, export="mask", erase="key"),
    Datum("travel.traveller", "ticket", "journey", "itinerary", sealed=True, export="mask", erase="key"),
    Datum("travel.passportcheck", "verdict", "journey", "journey", erase="keep"),
    Datum("travel.waiver", "requirement", "journey", "journey", erase="keep"),
    Datum("travel.travelcredit", "airline", "journey", "itinerary"),
    Datum("travel.travelcredit", "expires_on", "journey", "itinerary"),
    *nothing("travel.travelcredit", "currency"),
    *nothing("travel.booking", "price_currency"),
    *nothing("travel.briefing", "code", "title", "title_es"),
    *nothing("travel.briefingversion", "content_hash"),
    *nothing("travel.briefingtext", "language", "body"),
]
