import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from fundraising.models import PlanningRate
from tests.factories.appeals import make_rate
from tests.factories.delegation import make_delegation, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return make_delegation()


@pytest.fixture
def treasurer(client, delegation):
    person = make_staff(delegation, "treasurer")
    client.force_login(person)
    return person


def address(delegation):
    return reverse("fundraising:rates", args=[delegation.slug])


GOOD = {"currency": "CHF", "rate": "1.12", "as_of": "2026-08-20", "source": "Swiss National Bank"}


def test_entering_a_rate(client, delegation, treasurer):
    assert client.post(address(delegation), GOOD).status_code == 302
    rate = PlanningRate.objects.get()
    assert (str(rate), rate.source, rate.entered_by) == ("1 CHF = 1.12 USD", "Swiss National Bank", treasurer)
    page = client.get(address(delegation)).content.decode()
    assert "1 CHF = 1.12 USD" in page
    assert "in use" in page


def test_a_new_rate_is_a_new_row(client, delegation, treasurer):
    for value in ("1.12", "1.13"):
        client.post(address(delegation), GOOD | {"rate": value})
    assert PlanningRate.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": "0"},
        {"rate": "-1"},
        {"rate": "NaN"},
        {"rate": "1e400"},
        {"rate": ""},
        {"currency": "USD"},
        {"currency": "XXX"},
        {"as_of": "yesterday"},
        {"as_of": str(timezone.localdate() + datetime.timedelta(days=2))},
        {"source": ""},
        {"source": "x" * 161},
    ],
)
def test_a_wrong_rate_is_said_at_its_field(client, delegation, treasurer, wrong):
    answer = client.post(address(delegation), GOOD | wrong)
    assert answer.status_code == 422
    assert b'aria-invalid="true"' in answer.content
    assert not PlanningRate.objects.exists()


def test_who_may_look_and_who_may_enter(client, delegation):
    client.force_login(make_staff(delegation, "reviewer"))
    page = client.get(address(delegation))
    assert page.status_code == 200
    assert b"Enter the rate</button>" not in page.content
    assert client.post(address(delegation), GOOD).status_code == 403
    client.force_login(make_staff(make_delegation(), "treasurer"))
    assert client.get(address(delegation)).status_code == 403


def test_the_list_asks_as_often_at_3_as_at_30(
    client, delegation, treasurer, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(3):
        make_rate(delegation, by=treasurer)
    with django_assert_max_num_queries(25) as few:
        client.get(address(delegation))
    for _ in range(27):
        make_rate(delegation, by=make_staff(delegation, "treasurer"))
    with django_assert_num_queries(len(few)):
        client.get(address(delegation))
