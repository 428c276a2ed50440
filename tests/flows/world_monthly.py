"""A giver with a monthly gift and the links to it, and a monthly gift whose delegate no longer travels."""

from delegation.models import Delegate
from fundraising import gift_links
from fundraising.actions import funds, monthly_steps
from tests.factories import delegation as make
from tests.factories.monthly import make_monthly

GIVER = "giver@example.org"


def add(delegation, people, owner, rows):
    rows["monthly"] = gift = make_monthly(rows["fund"], email=GIVER)
    monthly_steps.remember_told(gift, gift.wants, gift.ends_at)
    rows["door_token"] = gift_links.door_path(gift.donor).split("/")[3]
    rows["monthly_token"] = gift_links.monthly_path(gift).split("/")[3]
    gone = make.make_delegate(delegation)
    rows["monthly_waiting"] = make_monthly(funds.open_travel_fund(gone))
    Delegate.objects.filter(pk=gone.pk).update(status="withdrawn")
