"""Allocation rounds: simulated by staff, proposed by one person, decided by another. A decision makes the offers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegate, Person
from delegation.money import to_minor
from delegation.permissions import require
from fundraising.actions import offers
from fundraising.actions.funds import open_travel_fund
from fundraising.allocation import ALGORITHM, canonical, run, sha256
from fundraising.ledger import posting
from fundraising.models import AllocationRound, DelegateCriteria, Fund, Offer, RoundLine, RoundNote
from fundraising.queries.funds import floor_minor, pool_room
from fundraising.queries.ledger import books_are_red
from fundraising.queries.round_inputs import inputs_of
from fundraising.queries.rounds import deciders, no_longer_travelling

CRITERIA_FIELDS = ("other_means", "first_time", "distance", "only_from_region", "only_on_theme")
MOST_WEIGHT = 100


@dataclass(frozen=True)
class Terms:
    """What a round is simulated with. `cap`: the most one delegate may get, None for no limit. `weights` by criterion,
    0 to 100 each, 0 leaves one out. `answer_by`: the last day to answer an offer."""

    amount: Money
    answer_by: date
    weights: dict[str, int]
    cap: Money | None = None
    other_lines: bool = False


def open_round(pool: Fund, terms: Terms, by: Person, form_token: UUID) -> AllocationRound:
    """Begin a round. The same form token again answers the same round. Raises NotPermitted, DomainError (field)."""
    with transaction.atomic():
        pool = lock(pool)
        round_ = AllocationRound(pool=pool, currency=pool.currency, opened_by=by, **_fields(terms, pool.currency))
        require("fundraising.open_round", by, round_)
        known = AllocationRound.objects.filter(form_token=form_token, opened_by=by, pool=pool).first()
        if known:
            return known
        last = AllocationRound.objects.filter(pool=pool).order_by("-number").first()
        round_.number = last.number + 1 if last else 1
        round_.form_token = form_token
        round_.save()
        record("fundraising.open_round", round_, by)
        return round_


def _fields(terms: Terms, currency: str) -> dict:
    """The columns of a round. Raises DomainError at the field that is wrong."""
    if terms.amount.currency.code != currency or (terms.cap and terms.cap.currency.code != currency):
        raise DomainError(_("The pool is in %(currency)s.") % {"currency": currency}, code="currency", field="amount")
    amount = to_minor(terms.amount)
    cap = to_minor(terms.cap) if terms.cap else None
    if amount <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if cap is not None and cap <= 0:
        raise DomainError(_("Type an amount above zero, or leave it empty."), code="not_positive", field="cap")
    if any(not 0 <= weight <= MOST_WEIGHT for weight in terms.weights.values()):
        raise DomainError(_("A weight is a number from 0 to 100."), code="weight")
    if terms.answer_by <= offers.today():
        raise DomainError(_("Choose a day that is still to come."), code="past", field="answer_by")
    return {
        "amount_minor": amount,
        "cap_minor": cap,
        "other_lines": terms.other_lines,
        "answer_by": terms.answer_by,
        **{f"weight_{name}": weight for name, weight in terms.weights.items()},
    }


def note_criteria(delegate: Delegate, answers: dict[str, str], by: Person) -> DelegateCriteria:
    """What counts for a delegate, as they told the staff. Empty answers are allowed and mean: not known."""
    require("fundraising.note_criteria", by, delegate)
    with transaction.atomic():
        values = {name: answers.get(name, "") for name in CRITERIA_FIELDS}
        row, _made = DelegateCriteria.objects.update_or_create(delegate=delegate, defaults=values | {"entered_by": by})
        record("fundraising.note_criteria", row, by)
        return row


def simulate(round_: AllocationRound, terms: Terms, by: Person) -> AllocationRound:
    """Write the terms into the draft and work out all three policies. Nothing is promised, nobody hears of it. Raises
    NotPermitted, DomainError (field), Conflict when it is no draft any more."""
    with transaction.atomic():
        lock(round_)
        fields = _fields(terms, round_.currency)
        for name, value in fields.items():
            setattr(round_, name, value)
        return move(round_, "simulate", by, noun="round", **fields, **_worked_out(round_))


def _worked_out(round_: AllocationRound) -> dict:
    """Inputs and result of this moment, as they are kept."""
    taken = inputs_of(round_)
    inputs, result = canonical(taken), canonical(run(taken))
    return {
        "algorithm": ALGORITHM,
        "inputs": inputs,
        "inputs_sha256": sha256(inputs),
        "result": result,
        "result_sha256": sha256(result),
    }


def propose(round_: AllocationRound, policy: str, note: str, seen: str, by: Person) -> AllocationRound:
    """Put one policy before a second person, with the reason for the minutes. `seen` is the hash of the inputs the
    proposer looked at: when a gift or a budget has changed them since, they look again first. Raises NotPermitted,
    DomainError (policy, note), Conflict."""
    if policy not in AllocationRound.Policy.values:
        raise DomainError(_("Choose one of the three."), code="policy", field="policy")
    if not note.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="note")
    with transaction.atomic():
        lock(round_.pool)
        round_ = lock(round_)
        _refuse_second(round_)
        found = _worked_out(round_)
        if not seen == round_.inputs_sha256 == found["inputs_sha256"]:
            raise Conflict(
                _("Gifts, budgets or notes have changed the figures since you looked. Simulate again, then propose."),
                code="figures_changed",
            )
        outcome = json.loads(round_.result)["policies"][policy]
        _check_outcome(round_, outcome["given"])
        round_ = move(round_, "propose", by, noun="round", policy=policy, proposed_by=by, proposed_at=timezone.now())
        _write_lines(round_)
        _write_note(round_, by, note)
        for person in deciders(round_):
            queue_mail(
                "fundraising.round_waiting",
                {"round": round_.uuid},
                to=("delegation.person", person.uuid),
                language=person.language,
                key=f"round_waiting:{round_.uuid}:{person.uuid}",
            )
        return round_


def _refuse_second(round_: AllocationRound) -> None:
    """Two proposals would both close the same gaps."""
    others = AllocationRound.objects.filter(pool=round_.pool_id, status="proposed").exclude(pk=round_.pk)
    if others.exists():
        raise Conflict(
            _("Another round of this pool waits for a decision. It is decided or declined first."), code="one_waits"
        )


def _check_outcome(round_: AllocationRound, given_minor: int) -> None:
    if not given_minor:
        raise DomainError(_("With this policy nobody gets anything. There is nothing to propose."), code="nothing")
    room = pool_room(round_.pool).room_minor
    if given_minor > room:
        raise Conflict(offers.room_words(room, round_.currency), code="pool_floor", field="amount")


def _write_lines(round_: AllocationRound) -> None:
    result = json.loads(round_.result)
    awards = result["policies"][round_.policy]["awards"]
    uuids = [row["uuid"] for row in result["candidates"]]
    people = {str(delegate.uuid): delegate for delegate in Delegate.objects.filter(uuid__in=uuids)}
    RoundLine.objects.bulk_create(
        RoundLine(
            round=round_,
            delegate=people[row["uuid"]],
            gaps={gap["line"]: gap["missing"] for gap in row["gaps"] if gap["required"]},
            minimum_minor=row["minimum"],
            gap_minor=row["gap"],
            score=row["score"],
            parts=row["parts"],
            award_minor=awards[row["uuid"]]["minor"],
            reason=awards[row["uuid"]]["reason"],
        )
        for row in result["candidates"]
    )


# -- deciding --------------------------------------------------------------------------------------------
def decide(round_: AllocationRound, by: Person, note: str = "") -> AllocationRound:
    """Make the offers of a round another person proposed: state, books and mails in one transaction. Raises
    NotPermitted, Conflict when it was decided already, when the books show a red line, when somebody in it no longer
    travels, or when the pool would fall below its floor."""
    with transaction.atomic():
        round_ = lock(round_)
        require("fundraising.decide_round", by, round_)
        lines = list(
            RoundLine.objects.filter(round=round_, award_minor__gt=0).select_related("delegate__person").order_by("pk")
        )
        made = [_offer_of(round_, line, by) for line in lines]
        # First the lock, then the floor: a gift that arrives between them would raise what is there and not what must
        # stay.
        for offer in made[:1]:
            posting.hold(offers.made_spec(offer))
        floor = floor_minor(round_.pool)
        round_ = move(round_, "decide", by, noun="round", decided_by=by, decided_at=timezone.now(), floor_minor=floor)
        _refuse_while_red()
        _refuse_left(round_)
        _make(made, floor, by)
        _write_note(round_, by, note)
        return round_


def _offer_of(round_: AllocationRound, line: RoundLine, by: Person) -> Offer:
    """The offer of one line, not saved yet."""
    return Offer(
        line=line,
        round=round_,
        fund=open_travel_fund(line.delegate),
        amount_minor=line.award_minor,
        currency=round_.currency,
        answer_by=round_.answer_by,
        # None only before anybody proposed; the move refuses then.
        proposed_by_id=round_.proposed_by_id or by.pk,
        made_by=by,
    )


def _refuse_while_red() -> None:
    if books_are_red():
        raise Conflict(
            _("The books show a line that does not hold. No money goes out until it is cleared; gifts go on."),
            code="books_red",
        )


def _refuse_left(round_: AllocationRound) -> None:
    left = no_longer_travelling(round_)
    if left:
        raise Conflict(
            _("%(names)s no longer travels with this delegation. Decline this round; a new one shares the money anew.")
            % {"names": ", ".join(str(delegate) for delegate in left)},
            code="not_travelling",
        )
    if round_.answer_by <= offers.today():
        raise Conflict(
            _("The last day to answer has passed while this waited. Decline this round and open a new one."),
            code="past",
        )


def _make(made: Iterable[Offer], floor: int, by: Person) -> None:
    made = list(made)
    for offer in made:
        offer.save(force_insert=True)
    try:
        posting.post_all([offers.made_posting(offer, floor) for offer in made])
    except posting.InsufficientFunds as short:
        raise Conflict(offers.room_words(short.room_minor, short.account.currency), code="pool_floor") from short
    for offer in made:
        record("fundraising.make_offer", offer, by)
        offers.tell_delegate(offer, "offer_made")


def decline(round_: AllocationRound, by: Person, note: str = "") -> AllocationRound:
    """Say no to a proposed round; nothing moves. Raises NotPermitted, Conflict, DomainError without a note."""
    if not note.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="note")
    with transaction.atomic():
        round_ = move(round_, "decline", by, noun="round", decided_by=by, decided_at=timezone.now())
        _write_note(round_, by, note)
        return round_


def take_back(round_: AllocationRound, by: Person, note: str = "") -> AllocationRound:
    """End a draft, or one's own proposal before it is decided."""
    with transaction.atomic():
        round_ = move(round_, "take_back", by, noun="round", decided_by=by, decided_at=timezone.now())
        _write_note(round_, by, note)
        return round_


def _write_note(round_: AllocationRound, by: Person, note: str) -> None:
    if note.strip():
        RoundNote.objects.create(round=round_, written_by=by, text=note.strip())
