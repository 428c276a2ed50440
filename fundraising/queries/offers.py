"""Offers with their notes, for the delegate and for staff; and why each was made."""

from dataclasses import dataclass

from django.db.models import Prefetch

from delegation.models import AuditEvent, Person
from delegation.money import from_minor
from fundraising.models import DelegateCriteria, Offer, OfferNote
from fundraising.queries import round_words
from fundraising.queries.funds import FundRow, fund_rows


def offer_rows():
    notes = OfferNote.objects.select_related("written_by").order_by("created_at", "pk")
    return Offer.objects.select_related(
        "line", "round__pool__delegation", "fund__delegation", "fund__delegate__person", "proposed_by", "made_by",
        "next_by",
    ).prefetch_related(Prefetch("notes", notes))  # fmt: skip


def offers_of_person(person: Person) -> list[Offer]:
    """All that a person was ever offered, newest first."""
    return list(offer_rows().filter(fund__delegate__person=person).order_by("-id"))


@dataclass(frozen=True)
class Weighed:
    label: str
    # 0 to 100, or None where nobody knew.
    value: int | None
    weight: int


@dataclass(frozen=True)
class Why:
    """How an award came about, as the delegate may read it. `noted` is what the staff noted of them, in words."""

    policy: str
    rule: str
    reason: str
    score: int
    parts: tuple[Weighed, ...]
    noted: tuple[tuple[str, str], ...]
    counts_score: bool


def why(offer: Offer) -> Why:
    line, round_ = offer.line, offer.round
    parts = tuple(
        Weighed(str(words), line.parts[name], round_.weights[name])
        for name, words in round_words.CRITERIA.items()
        if name in line.parts
    )
    return Why(
        policy=str(round_words.POLICIES[round_.policy]),
        rule=str(round_words.RULES[round_.policy]),
        reason=round_words.reason_words(line.reason, round_.policy),
        score=line.score,
        parts=parts,
        noted=_noted(line.delegate_id),
        counts_score=round_.policy != "equal",
    )


def _noted(delegate_id: int) -> tuple[tuple[str, str], ...]:
    row = DelegateCriteria.objects.filter(delegate=delegate_id).first()
    if row is None:
        return ()
    answers = (
        (round_words.NOTED["other_means"], row.other_means, row.get_other_means_display()),
        (round_words.NOTED["first_time"], row.first_time, row.get_first_time_display()),
        (round_words.NOTED["distance"], row.distance, row.get_distance_display()),
        (round_words.NOTED["only_from_region"], row.only_from_region, row.get_only_from_region_display()),
        (round_words.NOTED["only_on_theme"], row.only_on_theme, row.get_only_on_theme_display()),
    )
    return tuple((str(label), str(words)) for label, value, words in answers if value)


def fund_now(offer: Offer) -> FundRow:
    return fund_rows([offer.fund])[0]


def gap_now(offer: Offer) -> int:
    """What is missing in the travel fund now, without this offer; minor units."""
    return fund_now(offer).missing_minor


def asked_units(offer: Offer) -> dict[str, str]:
    """The amount the delegate asked for, as one types it."""
    if not offer.counter_minor:
        return {}
    return {"amount": f"{from_minor(offer.counter_minor, offer.currency).amount:f}"}


def history(offer: Offer) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(object_uuid=offer.uuid).order_by("id"))
