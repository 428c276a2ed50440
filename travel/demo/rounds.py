"""Allocation rounds of the demo: one given up, one finished, one whose offers are being answered, one that waits."""

import uuid
from datetime import timedelta

from djmoney.money import Money

from delegation.models import Delegate
from fundraising.actions import funds, offers, rounds
from fundraising.models import AllocationRound, Offer

WEIGHTS = {"need": 40, "first_time": 20, "distance": 20, "region": 10, "theme": 10}
# What they told the staff, by the name before the at sign.
NOTED = {
    "leilani": {"other_means": "none", "first_time": "yes"},
    "luz": {"other_means": "none", "first_time": "no"},
    "winona": {"other_means": "some", "first_time": "yes"},
    "kim": {"other_means": "some"},
}


def stage_rounds(script, world, cast):
    def play(days, scene, hour=9):
        script.add(days, lambda: scene(world, cast), hour=hour)

    play(26, give_up, 11)
    play(26, decline_too_much, 15)
    play(25, share_little, 12)
    play(16, let_lapse, 7)
    play(9, note, 9)
    play(9, share_by_need, 14)
    play(6, accept, 18)
    play(4, ask_for_less, 20)
    play(2, try_out, 17)
    play(1, propose_last, 9)


def give_up(world, cast):
    rounds.take_back(_simulate(world, 2000, 5), _dolores(world), "The church wants to give first.")


def decline_too_much(world, cast):
    round_ = _simulate(world, 5000, 8)
    rounds.propose(round_, "equal", "Everybody the same.", round_.inputs_sha256, _dolores(world))
    rounds.decline(round_, world["staff"]["ngozi"], "First a smaller one; the choir gives next week.")


def share_little(world, cast):
    """Offers that came to nothing: one declined, one withdrawn, the others not answered."""
    round_ = _decide(world, 6000, "most", 8, "As many journeys as the money completes.")
    made = list(round_.offers.order_by("pk"))
    if len(made) > 2:
        offers.decline(made[0], made[0].fund.delegate.person, "My own page brings it. Somebody else needs it more.")
        offers.withdraw(made[1], _dolores(world), "A foundation pays your flight now. We are glad with you.")


def let_lapse(world, cast):
    offers.lapse_due()


def note(world, cast):
    for name, answers in NOTED.items():
        rounds.note_criteria(_delegate(cast, name), answers, _dolores(world))


def share_by_need(world, cast):
    _decide(world, 8000, "need", 14, "Those who cannot raise money themselves travel first.")


def accept(world, cast):
    offer = _open_offer(cast, "luz")
    if offer is not None:
        offers.accept(offer, offer.fund.delegate.person)


def ask_for_less(world, cast):
    # Whoever the shares leave with most: which of the delegates that is moves with the demo's costs.
    offer = _open_offer(cast, "leilani") or _largest_open_offer(cast, besides="luz")
    if offer is not None:
        less = Money(offer.amount_minor // 100 - 300, offer.currency)
        offers.counter(offer, less, "My cousin in Lyon has a bed for two of the nights.", offer.fund.delegate.person)
        offers.suggest(offer, less, "She keeps the rest of the line.", _dolores(world))


def try_out(world, cast):
    """Two that are still being thought about: one just begun, one worked out."""
    _open(world, _terms(900, 12))
    _simulate(world, 3000, 12)


def propose_last(world, cast):
    round_ = _simulate(world, 1600, 10)
    note = "What is left, for as many as it completes. Fares rise on Friday."
    rounds.propose(round_, "most", note, round_.inputs_sha256, _dolores(world))


def _dolores(world):
    return world["staff"]["dolores"]


def _delegate(cast, name: str) -> Delegate:
    return Delegate.objects.select_related("person", "delegation").get(pk=cast[f"{name}@people.example"])


def _open_offer(cast, name: str) -> Offer | None:
    return Offer.objects.filter(fund__delegate=cast[f"{name}@people.example"], status="offered").first()


def _largest_open_offer(cast, besides: str) -> Offer | None:
    offers_open = Offer.objects.filter(fund__delegate__in=cast.values(), status="offered", amount_minor__gt=40_000)
    return offers_open.exclude(fund__delegate=cast[f"{besides}@people.example"]).order_by("-amount_minor", "pk").first()


def _simulate(world, units: int, days: int) -> AllocationRound:
    """A round of so many dollars, to be answered within so many days."""
    terms = _terms(units, days)
    return rounds.simulate(_open(world, terms), terms, _dolores(world))


def _terms(units: int, days: int) -> rounds.Terms:
    return rounds.Terms(Money(units, "USD"), offers.today() + timedelta(days=days), WEIGHTS)


def _open(world, terms) -> AllocationRound:
    return rounds.open_round(funds.open_pool(world["delegation"]), terms, _dolores(world), uuid.uuid4())


def _decide(world, units: int, policy: str, days: int, note: str) -> AllocationRound:
    round_ = _simulate(world, units, days)
    rounds.propose(round_, policy, note, round_.inputs_sha256, _dolores(world))
    return rounds.decide(round_, world["staff"]["ngozi"], "Agreed.")
