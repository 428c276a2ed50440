"""A donor's words reach a public page only after a person has read them."""

import pytest
from django.urls import reverse

from delegation.errors import Conflict, NotPermitted
from delegation.models import AuditEvent
from fundraising.actions import donations
from fundraising.queries.public import latest_gifts
from tests.factories.delegation import make_delegate, make_staff
from tests.factories.fundraising import make_appeal, make_gift
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal():
    return make_appeal()


@pytest.fixture
def reader(appeal):
    return make_staff(appeal.delegate.delegation, "communications")


def _gift(appeal, **fields):
    return make_gift(appeal.delegate.fund, 20, **({"message": "Travel well."} | fields))


def _public(appeal):
    return [gift.message for gift in latest_gifts(appeal)]


def test_a_message_waits_is_shown_is_left_out_and_comes_back(appeal, reader):
    gift = _gift(appeal)
    assert _public(appeal) == [""]
    donations.show_message(gift, reader)
    assert _public(appeal) == ["Travel well."]
    donations.hide_message(gift, reader)
    assert _public(appeal) == [""]
    donations.show_message(gift, reader)
    assert _public(appeal) == ["Travel well."]


def test_the_same_decision_again_changes_and_records_nothing(appeal, reader):
    gift = _gift(appeal)
    for _ in range(3):
        donations.show_message(gift, reader)
    assert AuditEvent.objects.filter(verb="fundraising.show_message").count() == 1


@pytest.mark.parametrize("role", ["treasurer", "logistics", "auditor"])
def test_other_roles_do_not_decide(appeal, role):
    gift = _gift(appeal)
    with pytest.raises(NotPermitted):
        donations.show_message(gift, make_staff(appeal.delegate.delegation, role))


def test_a_gift_without_words_has_nothing_to_show(appeal, reader):
    with pytest.raises(Conflict):
        donations.show_message(_gift(appeal, message=""), reader)


def test_the_page_shows_the_words_and_never_the_address(client, appeal, reader):
    gift = _gift(appeal, email="zofia@example.org", shown_name="Zofia")
    client.force_login(reader)
    url = reverse("fundraising:messages", args=[appeal.delegate.delegation.slug])
    text = client.get(url).content.decode()
    assert "Travel well." in text
    assert "Zofia" in text
    assert "zofia@example.org" not in text
    assert client.post(reverse("fundraising:show_message", args=[gift.uuid])).url == url
    assert "Travel well." in client.get(url + "?tab=shown").content.decode()


def test_strangers_and_other_delegations_decide_nothing(client, appeal):
    gift = _gift(appeal)
    url = reverse("fundraising:show_message", args=[gift.uuid])
    assert client.post(url).status_code == 302
    client.force_login(make_staff(make_delegate().delegation, "communications"))
    assert client.post(url).status_code == 404


def test_the_list_costs_the_same_at_3_and_30(client, appeal, reader):
    client.force_login(reader)
    url = reverse("fundraising:messages", args=[appeal.delegate.delegation.slug])
    assert_same_queries(client, url, lambda n: [_gift(appeal) for _ in range(n)])
