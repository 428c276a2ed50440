"""A decided round whose offers wait, one of them for the owner and one countered; and a round that waits for a second
person."""

import uuid

from fundraising.actions import funds, offers, rounds
from fundraising.models import Offer
from tests.factories.fundraising import make_gift, usd
from tests.factories.rounds import make_terms, make_traveller


def add(delegation, people, owner, rows):
    pool = funds.open_pool(delegation)
    make_gift(pool, 9000)
    second = make_traveller(delegation, 200)
    rounds.decide(propose(pool, people, 6000), people["director"])
    rows["offer"] = Offer.objects.get(fund__delegate=owner)
    rows["countered"] = offers.counter(
        Offer.objects.get(fund__delegate=second), usd(150), "A friend drives me to the airport.", second.person
    )
    rows["countered"] = offers.suggest(rows["countered"], usd(160), "With a margin.", people["treasurer"])
    make_traveller(delegation, 120)
    rows["round"] = propose(pool, people, 400)


def propose(pool, people, units):
    """A round that waits for a second person."""
    terms = make_terms(units)
    round_ = rounds.open_round(pool, terms, people["treasurer"], uuid.uuid4())
    round_ = rounds.simulate(round_, terms, people["treasurer"])
    return rounds.propose(round_, "most", "Seats close soon.", round_.inputs_sha256, people["treasurer"])
