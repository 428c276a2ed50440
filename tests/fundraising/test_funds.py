import uuid

import pytest
from django.db import IntegrityError, transaction

from delegation.errors import Conflict, DomainError, NotPermitted
from fundraising.actions import funds
from fundraising.ledger import balances
from fundraising.models import Allocation, BooksCheck, Fund, JournalEntry
from fundraising.queries.funds import fund_rows, standing
from tests.factories.delegation import make_delegate, make_delegation, make_organisation, make_person, make_staff
from tests.factories.fundraising import make_appeal, make_fund, make_gift, make_pool, usd
from tests.shared_world import shared_world

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


class World:
    def __init__(self):
        self.pool = make_pool()
        self.delegation = self.pool.delegation
        self.fund = make_fund(make_delegate(self.delegation))
        self.treasurer = make_staff(self.delegation, "treasurer")
        self.director = make_staff(self.delegation, "director")

    def propose(self, amount=20, **given):
        money = usd(amount) if isinstance(amount, int | str) else amount
        values = {"by": self.treasurer, "fund": self.fund, "amount": money, "reason": "gap", "note": ""}
        return funds.propose_allocation(**(values | {"form_token": uuid.uuid4()} | given))


world_once, world = shared_world(World)


def test_funds_are_opened_once(world):
    assert funds.open_pool(world.delegation) == world.pool
    assert funds.open_travel_fund(world.fund.delegate) == world.fund
    assert Fund.objects.count() == 2


def test_one_proposes_another_decides_and_the_money_moves(world):
    make_gift(world.pool, 100, fee=0)
    allocation = world.propose(20, note="The fare is held until Friday.")
    assert balances.of_fund(world.fund).available == 0
    funds.decide(allocation, world.director, "Agreed.")
    assert balances.of_fund(world.fund).available == 20_00
    assert balances.of_fund(world.pool).available == 80_00
    allocation.refresh_from_db()
    assert (allocation.status, allocation.decided_by) == ("allocated", world.director)
    assert [note.text for note in allocation.notes.all()] == ["The fare is held until Friday.", "Agreed."]


def test_the_same_form_twice_is_one_proposal(world):
    token = uuid.uuid4()
    assert world.propose(form_token=token) == world.propose(form_token=token)
    assert Allocation.objects.count() == 1


def test_nobody_decides_their_own_proposal(world):
    make_gift(world.pool, 100)
    allocation = world.propose()
    with pytest.raises(NotPermitted):
        funds.decide(allocation, world.treasurer)
    assert Allocation.objects.get().status == "proposed"


def test_a_superuser_is_nobody_here(world):
    make_gift(world.pool, 100)
    with pytest.raises(NotPermitted):
        funds.decide(world.propose(), make_person(is_superuser=True, is_staff=True))


def test_the_receiving_delegate_does_not_decide_even_as_director(world):
    make_gift(world.pool, 100)
    delegate = make_delegate(world.delegation, person=world.director)
    allocation = world.propose(fund=make_fund(delegate))
    with pytest.raises(NotPermitted):
        funds.decide(allocation, world.director)


@pytest.mark.parametrize("role", ["reviewer", "logistics", "communications", "auditor"])
def test_only_treasurer_and_director_propose(world, role):
    with pytest.raises(NotPermitted):
        world.propose(by=make_staff(world.delegation, role))


def test_a_decision_happens_once(world):
    make_gift(world.pool, 100)
    allocation = world.propose()
    funds.decide(allocation, world.director)
    for verb in (funds.decide, funds.decline):
        with pytest.raises(Conflict):
            verb(allocation, world.director, "again")
    assert JournalEntry.objects.filter(kind="allocation_allocated").count() == 1


def test_the_pool_never_falls_below_its_floor(world, settings):
    settings.POOL_FLOOR_PERCENT = 5
    make_gift(world.pool, 100, fee=0)
    with pytest.raises(Conflict) as refused:
        funds.decide(world.propose("95.01"), world.director)
    assert refused.value.code == "pool_floor"
    assert "$95.00" in str(refused.value)
    assert Allocation.objects.get().status == "proposed"
    funds.decide(world.propose(95), world.director)
    assert balances.of_fund(world.pool).available == 5_00


def test_the_floor_counts_all_the_pool_has_ever_received(world):
    make_gift(world.pool, 100, fee=0)
    funds.decide(world.propose(90), world.director)
    make_gift(world.pool, 100, fee=0)
    # 200 received: 10 stay; 110 are there.
    assert funds.floor_minor(world.pool) == 10_00
    funds.decide(world.propose(100), world.director)
    with pytest.raises(Conflict):
        funds.decide(world.propose("0.01"), world.director)


