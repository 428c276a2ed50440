"""Each proof of monthly gifts turns red for a corruption of its kind."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from fundraising.actions import funds, monthly_steps
from fundraising.models import Donation, MonthlyGift
from fundraising.queries.proofs import verify
from tests.factories import delegation as make
from tests.factories.monthly import make_monthly, pay_month, start_monthly
from tests.fundraising.test_verify_books import unguarded  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


def red() -> set[str]:
    return {verdict.id for verdict in verify() if not verdict.holds}


@pytest.fixture
def gift():
    delegation = make.make_delegation()
    made = make_monthly(funds.open_pool(delegation), months=2)
    over = make_monthly(funds.open_travel_fund(make.make_delegate(delegation)))
    monthly_steps.run_out(over, "failed")
    start_monthly(funds.open_pool(delegation))
    return made


def _rows(**found):
    return MonthlyGift.objects.filter(**found)


def _another_fund(gift):
    fund = funds.open_travel_fund(make.make_delegate(gift.fund.delegation))
    _rows(pk=gift.pk).update(fund=fund)


CORRUPTIONS = {
    "M1": _another_fund,
    "M2": lambda gift: Donation.objects.filter(pk=gift.donations.first().pk).update(invoice=None),
    "M3": lambda gift: _rows(status="ended").update(ended_at=timezone.now() - timedelta(days=2)),
    "M4": lambda gift: Donation.objects.filter(monthly=gift).update(status="failed"),
}


def test_clean_books_are_clean(gift):
    assert red() == set()


@pytest.mark.parametrize("proof", CORRUPTIONS)
def test_each_corruption_is_caught_by_its_own_line(proof, gift, unguarded):  # noqa: F811
    assert red() == {"X1"}
    CORRUPTIONS[proof](gift)
    assert proof in red()


@pytest.mark.parametrize("change", [{"monthly": None}, {"currency": "EUR"}, {"mode": "test"}])
def test_a_month_without_its_gift_is_found(gift, unguarded, change):  # noqa: F811
    Donation.objects.filter(pk=gift.donations.first().pk).update(**change)
    assert "M1" in red()


def test_a_redirected_gifts_months_stand_in_both_funds(gift):
    fund = funds.open_travel_fund(make.make_delegate(gift.fund.delegation))
    moved = make_monthly(fund)
    _rows(pk=moved.pk).update(redirect_fund=gift.fund, redirected_at=timezone.now())
    pay_month(MonthlyGift.objects.get(pk=moved.pk))
    assert {d.fund_id for d in moved.donations.all()} == {fund.pk, gift.fund_id}
    assert red() == set()


def test_one_invoice_for_two_months_cannot_be_or_is_found(gift, unguarded):  # noqa: F811
    first, second = gift.donations.order_by("id")
    if connection.vendor == "sqlite":
        pytest.skip("the unique index stays there even for somebody who writes to the file")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'u' "
            "AND conrelid = 'fundraising_donation'::regclass AND conname LIKE '%invoice%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE fundraising_donation DROP CONSTRAINT "{name}"')
    Donation.objects.filter(pk=second.pk).update(invoice=first.invoice)
    assert "M2" in red()
