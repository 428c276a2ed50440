"""Money that moves on in the demo: proposals that were decided, declined and taken back, and one that waits, with a
wish."""

import uuid

from djmoney.money import Money

from fundraising.actions import funds, transfers
from fundraising.models import Fund, FundTransfer
from fundraising.queries.transfers import movable_rows


def propose_and_decide(delegation, proposer, decider) -> None:
    """For the first fund whose money the rule moves: part of it moved, the rest proposed and wished about."""
    rows = movable_rows(list(_funds(delegation)))
    row = next((row for row in rows if row.amount_minor >= 2_00), None)
    if row is None:
        return
    transfers.take_back(_propose(row, 1, proposer), proposer)
    transfers.decline(_propose(row, 2, proposer), decider, "Let us wait until his fare is refunded, then move it all.")
    first = _propose(row, row.amount_minor // 200, proposer)
    transfers.decide(first, decider, "Winter fares rise on Friday, and two people are short of theirs.")
    again = next(found for found in movable_rows([row.fund]))
    second = _propose(again, again.amount_minor // 100, proposer)
    telling = second.tellings.first()
    if telling is not None:
        transfers.send_wish(telling, "others")


def _funds(delegation):
    return Fund.objects.filter(delegation=delegation, kind=Fund.Kind.TRAVEL).select_related(
        "delegation", "delegate__person"
    )


def _propose(row, units: int, by) -> FundTransfer:
    asked = transfers.Asked(
        source=row.fund,
        target=funds.open_pool(row.fund.delegation),
        kind=row.kind,
        amount=Money(units, row.fund.currency),
        reason="rule",
        note="",
        form_token=uuid.uuid4(),
    )
    return transfers.propose_transfer(asked, by)
