"""The lines of the proof about refunds, disputes and payouts turn red for a corruption of their kind."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from delegation import audit_chain
from fundraising.actions import disputes, payouts, refunds
from fundraising.models import Dispute, DisputeMovement, Payout, Refund
from fundraising.queries.proofs import verify
from fundraising.queries.proofs.payments import PROOFS
from tests.factories.fundraising import make_gift, make_pool
from tests.factories.payments import failed, later, make_dispute, make_payout, make_refund, reinstated, taken
from tests.fundraising.test_verify_books import unguarded  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


class World:
    """A gift given back in part, one whose refund failed, a dispute won, a payout that arrived."""

    def __init__(self):
        pool = make_pool()
        self.gift, self.other, self.third = (make_gift(pool, 100, fee=250) for _ in range(3))
        refunds.follow(self.gift.payment_intent, [make_refund(self.gift, 40_00)])
        made = make_refund(self.other, 30_00)
        refunds.follow(self.other.payment_intent, [made])
        refunds.follow(self.other.payment_intent, [failed(made)])
        opened = make_dispute(self.third, taken(100_00))
        won = later(opened, status="won", movements=(*opened.movements, reinstated(100_00, fee=-15_00)))
        disputes.follow(self.third.payment_intent, won)
        payouts.follow(make_payout(100_00, "paid"))
        payouts.follow(make_payout(50_00, "failed"))
        audit_chain.seal()


def _move(row, **fields):
    type(row)._base_manager.filter(pk=row.pk).update(**fields)


def _a_second_refund(w):
    Refund.objects.create(
        donation=w.gift,
        amount_minor=70_00,
        currency="USD",
        status="pending",
        stripe_id="re_more",
        made_at=timezone.now(),
    )


CORRUPTIONS = {
    "S5": lambda w: _move(w.gift, fee_minor=F("fee_minor") + 1),
    "S6": lambda w: Refund.objects.filter(status="succeeded").update(settled_minor=F("settled_minor") + 1),
    "S10": lambda w: DisputeMovement.objects.filter(amount_minor__lt=0).update(fee_minor=F("fee_minor") + 1),
    "S11": lambda w: Payout.objects.filter(stripe_status="paid").update(stripe_status="in_transit"),
    "S12": lambda w: Dispute.objects.update(stripe_status="lost", donation=w.gift),
}
MORE = {
    "S6": _a_second_refund,
    "S10": lambda w: DisputeMovement.objects.filter(amount_minor__gt=0).update(amount_minor=99_99),
    "S11": lambda w: Payout.objects.filter(stripe_status="failed").update(stripe_status="paid"),
    "S5": lambda w: Payout.objects.filter(stripe_status="paid").update(stripe_status="failed"),
}
REFUSED = [("S6", CORRUPTIONS), ("S10", CORRUPTIONS), ("S12", CORRUPTIONS), ("S6", MORE), ("S10", MORE)]


def _red():
    return {verdict.id for verdict in verify() if not verdict.holds}


def test_every_line_has_its_corruption():
    assert {proof[0] for proof in PROOFS} == set(CORRUPTIONS)


def test_clean_books_are_clean():
    World()
    assert _red() == set()


@pytest.mark.parametrize(("proof", "table"), [*[(p, CORRUPTIONS) for p in CORRUPTIONS], *[(p, MORE) for p in MORE]])
def test_each_corruption_is_caught_by_its_own_line(proof, table, unguarded):  # noqa: F811 - the fixture
    world = World()
    assert _red() == {"X1"}
    table[proof](world)
    assert proof in _red()


@pytest.mark.parametrize(("proof", "table"), REFUSED)
def test_the_database_itself_refuses(proof, table):
    world = World()
    with pytest.raises(IntegrityError), transaction.atomic():
        table[proof](world)
