"""Who may do what on the journey: every verb of the app, and nowhere else."""

from django.utils.translation import gettext as _

from delegation.permissions import declare, declare_reveal, has_role, is_staff_of, role_rule

ACCREDITATION_VERBS = (
    "request_letter",
    "sign_letter",
    "submit",
    "receive",
    "ask",
    "approve",
    "reject",
    "issue_badge",
    "activate_badge",
    "expire",
    "withdraw",
)


def delegation_of(obj):
    """The delegation a row of the journey belongs to; a delegation is its own."""
    if hasattr(obj, "delegation_id"):
        return obj.delegation
    if hasattr(obj, "booking_id"):
        return obj.booking.delegation
    if hasattr(obj, "delegate_id"):
        return obj.delegate.delegation
    if hasattr(obj, "briefing_id"):
        return obj.briefing.delegation
    return obj


def _delegate_of(obj):
    return obj.delegate if hasattr(obj, "delegate_id") else obj


def is_own(person, obj) -> bool:
    return _delegate_of(obj).person_id == person.pk


logistics = role_rule("logistics", "director", of=delegation_of)
# Who may ask that money be held; a second person decides (`fundraising.permissions.spending`).
holders = role_rule("treasurer", "logistics", "director", of=delegation_of)
writers = role_rule("logistics", "communications", "director", of=delegation_of)


def not_for_oneself(person, obj):
    """Logistics or the director, and never about one's own journey."""
    if is_own(person, obj):
        return _("This is about your own journey. Somebody else from logistics has to do it.")
    return logistics(person, obj)


def only_the_delegate(person, obj):
    delegate = _delegate_of(obj)
    if delegate.person_id != person.pk:
        return _("Only the delegate can do this.")
    if not delegate.is_on_board:
        return _("You are not on this delegation now.")
    return True


def own_flights(person, obj):
    answer = only_the_delegate(person, obj)
    if answer is not True:
        return answer
    if obj.status == "remote":
        return _("You take part from home, so there are no flights to record.")
    return True


def cancels_booking(person, obj):
    """Logistics any; a traveller what they recorded themselves, until it is ticketed."""
    travels = any(t.delegate.person_id == person.pk for t in obj.travellers.all())
    if travels and obj.made_by_id == person.pk and obj.status == "held":
        return True
    return logistics(person, obj)


def reads_journeys(person, obj):
    """Any role on the delegation, auditors included: states and dates, nothing sealed."""
    if is_staff_of(person, delegation_of(obj)):
        return True
    return _("This page is for the people who work on this delegation.")


def reads_flights(person, obj):
    """A booking's places and times: its travellers, logistics and the director."""
    if any(t.delegate.person_id == person.pk for t in obj.travellers.all()):
        return True
    return logistics(person, obj)


def reads_papers(person, obj):
    """Passport dates: the person; and who must see the passport in a call."""
    if is_own(person, obj):
        return True
    return logistics(person, obj)


def reads_ticket(person, obj):
    return is_own(person, obj) or logistics(person, obj)


def reminds(person, obj):
    if has_role(person, delegation_of(obj), "logistics", "communications", "director"):
        return True
    return _("This is for: %(roles)s.") % {"roles": _("logistics, communications, director")}


declare(
    travel__view_board=reads_journeys,
    travel__view_delegate=reads_journeys,
    travel__remind_late=reminds,
    travel__record_booking=logistics,
    travel__record_own_booking=own_flights,
    travel__ticket_booking=logistics,
    travel__cancel_booking=cancels_booking,
    travel__check_booking=logistics,
    travel__read_booking=reads_flights,
    travel__read_ticket=reads_ticket,
    travel__hold_cost=holders,
    travel__link_cost=holders,
    travel__unlink_cost=holders,
    travel__record_credit=logistics,
    travel__use_credit=logistics,
    travel__declare_passport=only_the_delegate,
    travel__redeclare_passport=only_the_delegate,
    travel__read_passport=reads_papers,
    travel__see_passport=not_for_oneself,
    travel__reject_passport=not_for_oneself,
    travel__begin_accreditation=not_for_oneself,
    travel__publish_briefing=writers,
    travel__withdraw_briefing=writers,
    travel__acknowledge_briefing=only_the_delegate,
    travel__waive_requirement=not_for_oneself,
    travel__end_waiver=not_for_oneself,
    **{f"travel__{verb}_accreditation": not_for_oneself for verb in ACCREDITATION_VERBS},
)

# Sealed values. A booking belongs to all its travellers, so nobody owns it alone.
declare_reveal("travel.booking", owner=lambda booking: None, others=reads_flights)
declare_reveal(
    "travel.segment", owner=lambda segment: None, others=lambda person, segment: reads_flights(person, segment.booking)
)
declare_reveal("travel.traveller", owner=lambda traveller: traveller.delegate.person_id, others=logistics)
declare_reveal("travel.passport", owner=lambda passport: passport.delegate.person_id, others=reads_papers)
