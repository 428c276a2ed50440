"""What a sponsor promised is computed from the books, gift by gift, and received apart."""

import random
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import OutboxMail
from fundraising.actions import matches, offline
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import MatchAsk, MatchPledge
from fundraising.queries.matches import promise
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_delegate
from tests.factories.fundraising import make_appeal, make_gift, usd
from tests.factories.offline import Office

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


def red():
    return [v.id for v in verify() if not v.holds]


@pytest.fixture
def office():
    return Office()


def sums(pledge):
    now = promise(pledge)
    return now.promised_minor, now.received_minor


def test_gifts_in_the_days_are_matched_up_to_the_limit(office):
    pledge = office.pledge(120)
    make_gift(office.pool, 50)
    make_gift(office.pool, 40, at=timezone.now() - timedelta(days=30))
    assert sums(pledge) == (50_00, 0)
    office.give(90)
    assert sums(pledge) == (120_00, 0)
    assert red() == []


@pytest.mark.parametrize(
    ("terms", "gifts", "promised"),
    [
        ({"ratio_gives": 1, "ratio_for": 2}, (25, 35), 30_00),
        ({"ratio_gives": 1, "ratio_for": 3}, (10, 10), 2 * 333),
        ({"ratio_gives": 2}, (25,), 50_00),
        ({"cap": usd(20)}, (50, 10), 30_00),
        ({"cap": usd(20), "ratio_gives": 3, "ratio_for": 2}, (50, 10), 45_00),
    ],
)
def test_ratio_and_cap_are_exact_gift_by_gift(office, terms, gifts, promised):
    pledge = office.pledge(500, **terms)
    for units in gifts:
        make_gift(office.pool, units)
    assert sums(pledge) == (promised, 0)
    assert red() == []


def test_a_gift_to_an_appeal_is_matched_by_the_appeals_pledge_alone(office):
    appeal = make_appeal(make_delegate(office.delegation))
    to_pool, to_appeal = office.pledge(500), office.pledge(500, appeal=appeal)
    make_gift(appeal.delegate.fund, 30)
    assert (sums(to_pool), sums(to_appeal)) == ((0, 0), (30_00, 0))


def test_what_is_given_back_is_not_matched(office):
    pledge = office.pledge(500)
    gift = make_gift(office.pool, 50)
    spec = entries.refund_made(available(office.pool), available(office.pool), 20_00, "USD")
    posting.post(spec, key="refund:re_1", about=("fundraising.donation", gift.uuid), happened_at=timezone.now())
    cheque = office.give(40)
    assert sums(pledge) == (70_00, 0)
    offline.bounce(cheque, office.director, bank_reference="BACK")
    assert sums(pledge) == (30_00, 0)


def test_only_what_was_agreed_by_a_second_person_promises(office):
    pledge = office.pledge(500, agreed=False)
    make_gift(office.pool, 50)
    assert sums(pledge) == (0, 0)
    with pytest.raises(NotPermitted):
        matches.agree(pledge, office.treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchPledge.objects.update(status="agreed", decided_by=office.treasurer, decided_at=timezone.now())
    matches.agree(pledge, office.director)
    assert sums(pledge) == (50_00, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchPledge.objects.update(limit_minor=9)


def test_asked_of_the_sponsor_and_counted_when_received(office):
    pledge = office.pledge(100)
    with pytest.raises(Conflict):
        matches.ask(pledge, office.treasurer, form_token=uuid.uuid4())
    make_gift(office.pool, 60)
    token = uuid.uuid4()
    row = matches.ask(pledge, office.treasurer, form_token=token)
    assert matches.ask(pledge, office.treasurer, form_token=token) == row
    assert (row.promised_minor, row.open_minor, MatchAsk.objects.count()) == (60_00, 60_00, 1)
    assert OutboxMail.objects.filter(notice="fundraising.match_ask").count() == 1
    gift = office.give(60, pledge=pledge)
    assert gift.donor == pledge.donor
    # The sponsor's own money is not matched again.
    assert sums(pledge) == (60_00, 60_00)
    with pytest.raises(Conflict):
        matches.ask(pledge, office.treasurer, form_token=uuid.uuid4())
    assert red() == []


def test_a_gift_by_card_keeps_a_promise_once_and_within_it(office):
    pledge = office.pledge(100)
    gift = make_gift(office.pool, 60)
    assert sums(pledge) == (60_00, 0)
    matches.count(pledge, office.treasurer, donation=gift)
    assert sums(pledge) == (0, 60_00)
    with pytest.raises(Conflict):
        matches.count(pledge, office.treasurer, donation=gift)
    with pytest.raises(Conflict) as refused:
        matches.count(pledge, office.treasurer, donation=make_gift(office.pool, 50))
    assert refused.value.code == "beyond_limit"
    elsewhere = make_gift(make_appeal(make_delegate(office.delegation)).delegate.fund, 10)
    with pytest.raises(Conflict):
        matches.count(pledge, office.treasurer, donation=elsewhere)
    assert red() == []


def test_a_sponsors_cheque_beyond_the_promise_is_not_confirmed_as_keeping_it(office):
    pledge = office.pledge(100)
    office.give(70, pledge=pledge)
    gift = office.record(40, pledge=pledge)
    with pytest.raises(Conflict) as refused:
        office.confirm(gift)
    assert refused.value.code == "beyond_limit"
    assert sums(pledge) == (0, 70_00)
    assert red() == []


def test_ended_it_still_asks_for_what_was_promised(office):
    pledge = office.pledge(100)
    make_gift(office.pool, 60)
    matches.end(pledge, office.treasurer)
    assert sums(pledge) == (60_00, 0)


@pytest.mark.parametrize(
    "terms",
    [
        {"units": 0},
        {"cap": usd(0)},
        {"ratio_for": 0},
        {"ends_on": timezone.localdate() - timedelta(days=60)},
        {"email": ""},
    ],
)
def test_what_cannot_be_promised(office, terms):
    with pytest.raises(DomainError):
        office.pledge(**terms)


def test_against_an_oracle(office):
    chance = random.Random(3)
    for _ in range(4):
        terms = {"ratio_gives": chance.randint(1, 4), "ratio_for": chance.randint(1, 4)}
        cap = chance.choice((None, 15, 40))
        pledge = office.pledge(chance.choice((40, 3000)), **terms, cap=usd(cap) if cap else None)
        for _n in range(3):
            make_gift(office.pool, chance.randint(5, 60))
        assert promise(pledge).promised_minor >= 0
        assert "P2" not in red()
