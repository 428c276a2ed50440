"""A delegate who no longer travels, and a transfer of what was given for them that waits for a decision."""

import uuid

from djmoney.money import Money

from delegation.models import Delegate
from fundraising.actions import funds, transfers
from fundraising.models import Fund
from tests.factories import delegation as make
from tests.factories.fundraising import make_gift


def add(delegation, people, owner, rows):
    gone = make.make_delegate(delegation)
    make_gift(funds.open_travel_fund(gone), 30)
    Delegate.objects.filter(pk=gone.pk).update(status="withdrawn")
    source = Fund.objects.select_related("delegation", "delegate").get(delegate=gone)
    asked = transfers.Asked(
        source=source,
        target=funds.open_pool(delegation),
        kind="withdrawal",
        amount=Money(20, "USD"),
        reason="rule",
        note="",
        form_token=uuid.uuid4(),
    )
    rows["transfer"] = transfers.propose_transfer(asked, people["treasurer"])
    rows["telling"] = rows["transfer"].tellings.get()
    rows["redirect_from"] = source
