"""More of the money that people handle by hand: gifts by hand, deposits, the bank's lines, promises, things in kind,
rounds and offers, costs, payees, payments, batches, advances, claims, stipends, transfers, receipts. The world's own
makers are asked again, for other people; and the rows its pages stand on get more of what they hold."""

import uuid
from datetime import timedelta

from fundraising.actions import (
    advances,
    batches,
    claims,
    commitments,
    deposits,
    disbursements,
    funds,
    raises,
    rounds,
    stipends,
)
from fundraising.models import ExpenseClaim
from fundraising.queries.bank_accounts import bank_account
from tests.factories import appeals
from tests.factories import delegation as make
from tests.factories.fundraising import make_gift, usd
from tests.factories.rounds import make_traveller
from tests.factories.spending import pay_into_bank
from tests.flows import world_claims, world_offline, world_receipts, world_rounds, world_spending, world_transfers
from tests.flows.world import World
from travel.actions import costs


def add_one(small: World, delegate) -> None:
    """`delegate` is on board, with a budget and a travel fund of their own."""
    people, delegation = small.people, small.delegation
    rows = dict(small.rows) | {
        "owner": delegate,
        "other": make.make_delegate(delegation),
        "fund": funds.open_travel_fund(delegate),
        "booking": delegate.travels.first().booking,
    }
    world_offline.add(delegation, people, delegate, rows)
    world_spending.add(delegation, people, delegate, rows)
    world_claims.add(delegation, people, delegate, rows)
    world_transfers.add(delegation, people, delegate, rows)
    world_receipts.add(delegation, people, small.rows["owner"], rows | {"fund": small.rows["fund"]})
    costs.link_cost(small.rows["held"], rows["open_cost"], people["logistics"])
    _rounds(small)
    _on_the_worlds_own(small)


def _rounds(small: World) -> None:
    """The round that waits is decided, so that its offers are there, and another one waits in its place."""
    pool = funds.open_pool(small.delegation)
    make_gift(pool, 900)
    rounds.decide(small.rows["round"], small.people["director"])
    make_traveller(small.delegation, 120)
    small.rows["round"] = world_rounds.propose(pool, small.people, 130)


def _on_the_worlds_own(small: World) -> None:
    """What the pages of single rows list: of the owner, of a cost, of a deposit."""
    rows, people, owner, day = small.rows, small.people, small.rows["owner"], claims.today()
    stipends.propose_stipend(owner, usd(9), reason="wages", form_token=uuid.uuid4(), by=people["logistics"])
    advances.request_advance(
        owner, usd(2), cost_on=day, ends_on=day + timedelta(days=3), note="Buses", form_token=uuid.uuid4(),
        by=owner.person,
    )  # fmt: skip
    ExpenseClaim.objects.create(
        delegate=owner, fund=rows["fund"], currency="USD", status="submitted", submitted_by=owner.person,
        submitted_at=rows["claim_waiting"].submitted_at,
    )  # fmt: skip
    photo = claims.add_file(rows["claim_draft"], appeals.make_picture(_size(rows)), by=owner.person)
    typed = claims.LineInput(kind="receipt", spent_on=day, what="Bus", amount=usd(3), receipt=photo)
    claims.save_line(rows["claim_draft"], typed, by=owner.person)
    raises.propose_raise(rows["open_cost"], people["logistics"], usd(1), note="Tax.", form_token=uuid.uuid4())
    disbursements.prepare(
        rows["open_cost"], people["logistics"], payee=rows["prepared"].payee, pay=usd("0.20"), form_token=uuid.uuid4()
    )
    more = world_offline.record(small.delegation, people["treasurer"], 7)
    deposits.put_in(rows["deposit"], [more], people["treasurer"])


def _size(rows) -> tuple[int, int]:
    """A picture nobody sent before."""
    return (50 + rows["claim_draft"].files.count(), 31)


def grow(small: World, size: int) -> None:
    """A claim that waits with as many lines as `size`, and a batch with as many payments, in place of those of the
    world: neither takes more once it stands."""
    other, people = small.rows["other"], small.people
    claim = claims.draft_claim(other, by=other.person)
    for n in range(size):
        photo = claims.add_file(claim, appeals.make_picture((300 + n, 20 + size)), by=other.person)
        typed = claims.LineInput(
            kind="receipt", spent_on=claims.today(), what=f"Bus {n}", amount=usd(4 + n), receipt=photo
        )
        line = claims.save_line(claim, typed, by=other.person)
    small.rows["claim_waiting"], small.rows["claim_line_waiting"] = claims.submit(claim, by=other.person), line
    pool = funds.open_pool(small.delegation)
    make_gift(pool, 100, fee=0)
    pay_into_bank(100_00)
    small.rows["draft_batch"] = batches.create_batch(
        small.delegation,
        people["logistics"],
        [_approved(small, pool) for _ in range(size)],
        account=bank_account("main"),
        pay_on=claims.today() + timedelta(days=1),
        form_token=uuid.uuid4(),
    )


def _approved(small: World, pool):
    people = small.people
    row = commitments.propose_commitment(
        pool, people["logistics"], cost=usd(3), purpose="room", what="A room", form_token=uuid.uuid4()
    )
    commitments.approve(row, people["director"])
    payment = disbursements.prepare(
        row, people["logistics"], payee=small.rows["prepared"].payee, pay=usd(3), form_token=uuid.uuid4()
    )
    return disbursements.approve_disbursement(payment, people["treasurer"])
