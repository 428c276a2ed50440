"""A year's statement: what one address gave, less what was given back, once, and anew when that changes."""

import re
import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from delegation.errors import Conflict, NotPermitted
from delegation.models import OutboxMail
from delegation.outbox import build
from fundraising import gift_links
from fundraising.actions import receipts, statements
from fundraising.models import YearStatement, YearStatementLine
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_delegation, make_staff
from tests.factories.fundraising import make_appeal, make_gift, make_pool, start_gift, usd
from tests.factories.receipts import give_back
from tests.fundraising.test_races import together
from tests.fundraising.test_verify_books import unguarded  # noqa: F401 - a fixture

pytestmark = pytest.mark.money_db
MINE = "marguerite@example.org"
LAST_YEAR = datetime(2025, 6, 15, 12, tzinfo=UTC)
JANUARY = datetime(2026, 1, 10, 12, tzinfo=UTC)


class World:
    """Three gifts of one address in 2025 and one of another; each gift with a donor row of its own, as in life."""

    def __init__(self):
        self.pool = make_pool(make_delegation())
        self.treasurer = make_staff(self.pool.delegation, "treasurer")
        self.first = self.give(100, name="Marguerite Landry")
        self.second = self.give(30, email="Marguerite@Example.org")
        self.other = self.give(20, email="other@example.org")

    def give(self, amount, **fields):
        return make_gift(self.pool, amount, at=LAST_YEAR, **{"email": MINE} | fields)


@pytest.fixture
def clock():
    with time_machine.travel(JANUARY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db, clock):
    return World()


def mine(**fields) -> YearStatement:
    return YearStatement.objects.get(donor__email__iexact=MINE, **fields)


def red():
    return {verdict.id for verdict in verify(frozenset({"R1", "R2", "R3"})) if not verdict.holds}


def test_january_makes_one_for_each_address_and_twice_is_once(world):
    assert statements.sweep_statements() == 2
    assert statements.sweep_statements() == 0
    statement = mine()
    assert (statement.given_minor, statement.returned_minor, statement.total_minor) == (130_00, 0, 130_00)
    assert statement.label == "DEMO-S-2025-000001"
    assert statement.printed.name == "Marguerite Landry"
    assert [line.donation for line in statement.lines.all()] == [world.first, world.second]
    assert statement.until == date(2025, 12, 31)
    assert OutboxMail.objects.filter(notice="fundraising.year_statement").count() == 2
    assert red() == set()


def test_the_givers_own_page_leads_to_the_statement_that_holds(world, client):
    statements.sweep_statements()
    page = client.get(gift_links.door_path(mine().donor)).content.decode()
    assert "Your gifts in 2025" in page
    assert page.count("DEMO-S-2025-") == 1
    own = re.search(r'href="[^"]*(/statements/[^"]+/)"', page).group(1)
    assert mine().label in client.get(own).content.decode()


def test_the_mail_names_each_gift_and_the_sum(world):
    statements.sweep_statements()
    message = build(OutboxMail.objects.get(key=f"statement:{mine().uuid}"), MINE)
    for words in (message.body, message.alternatives[0].content):
        assert "$130.00" in words
        assert world.first.receipts.get().label in words
        assert "No goods or services were provided in exchange for these gifts." in words
    assert message.subject == "Your gifts in 2025, for your tax return"


