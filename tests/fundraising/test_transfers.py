"""Unspent money moves on by the rule or by decision of two people, and those who gave are heard."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent, OutboxMail
from fundraising import wish_links
from fundraising.actions import funds, transfers
from fundraising.ledger import balances, entries, posting
from fundraising.ledger.accounts import available, committed
from fundraising.models import BooksCheck, FundTransfer, JournalEntry, Telling, Wish
from fundraising.queries.funds import standing
from fundraising.queries.proofs import verify
from fundraising.queries.transfers import movable, wishes_about
from tests.factories import delegation as make
from tests.factories.fundraising import make_appeal, make_gift, usd
from tests.fundraising.test_verify_books import unguarded  # noqa: F401 - a fixture
from tests.shared_world import shared_world

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]
Kind = FundTransfer.Kind
GOAL = 2060  # of tests.factories.fundraising.LINES


class World:
    def __init__(self):
        self.delegation = make.make_delegation()
        self.treasurer = make.make_staff(self.delegation, "treasurer")
        self.director = make.make_staff(self.delegation, "director")
        self.pool = funds.open_pool(self.delegation)
        self.appeal = make_appeal(make.make_delegate(self.delegation))
        self.delegate = self.appeal.delegate
        self.fund = self.delegate.fund

    def asked(self, units, kind=Kind.WITHDRAWAL, **more):
        values = {"source": self.fund, "target": self.pool, "reason": "rule", "note": "", "form_token": uuid.uuid4()}
        return transfers.Asked(kind=kind, amount=usd(units), **(values | more))

    def leaves(self, status="withdrawn"):
        type(self.delegate).objects.filter(pk=self.delegate.pk).update(status=status)
        self.fund = type(self.fund).objects.select_related("delegation").get(pk=self.fund.pk)

    def propose(self, units=40, **more):
        return transfers.propose_transfer(self.asked(units, **more), self.treasurer)


world_once, world = shared_world(World)


def red():
    return [verdict.id for verdict in verify() if not verdict.holds]


# -- the rule ---------------------------------------------------------------------------------------------
def test_the_rule_moves_all_that_is_unspent_of_somebody_who_does_not_travel(world):
    make_gift(world.fund, 50, fee=140)
    assert movable(world.fund).amount_minor == 0
    world.leaves("remote")
    found = movable(world.fund)
    assert (found.kind, found.amount_minor) == (Kind.WITHDRAWAL, 48_60)


def test_the_rule_moves_what_is_more_than_the_journey_costs(world):
    make_gift(world.fund, GOAL + 100, fee=0)
    found = movable(world.fund)
    assert (found.kind, found.need_minor, found.amount_minor) == (Kind.SURPLUS, GOAL * 100, 100_00)
    # What is held for an approved cost, or spent on one, is no longer needed.
    spec = entries.cost_approved(available(world.fund), committed(world.fund), 500_00, "USD")
    posting.post(spec, key="held", about=("", None), happened_at=timezone.now())
    assert movable(world.fund).amount_minor == 100_00


def test_home_again_everything_left_is_surplus(world):
    make_gift(world.fund, 50, fee=0)
    world.leaves("home")
    assert (movable(world.fund).kind, movable(world.fund).amount_minor) == (Kind.SURPLUS, 50_00)


# -- proposing and deciding ----------------------------------------------------------------------------------
def test_one_proposes_another_decides_and_the_books_hold(world):
    make_gift(world.fund, 50, fee=0)
    world.leaves()
    transfer = world.propose(50)
    assert balances.of_fund(world.fund).available == 50_00
    transfers.decide(transfer, world.director, "Fares go up on Friday.")
    assert balances.of_fund(world.fund).available == 0
    assert balances.of_fund(world.pool).available == 50_00
    entry = JournalEntry.objects.get(kind="withdrawal_moved")
    assert (entry.key, entry.about_uuid) == (f"transfer:{transfer.uuid}", transfer.uuid)
    assert standing(world.delegation).held_minor == 50_00
    assert red() == []
    verbs = AuditEvent.objects.filter(object_uuid=transfer.uuid).values_list("verb", flat=True)
    assert set(verbs) == {"fundraising.propose_transfer", "fundraising.decide_transfer"}


def test_nobody_decides_their_own_nor_about_their_own_journey(world):
    make_gift(world.fund, 50)
    world.leaves()
    transfer = world.propose()
    with pytest.raises(NotPermitted):
        transfers.decide(transfer, world.treasurer, "x")
    make.make_role(world.delegate.person, world.delegation, "treasurer")
    with pytest.raises(NotPermitted):
        transfers.decide(transfer, world.delegate.person, "x")
    with pytest.raises(NotPermitted):
        transfers.propose_transfer(world.asked(1), make.make_staff(world.delegation, "reviewer"))


@pytest.mark.parametrize("verb", ["decide", "decline"])
def test_it_is_decided_once(world, verb):
    make_gift(world.fund, 50)
    world.leaves()
    transfer = world.propose()
    getattr(transfers, verb)(transfer, world.director, "Now.")
    for again in ("decide", "decline", "take_back"):
        arguments = [transfer, world.treasurer if again == "take_back" else world.director]
        with pytest.raises(Conflict):
            getattr(transfers, again)(*arguments, *([] if again == "take_back" else ["Again."]))


def test_the_same_form_is_the_same_proposal_and_one_waits_at_a_time(world):
    make_gift(world.fund, 50)
    world.leaves()
    asked = world.asked(40)
    first = transfers.propose_transfer(asked, world.treasurer)
    assert transfers.propose_transfer(asked, world.treasurer) == first
    with pytest.raises(Conflict):
        transfers.propose_transfer(world.asked(41, form_token=asked.form_token), world.treasurer)
    with pytest.raises(Conflict):
        world.propose(5)
    transfers.take_back(first, world.treasurer)
    assert world.propose(5).amount_minor == 5_00


@pytest.mark.parametrize(
    ("units", "more", "field"),
    [
        (0, {}, "amount"),
        (51, {}, "amount"),
        (10, {"kind": Kind.SURPLUS}, None),
        (10, {"reason": "other"}, "note"),
        (10, {"kind": Kind.REDIRECT}, "note"),
        (10, {"kind": Kind.CARRIED_ON}, "target"),
    ],
)
def test_what_cannot_be_proposed_says_where(world, units, more, field):
    make_gift(world.fund, 50, fee=0)
    world.leaves()
    with pytest.raises(DomainError) as refused:
        world.propose(units, **more)
    assert refused.value.field == field
    assert not FundTransfer.objects.exists()


def test_a_delegate_who_comes_back_keeps_the_money(world):
    make_gift(world.fund, 50, fee=0)
    world.leaves()
    transfer = world.propose(50)
    world.leaves("nominated")
    with pytest.raises(Conflict):
        transfers.decide(FundTransfer.objects.get(pk=transfer.pk), world.director, "Now.")
    assert balances.of_fund(world.fund).available == 50_00


def test_red_books_stop_it(world):
    make_gift(world.fund, 50)
    world.leaves()
    transfer = world.propose()
    BooksCheck.objects.create(red="L1")
    with pytest.raises(Conflict):
        transfers.decide(transfer, world.director, "Now.")


def test_a_decision_redirects_unspent_money_to_another_journey(world):
    make_gift(world.fund, 50, fee=0)
    other = funds.open_travel_fund(make.make_delegate(world.delegation))
    transfer = world.propose(20, kind=Kind.REDIRECT, target=other, reason="need", note="Her fare is due.")
    transfers.decide(transfer, world.director, "Agreed.")
    assert balances.of_fund(other).available == 20_00
    assert red() == []


def test_the_rest_of_a_closed_delegation_is_kept_for_the_next(world):
    make_gift(world.pool, 80, fee=0)
    following = funds.open_pool(make.make_delegation())
    asked = {"kind": Kind.CARRIED_ON, "source": world.pool, "target": following}
    with pytest.raises(DomainError):
        world.propose(80, **asked)
    type(world.delegation).objects.filter(pk=world.delegation.pk).update(travel_status="closed")
    closed = type(world.pool).objects.select_related("delegation").get(pk=world.pool.pk)
    transfer = world.propose(80, **(asked | {"source": closed}))
    transfers.decide(transfer, world.director)
    assert balances.of_fund(following).available == 80_00
    assert standing(world.delegation).carried_minor == -80_00
    assert standing(following.delegation).held_minor == 80_00
    assert red() == []


# -- those who gave ----------------------------------------------------------------------------------------
def test_each_address_is_told_once_and_its_newest_wish_counts(world, client):
    for email in ("a@example.org", "A@example.org", "b@example.org"):
        make_gift(world.fund, 20, email=email)
    world.leaves()
    transfer = world.propose(20)
    assert Telling.objects.filter(transfer=transfer).count() == 2
    assert transfers.mail_tellings() == 2
    assert transfers.mail_tellings() == 0
    assert OutboxMail.objects.filter(notice="fundraising.money_moves_on").count() == 2
    telling = Telling.objects.first()
    page = wish_links.wish_path(telling)
    assert client.get(page).status_code == 200
    assert not Wish.objects.exists()
    for choice in ("others", "others", "talk"):
        assert client.post(page, {"choice": choice}).status_code == 302
    assert [wish.choice for wish in Wish.objects.order_by("id")] == ["others", "talk"]
    found = wishes_about(transfer=transfer)
    assert (found.told, found.answered, [(value, n) for value, _l, n in found.by_choice]) == (2, 1, [("talk", 1)])


def test_before_the_wishes_are_in_the_minutes_say_why(world):
    make_gift(world.fund, 50)
    world.leaves()
    transfer = world.propose()
    with pytest.raises(DomainError) as refused:
        transfers.decide(transfer, world.director)
    assert refused.value.field == "note"


def test_after_the_last_day_no_wish_is_taken(world, client):
    make_gift(world.fund, 50)
    world.leaves()
    telling = world.propose().tellings.get()
    late = timezone.now() + timedelta(days=31)
    with time_machine.travel(late, tick=False):
        with pytest.raises(Conflict):
            transfers.send_wish(telling, "talk")
        assert client.get(wish_links.wish_path(telling)).status_code == 200
        assert client.post(wish_links.wish_path(telling), {"choice": "talk"}).status_code == 422


def test_a_forged_link_is_no_page(client):
    assert client.get(reverse("fundraising:send_wish", args=["forged"])).status_code == 404


def test_a_proposal_taken_back_troubles_nobody(world):
    make_gift(world.fund, 50)
    world.leaves()
    transfers.take_back(world.propose(), world.treasurer)
    assert transfers.mail_tellings() == 1
    assert not OutboxMail.objects.filter(notice="fundraising.money_moves_on").exists()


def test_a_moved_review_is_told_once(world):
    with pytest.raises(Conflict):
        transfers.tell_postponement(world.delegation, world.director)
    make_gift(world.fund, 50)
    make_gift(world.pool, 50)
    make.make_dates(world.delegation, days_to_review=200)
    row = transfers.tell_postponement(world.delegation, world.director)
    assert transfers.tell_postponement(world.delegation, world.director) == row
    # Who gave to the pool gave for no journey that waits.
    assert row.tellings.count() == 1
    transfers.mail_tellings()
    assert OutboxMail.objects.filter(notice="fundraising.review_moved").count() == 1


# -- what the database refuses, and what the proofs see --------------------------------------------------------
def test_the_database_refuses_what_the_actions_would(world):
    make_gift(world.fund, 50)
    world.leaves()
    transfer = world.propose()
    rows = FundTransfer.objects.filter(pk=transfer.pk)
    now = timezone.now()
    for change in (
        {"amount_minor": 1},
        {"target": world.fund},
        {"status": "moved", "decided_by": world.treasurer, "decided_at": now},
        {"status": "moved"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        transfer.delete()


@pytest.mark.usefixtures("unguarded")
def test_a_transfer_without_its_entry_and_an_own_decision_are_seen(world):
    make_gift(world.fund, 50)
    world.leaves()
    rows = FundTransfer.objects.filter(pk=world.propose().pk)
    rows.update(status="moved", decided_by=world.director, decided_at=timezone.now())
    assert {"T1"} <= set(red())
    assert "T2" not in red()
    rows.update(decided_by=world.treasurer)
    assert {"T1", "T2"} <= set(red())
