"""What a page costs does not depend on how many gifts stand behind it."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fundraising.actions import disputes, refunds
from fundraising.ledger import balances
from fundraising.queries.proofs import verify
from fundraising.queries.public import givers, kept_gifts
from tests.factories.fundraising import make_gift
from tests.factories.many_gifts import ManyGifts, addresses
from tests.factories.payments import make_dispute, make_refund, taken

pytestmark = pytest.mark.django_db
# A trace reads the fund's lines from its gift on, two hundred at a time, and at most MOST_READ entries.
WINDOWED = {"trace of the first gift, staff", "trace of the newest gift, staff", "trace, the giver's"}


@pytest.fixture
def page():
    return ManyGifts()


def queries(page) -> dict[str, int]:
    found = {}
    for name, (path, client) in addresses(page).items():
        client.get(path)
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200, name
        found[name] = len(seen)
    return found


def test_ten_gifts_and_six_hundred_cost_the_same_questions(page):
    page.grow_to(10)
    few = queries(page)
    page.grow_to(600)
    many = queries(page)
    assert {name: (few[name], many[name]) for name in few if name not in WINDOWED and many[name] > few[name]} == {}
    for name in WINDOWED:
        # Six hundred gifts are twelve hundred entries: seven windows at most, one of them read before.
        assert many[name] <= few[name] + 7


def test_what_is_written_at_once_is_what_settling_leaves(page):
    page.grow_to(25)
    page.first.refresh_from_db()
    assert balances.of_fund(page.fund).total == 25 * (50_00 - page.first.fee_minor) - 20_00
    # The cost and its payout were posted straight into the books: they alone have no row of their own.
    assert {v.id for v in verify() if not v.holds} <= {"A4", "S5", "S11", "K2", "O1"}


def test_givers_are_the_gifts_that_were_kept(page):
    page.grow_to(8)
    gone, part, lost = (make_gift(page.fund, 40) for _ in range(3))
    refunds.follow(gone.payment_intent, [make_refund(gone, 40_00)])
    refunds.follow(part.payment_intent, [make_refund(part, 10_00)])
    disputes.follow(lost.payment_intent, make_dispute(lost, taken(40_00), status="lost"))
    assert givers(page.appeal) == kept_gifts(page.appeal).count()
    assert givers(page.appeal) < 8 + 3