def test_a_run_that_stopped_goes_on(world, monkeypatch):
    made = statements._write
    calls = []

    def crash_on_second(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("crash")
        return made(*args)

    monkeypatch.setattr(statements, "_write", crash_on_second)
    with pytest.raises(RuntimeError):
        statements.sweep_statements()
    monkeypatch.undo()
    assert YearStatement.objects.count() == 1
    assert statements.sweep_statements() == 1
    assert sorted(YearStatement.objects.values_list("number", flat=True)) == [1, 2]


def test_first_ones_are_made_in_the_first_months_alone(world, clock):
    clock.move_to(datetime(2026, 7, 1, tzinfo=UTC))
    assert statements.sweep_statements() == 0


def test_a_refund_in_a_later_year_makes_the_earlier_statement_anew(world, clock):
    statements.sweep_statements()
    before = mine()
    clock.move_to(datetime(2026, 8, 1, tzinfo=UTC))
    give_back(world.first, 40_00)
    receipts.follow_returns(world.first)
    assert statements.sweep_statements() == 1
    new = mine(version=2)
    assert new.replaces == before
    assert (new.returned_minor, new.total_minor) == (40_00, 90_00)
    assert new.label != before.label
    assert statements.sweep_statements() == 0
    said = build(OutboxMail.objects.get(key=f"statement:{new.uuid}"), MINE)
    assert f"This takes the place of {before.label}." in said.body
    assert before.label in said.subject
    assert OutboxMail.objects.filter(key__startswith=f"statement:{before.uuid}").count() == 1
    assert red() == set()


def test_everything_given_back_leaves_a_statement_of_nothing(world):
    statements.sweep_statements()
    for gift, minor in ((world.first, 100_00), (world.second, 30_00)):
        give_back(gift, minor)
        receipts.follow_returns(gift)
    statements.sweep_statements()
    assert mine(version=2).total_minor == 0
    assert red() == set()


def test_who_got_everything_back_before_january_gets_none(world):
    give_back(world.other, 20_00)
    receipts.follow_returns(world.other)
    assert statements.sweep_statements() == 1


def test_family_and_goods_are_told_apart(world):
    appeal = make_appeal()
    make_gift(appeal.delegate.fund, 50, at=LAST_YEAR, email=MINE, is_family=True)
    receipts.state_goods(world.first, world.treasurer, description="a dinner", value=usd(25))
    statements.sweep_statements()
    statement = mine()
    assert (statement.given_minor, statement.goods_minor, statement.apart_minor) == (130_00, 25_00, 50_00)
    assert statement.total_minor == 105_00
    assert red() == set()


def test_each_currency_has_its_own_without_conversion(world, settings):
    from fundraising.queries.receipts import contents

    assert set(contents(2025)) == {(MINE, "USD"), ("other@example.org", "USD")}
    assert contents(2024) == {}


def test_staff_make_one_on_demand_and_the_running_year_is_made_anew_when_it_is_over(world, clock):
    clock.move_to(datetime(2026, 3, 1, tzinfo=UTC))
    gift = make_gift(world.pool, 60, at=datetime(2026, 2, 1, 12, tzinfo=UTC), email=MINE)
    statement = statements.make_statement(gift, world.treasurer)
    assert (statement.year, statement.until) == (2026, date(2026, 2, 28))
    assert statements.make_statement(gift, world.treasurer) == statement
    make_gift(world.pool, 5, at=datetime(2026, 2, 20, 12, tzinfo=UTC), email=MINE)
    assert statements.sweep_statements(date(2026, 6, 1)) == 0
    clock.move_to(datetime(2027, 1, 10, tzinfo=UTC))
    statements.sweep_statements()
    assert mine(year=2026, version=2).total_minor == 65_00


def test_only_who_decides_makes_and_sends_statements(world):
    auditor = make_staff(world.pool.delegation, "auditor")
    with pytest.raises(NotPermitted):
        statements.make_statement(world.first, auditor)
    statements.sweep_statements()
    with pytest.raises(NotPermitted):
        statements.resend_statement(mine(), auditor, form_token=uuid.uuid4())
    elsewhere = make_staff(make_delegation(), "treasurer")
    with pytest.raises(NotPermitted):
        statements.resend_statement(mine(), elsewhere, form_token=uuid.uuid4())
    token = uuid.uuid4()
    for _ in range(2):
        statements.resend_statement(mine(), world.treasurer, form_token=token)
    assert OutboxMail.objects.filter(key__startswith=f"statement:{mine().uuid}:again").count() == 1
    with pytest.raises(Conflict):
        statements.make_statement(start_gift(world.pool), world.treasurer)


def test_the_year_ends_in_the_networks_zone(world):
    """03:00 UTC on the first of January is still December in New York."""
    make_gift(world.pool, 5, at=datetime(2026, 1, 1, 3, tzinfo=UTC), email="late@example.org")
    statements.sweep_statements()
    assert YearStatement.objects.get(donor__email="late@example.org").year == 2025


def test_a_statement_never_changes(world):
    statements.sweep_statements()
    for rows in (YearStatement.objects.all(), YearStatementLine.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(returned_minor=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)


@pytest.mark.django_db
@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    ("proof", "corrupt"),
    [
        ("R3", lambda s: YearStatement.objects.filter(pk=s.pk).update(given_minor=1)),
        ("R3", lambda s: s.lines.filter(position=1).update(returned_minor=5)),
        ("R3", lambda s: s.lines.filter(position=1).update(amount_minor=99_00)),
        ("R3", lambda s: s.lines.filter(position=2).delete()),
        ("R2", lambda s: YearStatement.objects.filter(pk=s.pk).update(number=900)),
    ],
)
def test_a_statement_that_is_not_its_gifts_turns_red(world, proof, corrupt):
    statements.sweep_statements()
    assert red() == set()
    corrupt(mine())
    assert proof in red()


@pytest.mark.django_db(transaction=True)
def test_many_who_make_it_at_once_make_one():
    world = World()
    answers = together(*[lambda: statements.make_statement(world.first, world.treasurer) for _ in range(3)])
    assert len({answer.pk for answer in answers}) == 1
    assert YearStatement.objects.count() == 1
    assert OutboxMail.objects.filter(notice="fundraising.year_statement").count() == 1


def test_a_statement_costs_the_same_questions_for_many_gifts(world, django_assert_max_num_queries):
    from fundraising.queries.receipts import contents

    for _ in range(5):
        world.give(10)
    with django_assert_max_num_queries(4):
        assert len(contents(2025)[MINE, "USD"].lines) == 7
