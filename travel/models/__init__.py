from travel.models.accreditation import Accreditation, AccreditationStep
from travel.models.bookings import Booking, BookingCheck, Segment, Traveller
from travel.models.briefings import Acknowledgement, Briefing, BriefingText, BriefingVersion
from travel.models.costs import BookingCost
from travel.models.credits import TravelCredit
from travel.models.papers import Passport, PassportCheck
from travel.models.readiness import Waiver

__all__ = [
    "Accreditation",
    "AccreditationStep",
    "Acknowledgement",
    "Booking",
    "BookingCheck",
    "BookingCost",
    "Briefing",
    "BriefingText",
    "BriefingVersion",
    "Passport",
    "PassportCheck",
    "Segment",
    "TravelCredit",
    "Traveller",
    "Waiver",
]
