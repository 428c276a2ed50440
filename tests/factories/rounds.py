"""Rounds with people in them whose gaps are known to the cent."""

import uuid
from datetime import timedelta

from fundraising.actions import funds, offers, rounds
from fundraising.models import Budget, BudgetLine
from fundraising.queries import rounds as queries
from tests.factories.delegation import make_delegate, make_delegation, make_staff
from tests.factories.fundraising import make_gift, usd

WEIGHTS = {"need": 40, "first_time": 15, "distance": 15, "region": 15, "theme": 15}


def make_budget(delegate, required=1000, other=0, *, code="") -> Budget:
    """A budget of whole dollars: one line without which there is no journey, and perhaps one that can wait."""
    budget, _made = Budget.objects.get_or_create(delegate=delegate)
    for units, is_required, label in ((required, True, "Flight"), (other, False, "Phone")):
        if units:
            BudgetLine.objects.create(
                budget=budget,
                label=label,
                code=code if is_required else "",
                each_minor=units * 100,
                amount_minor=units * 100,
                required=is_required,
            )
    return budget


def make_traveller(delegation=None, required=1000, other=0, *, code="", **fields):
    """A delegate who travels, with a budget and an open travel fund."""
    delegate = make_delegate(delegation, **fields)
    make_budget(delegate, required, other, code=code)
    funds.open_travel_fund(delegate)
    return delegate


def make_terms(amount=1000, *, days=10, **fields) -> rounds.Terms:
    """`amount` and `cap` in whole units."""
    cap = fields.pop("cap", None)
    values = {"weights": WEIGHTS, "cap": usd(cap) if cap else None} | fields
    return rounds.Terms(amount=usd(amount), answer_by=offers.today() + timedelta(days=days), **values)


class RoundWorld:
    """A delegation with a full pool, a treasurer and a director, and travellers with the gaps asked for."""

    def __init__(self, gaps=(300, 400, 900), pool=2000):
        self.delegation = make_delegation()
        self.treasurer = make_staff(self.delegation, "treasurer")
        self.director = make_staff(self.delegation, "director")
        self.pool = funds.open_pool(self.delegation)
        if pool:
            make_gift(self.pool, pool, fee=0)
        self.delegates = [make_traveller(self.delegation, gap) for gap in gaps]

    def open(self, amount=1000, **fields):
        return rounds.open_round(self.pool, make_terms(amount, **fields), self.treasurer, uuid.uuid4())

    def simulate(self, amount=1000, round_=None, **fields):
        return rounds.simulate(round_ or self.open(amount), make_terms(amount, **fields), self.treasurer)

    def propose(self, policy="most", amount=1000, **fields):
        round_ = self.simulate(amount, **fields)
        return rounds.propose(round_, policy, "Seats close soon.", round_.inputs_sha256, self.treasurer)

    def decide(self, policy="most", amount=1000, **fields):
        """A decided round, with its offers made."""
        return rounds.decide(self.propose(policy, amount, **fields), self.director)

    def offers(self, policy="most", amount=1000, **fields):
        """The offers of a round just decided, by the delegate's place among the travellers."""
        found = {offer.fund.delegate_id: offer for offer in queries.offers_of(self.decide(policy, amount, **fields))}
        return {place: found[d.pk] for place, d in enumerate(self.delegates) if d.pk in found}
