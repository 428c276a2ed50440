"""Statements, the files of them, and months that are closed."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from beancount import loader
from beancount.core import data, realization
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from delegation import triggers
from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.money import from_minor
from fundraising import months
from fundraising.actions import corrections, periods, reconciliation
from fundraising.actions.funds import open_pool
from fundraising.ledger import entries
from fundraising.ledger.accounts import available, committed
from fundraising.models import (
    Account,
    BooksCheck,
    Difference,
    JournalEntry,
    JournalLine,
    Period,
    PeriodBalance,
    Reconciliation,
    StripeEvent,
)
from fundraising.queries import activities, beancount, general_ledger, statements
from fundraising.queries import periods as periods_now
from fundraising.queries.proofs import verify
from fundraising.queries.reconciliation import Finding
from tests.factories.delegation import make_delegate, make_delegation, make_staff
from tests.factories.fundraising import make_fund, make_pool
from tests.factories.monthend import at, make_balance_difference, make_ready_to_close, post, post_every_kind
from tests.shared_world import shared_world

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]
OCTOBER = date(2026, 10, 1)


class World:
    """A delegation with a pool and one journey; in October gifts and a cost, in November more."""

    def __init__(self):
        with time_machine.travel(at(2026, 9, 20), tick=False):
            self.pool = make_pool()
            self.delegation = self.pool.delegation
            self.fund = make_fund(make_delegate(self.delegation))
            self.treasurer = make_staff(self.delegation, "treasurer")
            self.director = make_staff(self.delegation, "director")

    def october(self):
        with time_machine.travel(at(2026, 10, 5), tick=False):
            post(entries.gift_settled(available(self.pool), 100_00, "USD"), "o1")
            post(entries.fee_known(available(self.pool), available(self.pool), 2_50, "USD"), "o2")
            post(entries.gift_received(available(self.fund), 40_00, "USD"), "o3")
        with time_machine.travel(at(2026, 10, 31, 23, 59, 59), tick=False):
            post(entries.cost_approved(available(self.fund), committed(self.fund), 30_00, "USD"), "o4")
            post(entries.cost_paid(committed(self.fund), 25_00, "USD"), "o5")

    def november(self):
        with time_machine.travel(at(2026, 11, 1), tick=False):
            post(entries.gift_settled(available(self.pool), 7_00, "USD"), "n1")
            late = entries.refund_made(available(self.fund), available(self.pool), 3_00, "USD")
            post(late, "n2", happened_at=at(2026, 10, 30))

    def close(self, month=OCTOBER):
        with time_machine.travel(at(2026, 11, 3), tick=False):
            make_ready_to_close()
            period = periods.ask_period(self.delegation, self.treasurer)
            assert period.month == month
            return periods.close(period, self.director)


world_once, world = shared_world(World)


@pytest.fixture
def two_months(world):
    world.october()
    world.november()
    return world


# -- months -----------------------------------------------------------------------------------------
def test_a_month_begins_at_the_networks_midnight():
    start, end = months.bounds(OCTOBER)
    assert (start.isoformat(), end.isoformat()) == ("2026-10-01T04:00:00+00:00", "2026-11-01T04:00:00+00:00")
    assert months.month_of(end - timedelta(seconds=1)) == OCTOBER
    assert months.after(date(2026, 12, 9)) == date(2027, 1, 1)
    assert months.before(date(2027, 1, 9)) == date(2026, 12, 1)
    assert months.read_month("2026-10") == OCTOBER
    assert months.read_month("2026-13") is months.read_month("x") is months.read_day("2026-02-30") is None


# -- statements --------------------------------------------------------------------------------------
def trial(world, moment, by="posted"):
    [found] = statements.trial_balance(world.delegation, moment, by)
    assert found.debit_minor == found.credit_minor
    return {(row.code, row.whose): row.minor for row in found.rows}


def test_the_trial_balance_as_of_a_day_by_both_times(two_months):
    end = months.midnight(date(2026, 11, 1))
    assert trial(two_months, end) == {
        ("bank", "network"): 15_00,
        ("stripe", "network"): 97_50,
        ("available", "ours"): -(97_50 + 10_00),
        ("committed", "ours"): -5_00,
    }
    happened = trial(two_months, end, "happened")
    assert happened["stripe", "network"] == 94_50  # the refund told in November
    assert trial(two_months, months.midnight(date(2026, 12, 1)))["stripe", "network"] == 101_50


def test_funds_of_other_delegations_stand_together(two_months):
    other = make_pool(make_delegation())
    post(entries.gift_settled(available(other), 11_00, "USD"), "x1")
    now = timezone.now() + timedelta(seconds=1)
    assert trial(two_months, now)["available", "others"] == -11_00
    text = "\n".join(beancount.write(two_months.delegation, now))
    assert "Equity:Funds:Others" in text
    assert other.uuid.hex[:12] not in text
    keys = [line.entry.key for line in general_ledger.ledger_lines(two_months.delegation, at(2026, 1, 1), now)]
    assert keys.count("x1") == 1  # Stripe's line, not the other's fund


def test_the_fund_statement_adds_up(two_months):
    start, end = months.bounds(OCTOBER)
    pool, fund = statements.fund_statements(two_months.delegation, start, end)
    assert (pool.opening_minor, pool.gifts_minor, pool.fees_minor, pool.closing_minor) == (0, 100_00, -2_50, 97_50)
    assert (fund.gifts_minor, fund.spent_minor, fund.other_minor) == (40_00, -25_00, 0)
    assert (fund.closing_minor, fund.held_minor) == (15_00, 5_00)
    [whole] = statements.totals([pool, fund])
    assert (whole.gifts_minor, whole.closing_minor) == (140_00, 112_50)
    november = statements.fund_statements(two_months.delegation, end, months.midnight(date(2026, 12, 1)))
    assert [row.opening_minor for row in november] == [97_50, 15_00]
    assert november[1].refunds_minor == -3_00
    by_event = statements.fund_statements(two_months.delegation, start, end, "happened")
    assert by_event[1].refunds_minor == -3_00


def test_every_kind_of_entry_adds_up_in_both_statements(world):
    post_every_kind(world.pool, world.fund)
    post(entries.gift_settled(available(open_pool(world.delegation, "EUR")), 7, "EUR"), "euro")
    start, end = at(2026, 1, 1), timezone.now() + timedelta(seconds=1)
    rows = statements.fund_statements(world.delegation, start, end)
    assert {row.currency for row in rows} == {"USD", "EUR"}
    for row in rows:
        assert row.closing_minor == row.opening_minor + sum(row.moves.values())
    for part in activities.activities(world.delegation, start, end):
        [whole] = [row for row in statements.totals(rows) if row.currency == part.currency]
        assert part.closing_minor == whole.closing_minor
        assert part.unrestricted_change_minor == 0
        assert part.released_minor == -whole.spent_minor - whole.fees_minor
        assert part.lines["restricted"]["other"] == 0


def test_the_statement_of_activities_releases_when_a_cost_is_paid(two_months):
    start, end = months.bounds(OCTOBER)
    [part] = activities.activities(two_months.delegation, start, end)
    assert part.lines["restricted"]["gifts_card"] == 100_00
    assert part.lines["restricted"]["gifts_other"] == 40_00
    assert part.lines["expenses"] == {"travel": -25_00, "stipends": 0, "fees": -2_50}
    assert part.released_minor == 27_50
    assert part.closing_minor == 112_50


def _asked_of(fn):
    with CaptureQueriesContext(connection) as captured:
        fn()
    return len(captured)


def test_statements_ask_as_often_behind_few_lines_and_many(two_months):
    start, end = months.bounds(date(2026, 11, 1))
    world = two_months

    def all_of_them():
        statements.trial_balance(world.delegation, end)
        statements.fund_statements(world.delegation, start, end)
        activities.activities(world.delegation, start, end)

    few = _asked_of(all_of_them)
    with time_machine.travel(at(2026, 11, 5), tick=False):
        for n in range(60):
            post(entries.gift_settled(available(world.pool), 1_00, "USD"), f"more:{n}")
    assert _asked_of(all_of_them) == few <= 16


# -- files -------------------------------------------------------------------------------------------------
def test_the_beancount_file_is_accepted_and_shows_the_same_balances(world, tmp_path):
    yen = make_fund(make_delegate(make_delegation(currency="JPY")))
    post_every_kind(world.pool, world.fund)
    post_every_kind(open_pool(yen.delegation), yen, currency="JPY", amount=300)
    path = tmp_path / "books.beancount"
    path.write_text("\n".join(beancount.write()))
    found, errors, options = loader.load_file(str(path))
    assert errors == []
    assert sum(isinstance(entry, data.Transaction) for entry in found) == JournalEntry.objects.count()
    real = realization.realize(found)
    compared = 0
    for account in Account.objects.select_related("fund", "delegate"):
        name = beancount.account_name(account, None)
        node = realization.get(real, name)
        shown = node.balance.get_currency_units(account.currency).number
        assert shown == from_minor(account.balance_minor, account.currency).amount, name
        compared += 1
    assert compared > 12
    assert "Person" not in path.read_text()


def test_a_wrong_balance_would_not_be_accepted(two_months, tmp_path):
    path = tmp_path / "books.beancount"
    path.write_text("\n".join(beancount.write()).replace("Assets:Bank  15.00 ~", "Assets:Bank  15.01 ~"))
    _found, errors, _options = loader.load_file(str(path))
    assert errors


def test_a_key_may_hold_anything(world, tmp_path):
    post(entries.gift_settled(available(world.pool), 1_00, "USD"), 'a "key" \\ of\nsorts')
    path = tmp_path / "books.beancount"
    path.write_text("\n".join(beancount.write()))
    assert loader.load_file(str(path))[1] == []


def test_empty_books_make_an_empty_file(world):
    assert list(beancount.write()) == ["; nothing is posted yet"]


# -- closing -----------------------------------------------------------------------------------------------------
def test_a_month_is_closed_by_two_people_and_nothing_is_posted_into_it(two_months):
    period = two_months.close()
    assert (period.status, period.entries, len(period.totals_hash)) == ("closed", 5, 64)
    assert period.totals["moved"][f"available/USD/{two_months.pool.uuid}"] == {
        "fee_known": 2_50,
        "gift_settled": -100_00,
    }
    with time_machine.travel(at(2026, 10, 20), tick=False), pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.objects.create(kind="x", key="back-dated", happened_at=timezone.now())
    with time_machine.travel(at(2026, 11, 20), tick=False):
        entry = post(entries.gift_settled(available(two_months.pool), 1_00, "USD"), "late", at(2026, 10, 2))
    assert months.month_of(entry.posted_at) == date(2026, 11, 1)
    late = list(general_ledger.late_lines(period.ends_at, months.midnight(date(2026, 12, 1))))
    assert [(row["key"], row["minor"]) for row in late] == [("late", 1_00), ("n2", 3_00)]
    assert red() == set()


def test_a_posting_dated_back_by_a_slow_clock_stands_after_the_line_before_it(world):
    with time_machine.travel(at(2026, 11, 1, 0, 0, 1), tick=False):
        first = post(entries.gift_settled(available(world.pool), 1_00, "USD"), "a")
    with time_machine.travel(at(2026, 10, 31, 23, 59, 59), tick=False):
        second = post(entries.gift_settled(available(world.pool), 1_00, "USD"), "b")
    assert second.posted_at == first.posted_at
    assert "L12" not in red()


def test_closing_balances_open_the_next_month_at_the_same_cost(two_months):
    end = months.midnight(date(2026, 11, 1))
    accounts = Account.objects.all()
    before = {pk: minor for pk, minor in statements.balances_before(accounts, end).items() if minor}
    two_months.close()
    after = statements.balances_before(accounts, end)
    assert {pk: minor for pk, minor in after.items() if minor} == before
    assert PeriodBalance.objects.count() == 5


def test_nobody_closes_a_month_alone(two_months):
    world = two_months
    with time_machine.travel(at(2026, 11, 3), tick=False):
        make_ready_to_close()
        with pytest.raises(NotPermitted):
            periods.ask_period(world.delegation, make_staff(world.delegation, "auditor"))
        period = periods.ask_period(world.delegation, world.treasurer)
        assert periods.ask_period(world.delegation, world.director) == period
        with pytest.raises(NotPermitted):
            periods.close(period, world.treasurer)
        periods.take_back(period, world.treasurer)
        again = periods.ask_period(world.delegation, world.director)
        periods.decline(again, world.treasurer)
        third = periods.ask_period(world.delegation, world.treasurer)
        periods.close(third, world.director)
        with pytest.raises(Conflict):
            periods.close(third, world.director)


def _event(**fields):
    values = {"event_id": uuid.uuid4(), "type": "x", "object_id": "x", "livemode": False, "state": "waiting"}
    StripeEvent.objects.create(**(values | {"happened_at": at(2026, 10, 3)} | fields))


def _difference(**fields):
    now = timezone.now()
    values = {"kind": "fee", "subject": "txn_1", "currency": "USD", "theirs_minor": 1, "ours_minor": 0}
    return Difference.objects.create(**(values | {"first_seen_at": now, "last_seen_at": now} | fields))


def _rest(minor=-5_00):
    """The newest comparison left something that no line explains."""
    Reconciliation.objects.update(figures={"USD": {"rest_minor": minor}})


def _no_run():
    Reconciliation.objects.update(finished_at=at(2026, 10, 20))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda: BooksCheck.objects.create(red="L1"), "books"),
        (lambda: BooksCheck.objects.update(checked_at=timezone.now() - timedelta(hours=2)), "books"),
        (lambda: _event(state="failed", processed_at=timezone.now()), "events"),
        (_event, "events"),
        (_difference, "differences"),
        (_no_run, "compared"),
        (_rest, "rest"),
    ],
)
def test_what_stands_in_the_way_is_named_when_asking_and_when_closing(two_months, spoil, code):
    world = two_months
    with time_machine.travel(at(2026, 11, 3), tick=False):
        make_ready_to_close()
        period = periods.ask_period(world.delegation, world.treasurer)
        spoil()
        with pytest.raises(Conflict) as refused:
            periods.close(period, world.director)
        assert refused.value.code == code
        periods.take_back(period, world.treasurer)
        with pytest.raises(Conflict):
            periods.ask_period(world.delegation, world.treasurer)


def test_a_month_is_closed_on_a_rest_only_by_a_second_persons_sentence(two_months):
    world, sentence = two_months, "An advance of Stripe's from before these books began; see their letter of 9 October."
    with time_machine.travel(at(2026, 11, 3), tick=False):
        make_ready_to_close()
        _rest()
        difference = make_balance_difference(-5_00)
        asked = corrections.Asked(difference, world.delegation, "accept", "We looked for it.", uuid.uuid4())
        proposal = corrections.propose_correction(asked, world.treasurer)
        with pytest.raises(DomainError) as refused:
            corrections.decide(proposal, world.director, "  ")
        assert (refused.value.code, refused.value.field) == ("note_missing", "note")
        decided = corrections.decide(proposal, world.director, sentence)
        [rest] = periods_now.rests_of(Period(status="asked"))
        assert (rest.minor, rest.explained_by, rest.sentence.text) == (-5_00, decided, sentence)
        period = periods.ask_period(world.delegation, world.treasurer)
        _rest(-6_00)  # more is missing than was explained
        with pytest.raises(Conflict) as refused:
            periods.close(period, world.director)
        assert refused.value.code == "rest"
        _rest()
        period = periods.close(period, world.director)
    assert period.totals["rest"] == {"USD": {"minor": -5_00, "explained_by": str(decided.uuid)}}
    assert [(rest.minor, rest.sentence.text) for rest in periods_now.rests_of(period)] == [(-5_00, sentence)]
    assert red() == set()
    _without_guards(lambda: Period.objects.update(totals={**period.totals, "rest": {}}))
    assert "Q1" in red()


def test_a_rest_whose_sentence_is_gone_is_told_again(two_months):
    with time_machine.travel(at(2026, 11, 3), tick=False):
        make_ready_to_close()
        _rest()
        difference = make_balance_difference(-5_00)
        asked = corrections.Asked(difference, two_months.delegation, "accept", "Looked for.", uuid.uuid4())
        decided = corrections.decide(
            corrections.propose_correction(asked, two_months.treasurer), two_months.director, "From before."
        )
        decided.notes.filter(written_by=two_months.director).delete()
        with pytest.raises(Conflict) as refused:
            periods.ask_period(two_months.delegation, two_months.treasurer)
        assert refused.value.code == "rest"
        run = Reconciliation.objects.create(state="reading", since=timezone.now())
        finding = Finding("balance", "balance:USD", "USD", -5_00, 0)
        compare_now = timezone.now() + timedelta(minutes=1)
        reconciliation.conclude(run, [finding], [], compared_at=compare_now)
    assert Difference.objects.filter(kind="balance", status="open").count() == 1


def test_a_month_that_is_not_over_is_not_closed(two_months):
    with time_machine.travel(at(2026, 11, 1, 0, 30), tick=False):
        make_ready_to_close()
        with pytest.raises(Conflict) as refused:
            periods.ask_period(two_months.delegation, two_months.treasurer)
        assert refused.value.code == "not_over"


def test_months_are_closed_one_after_the_other_and_never_twice(two_months):
    two_months.close()
    with time_machine.travel(at(2026, 12, 3), tick=False):
        make_ready_to_close()
        november = periods.ask_period(two_months.delegation, two_months.treasurer)
        assert november.month == date(2026, 11, 1)
        periods.close(november, two_months.director)
        with pytest.raises(Conflict):
            periods.ask_period(two_months.delegation, two_months.treasurer)
    assert red() == set()
    gap = {"delegation": two_months.delegation, "asked_by": two_months.treasurer}
    start, end = months.bounds(date(2027, 2, 1))
    period = Period.objects.create(month=date(2027, 2, 1), starts_at=start, ends_at=end, **gap)
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.filter(pk=period.pk).update(
            status="closed", decided_by=two_months.director, decided_at=end, totals_hash="x"
        )


def test_where_nothing_was_posted_before_the_last_whole_month_is_the_first(world):
    with time_machine.travel(at(2026, 11, 3), tick=False):
        post(entries.gift_settled(available(world.pool), 1_00, "USD"), "a")
        make_ready_to_close()
        period = periods.close(periods.ask_period(world.delegation, world.treasurer), world.director)
    assert (period.month, period.entries) == (OCTOBER, 0)


# -- proofs -------------------------------------------------------------------------------------------------------
def red():
    return {
        verdict.id for verdict in verify(frozenset({"S9", "Q1", "Q2", "Q3", "L12", "L5", "L8"})) if not verdict.holds
    }


def _move_a_closed_line():
    line = JournalLine.objects.filter(entry__key="o5").first()
    JournalLine.objects.filter(entry=line.entry_id, amount_minor__gt=0).update(amount_minor=26_00)
    JournalLine.objects.filter(entry=line.entry_id, amount_minor__lt=0).update(amount_minor=-26_00)


def _lose_the_two_people():
    Period.objects.update(decided_by=Period.objects.get().asked_by)


def _forge_a_correction():
    JournalEntry.objects.filter(key="n1").update(kind="stripe_corrected_up")


def _turn_the_clock_back():
    JournalEntry.objects.filter(key="n1").update(posted_at=at(2026, 9, 1))


CORRUPTIONS = {
    "S9": lambda: _difference(first_seen_at=at(2026, 10, 1)),
    "Q1": _move_a_closed_line,
    "Q2": _lose_the_two_people,
    "Q3": _forge_a_correction,
    "L12": _turn_the_clock_back,
}


@pytest.mark.parametrize("proof", CORRUPTIONS)
def test_each_corruption_is_caught_by_its_own_line(proof, two_months):
    two_months.close()
    assert red() == set()
    _without_guards(CORRUPTIONS[proof])
    assert proof in red()


def _without_guards(corrupt):
    connection.check_constraints()
    triggers.remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute('ALTER TABLE fundraising_period DROP CONSTRAINT "period_two_people"')
    corrupt()
    triggers.install(connection)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.parametrize("proof", ["Q1", "Q2", "Q3", "L12"])
def test_the_database_itself_refuses(proof, two_months):
    two_months.close()
    with pytest.raises(IntegrityError), transaction.atomic():
        CORRUPTIONS[proof]()


def test_what_a_closed_month_said_is_never_rewritten(two_months):
    two_months.close()
    for change in ({"totals": {}}, {"totals_hash": "0" * 64}, {"status": "asked"}, {"ends_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Period.objects.update(**change)
    for change in (
        lambda: PeriodBalance.objects.update(balance_minor=1),
        lambda: Period.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
