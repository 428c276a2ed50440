"""A difference to Stripe nobody looked at, one with a correction that waits, and a month somebody asked to close."""

import uuid

from django.utils import timezone

from fundraising import months
from fundraising.actions import corrections
from fundraising.models import BalanceLine, Difference, Period
from fundraising.queries.periods import BEGINNING
from tests.factories.monthend import make_ready_to_close


def add(delegation, people, owner, rows):
    rows["difference"] = make_difference()
    waiting = make_difference()
    asked = corrections.Asked(waiting, delegation, "fee", "Radar, by Stripe's bill.", uuid.uuid4())
    rows["correction"] = corrections.propose_correction(asked, people["treasurer"])
    make_ready_to_close()
    month = months.before(months.before(months.month_of(timezone.now())))
    rows["period"] = Period.objects.create(
        delegation=delegation,
        month=month,
        starts_at=BEGINNING,
        ends_at=months.bounds(month)[1],
        asked_by=people["treasurer"],
    )


def make_difference() -> Difference:
    now = timezone.now()
    name = uuid.uuid4().hex
    line = BalanceLine.objects.create(
        stripe_id=f"txn_{name}",
        category="fee",
        source=f"fee_{name}",
        amount_minor=-7_00,
        fee_minor=0,
        net_minor=-7_00,
        currency="USD",
        made_at=now,
    )
    return Difference.objects.create(
        kind="missing_in_books",
        subject=line.stripe_id,
        category="fee",
        currency="USD",
        theirs_minor=-7_00,
        ours_minor=0,
        line=line,
        first_seen_at=now,
        last_seen_at=now,
    )