def test_while_the_books_are_red_no_money_goes_out_and_gifts_go_on(world):
    make_gift(world.pool, 100, fee=0)
    BooksCheck.objects.create(red="L8")
    with pytest.raises(Conflict) as refused:
        funds.decide(world.propose(), world.director)
    assert refused.value.code == "books_red"
    make_gift(world.pool, 10, fee=0)
    assert balances.of_fund(world.pool).available == 110_00
    BooksCheck.objects.create(red="")
    funds.decide(world.propose(), world.director)


def test_declining_needs_words_and_moves_nothing(world):
    make_gift(world.pool, 100)
    allocation = world.propose()
    with pytest.raises(DomainError) as refused:
        funds.decline(allocation, world.director, " ")
    assert refused.value.field == "note"
    funds.decline(allocation, world.director, "The fare fell.")
    assert not JournalEntry.objects.filter(kind="allocation_allocated").exists()


def test_a_proposal_is_taken_back_by_its_author_alone(world):
    allocation = world.propose()
    with pytest.raises(NotPermitted):
        funds.take_back(allocation, world.director)
    assert funds.take_back(allocation, world.treasurer).status == "taken_back"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount": usd(0)}, "amount"),
        ({"amount": usd(-5)}, "amount"),
        ({"amount": usd("1.005")}, "amount"),
        ({"reason": "other"}, "note"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_at_its_field(world, given, field):
    with pytest.raises(DomainError) as refused:
        world.propose(**given)
    assert refused.value.field == field


@pytest.mark.parametrize("status", ["applied", "withdrawn", "remote", "home", "closed"])
def test_money_goes_to_people_who_travel(world, status):
    world.fund.delegate.status = status
    world.fund.delegate.save()
    with pytest.raises(DomainError) as refused:
        world.propose()
    assert refused.value.code == "not_travelling"


def test_the_database_itself_wants_two_people(world):
    make_gift(world.pool, 100)
    allocation = world.propose()
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.filter(pk=allocation.pk).update(
            status="allocated", decided_by=world.treasurer, decided_at=allocation.created_at
        )


@pytest.mark.parametrize("change", [{"amount_minor": 1}, {"reason": "need"}, {"currency": "EUR"}])
def test_what_was_proposed_is_what_is_decided(world, change):
    allocation = world.propose()
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.filter(pk=allocation.pk).update(**change)


# -- what pages read -------------------------------------------------------------------------------
def test_the_public_account_is_the_ledgers(world):
    from fundraising.models import Share

    appeal = make_appeal(make_delegate(world.delegation))
    share = Share.objects.create(
        appeal=appeal,
        version=appeal.approved_version,
        organisation=make_organisation(),
        code="abc",
        shared_by=world.director,
    )
    make_gift(appeal.delegate.fund, 50, fee=140, email="a@example.org")
    make_gift(appeal.delegate.fund, 30, fee=96, share=share, email="A@example.org")
    make_gift(world.pool, 100, fee=250)
    make_gift(make_pool(make_delegation()), 999)
    funds.decide(world.propose(40), world.director)
    shown = standing(world.delegation)
    assert (shown.from_appeals_minor, shown.from_members_minor, shown.to_pool_minor) == (50_00, 30_00, 100_00)
    assert (shown.fees_minor, shown.allocated_minor, shown.gifts, shown.donors) == (486, 40_00, 3, 2)
    assert shown.in_travel_funds_minor == 80_00 - 236 + 40_00
    assert shown.in_pool_minor == 100_00 - 250 - 40_00
    assert shown.held_minor == shown.books_minor == 180_00 - 486
    assert shown.units()["fees"] == 4


def test_an_empty_delegation_has_an_account_of_zeros():
    shown = standing(make_delegation())
    assert shown.held_minor == shown.books_minor == shown.gifts == 0


def test_the_public_account_costs_the_same_however_much_was_given(world, django_assert_num_queries):
    make_gift(world.pool, 10)
    for _ in range(2):
        with django_assert_num_queries(5):
            standing(world.delegation)
        for _ in range(5):
            make_gift(world.pool, 10)


def test_rows_of_funds_cost_the_same_however_many(world, django_assert_num_queries):
    rows = [world.pool, world.fund, *(make_fund(make_delegate(world.delegation)) for _ in range(6))]
    for sample in (rows[:2], rows):
        with django_assert_num_queries(6):
            assert len(fund_rows(sample)) == len(sample)
