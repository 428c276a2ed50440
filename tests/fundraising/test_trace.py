"""First in, first out: the waiting line against a slow oracle of single cents, and the books' windows against the whole
line."""

import uuid
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from fundraising import donor_links
from fundraising.actions import funds
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available, committed
from fundraising.models import Budget, JournalEntry, JournalLine
from fundraising.queries import cost_labels, trace, trace_words
from fundraising.queries.fifo import Event, Line, Piece
from tests.factories.delegation import make_dates, make_delegate, make_staff
from tests.factories.fundraising import make_appeal, make_fund, make_gift, make_pool, start_gift, usd
from tests.factories.receipts import give_back, spend


# -- the waiting line ----------------------------------------------------------------------------------
class Cents:
    """The oracle: every minor unit stands in the line by itself."""

    def __init__(self):
        self.line: list[tuple[int, object]] = []

    def feed(self, event: Event) -> dict[int, int]:
        if event.minor >= 0:
            self.line += [(event.entry, event.about)] * event.minor
            return {}
        taken: list[tuple[int, object]] = []
        if event.corrects and event.about is not None:
            taken = [cent for cent in self.line if cent[1] == event.about][: -event.minor]
            for cent in taken:
                self.line.remove(cent)
        rest = -event.minor - len(taken)
        taken, self.line = taken + self.line[:rest], self.line[rest:]
        found: dict[int, int] = {}
        for entry, _about in taken:
            found[entry] = found.get(entry, 0) + 1
        return found


@st.composite
def stories(draw) -> list[Event]:
    """Money that comes and goes, never more than there is, with corrections of gifts."""
    events, held = [], 0
    for entry in range(1, draw(st.integers(1, 14)) + 1):
        about = draw(st.integers(1, 4))
        if held == 0 or draw(st.booleans()):
            minor = draw(st.integers(1, 9))
            events.append(Event(entry, minor, about))
        else:
            minor = -draw(st.integers(1, held))
            events.append(Event(entry, minor, about, corrects=draw(st.booleans())))
        held += minor
    return events


@given(stories())
@settings(max_examples=80, deadline=None)
def test_every_outflow_is_covered_by_what_came_first(story):
    line, oracle = Line(), Cents()
    for event in story:
        takes, expected = line.feed(event), oracle.feed(event)
        found: dict[int, int] = {}
        for take in takes:
            found[take.piece.entry] = found.get(take.piece.entry, 0) + take.minor
        assert found == expected
        assert sum(found.values()) == max(-event.minor, 0)
        at = 0
        for take in takes:
            assert take.at == at
            at += take.minor
    assert sum(piece.left for piece in line.pieces) == len(oracle.line)


@given(stories(), st.data())
@settings(max_examples=80, deadline=None)
def test_a_window_that_begins_at_a_gift_tells_the_same_of_it(story, data):
    """What came before stands as one piece: the gift's own parts are the same as with every piece known."""
    incoming = [i for i, event in enumerate(story) if event.minor > 0]
    chosen = data.draw(st.sampled_from(incoming))
    whole, before = Line(), 0
    expected: dict[int, int] = {}
    for i, event in enumerate(story):
        if i == chosen:
            before = sum(piece.left for piece in whole.pieces)
        for take in whole.feed(event):
            if take.piece.entry == story[chosen].entry:
                expected[event.entry] = expected.get(event.entry, 0) + take.minor
    mine = Piece(story[chosen].entry, story[chosen].about, story[chosen].minor)
    window, found = Line([Piece(0, None, before), mine]), {}
    shared = {event.about for event in story[:chosen] if event.minor > 0}
    for event in story[chosen + 1 :]:
        # One gift is one entry in the books; a correction of an older one is about nothing the window knows.
        about = None if event.about in shared and event.corrects else event.about
        for take in window.feed(Event(event.entry, event.minor, about, event.corrects)):
            if take.piece is mine:
                found[event.entry] = found.get(event.entry, 0) + take.minor
    if story[chosen].about not in shared and _once(story):
        assert found == expected


def _once(story) -> bool:
    brought = [event.about for event in story if event.minor > 0]
    return len(brought) == len(set(brought))


def test_more_than_came_never_leaves():
    with pytest.raises(ValueError):
        Line([Piece(1, None, 5)]).feed(Event(2, -6))


# -- the books ------------------------------------------------------------------------------------------
class Books:
    def __init__(self):
        self.pool = make_pool()
        self.delegation = self.pool.delegation
        self.ana = make_fund(make_delegate(self.delegation))
        self.treasurer = make_staff(self.delegation, "treasurer")
        self.director = make_staff(self.delegation, "director")

    def allocate(self, units, fund=None):
        row = funds.propose_allocation(self.treasurer, fund or self.ana, usd(units), "gap", "", uuid.uuid4())
        funds.decide(row, self.director)
        return row


@pytest.fixture
def books(db):
    return Books()


def told(found: trace.Trace) -> list[tuple[str, int]]:
    return [(part.kind, part.minor) for part in found.parts]


def holds(found: trace.Trace) -> None:
    """The parts are the whole, in every fund."""
    assert sum(part.minor for part in found.parts) + found.left_minor == found.minor
    for part in found.parts:
        if part.then is not None:
            assert part.then.minor == part.minor
            holds(part.then)


@pytest.mark.money_db
def test_the_fee_is_the_gifts_own_and_the_rest_is_spent_in_its_turn(books):
    first = make_gift(books.ana, 50, fee=100)
    second = make_gift(books.ana, 30, fee=60)
    cost = spend(books.ana, 60_00)
    one, two = trace.of_gift(first), trace.of_gift(second)
    assert told(one) == [("fee_known", 1_00), ("cost_paid", 49_00)]
    assert told(two) == [("fee_known", 60), ("cost_paid", 11_00)]
    assert (one.left_minor, two.left_minor) == (0, 18_40)
    holds(one)
    holds(two)
    assert [(source.about[1], source.minor) for source in trace.of_cost(cost, books.ana)] == [
        (first.uuid, 49_00),
        (second.uuid, 11_00),
    ]


@pytest.mark.money_db
def test_what_is_held_and_released_is_not_spent(books):
    gift = make_gift(books.ana, 50, fee=0)
    free = available(books.ana)
    about = ("fundraising.commitment", uuid.uuid4())
    for spec, key in (
        (entries.cost_approved(free, committed(books.ana), 20_00, "USD"), "hold"),
        (entries.commitment_released(committed(books.ana), free, 20_00, "USD"), "release"),
    ):
        posting.post(spec, key=key, about=about, happened_at=timezone.now())
    found = trace.of_gift(gift)
    assert (found.parts, found.left_minor) == ([], 50_00)


@pytest.mark.money_db
def test_a_refund_is_taken_from_its_own_gift_and_from_nobody_elses(books):
    first, second = make_gift(books.ana, 50, fee=0), make_gift(books.ana, 30, fee=0)
    give_back(second, 30_00)
    spend(books.ana, 20_00)
    assert told(trace.of_gift(second)) == [("refund_made", 30_00)]
    assert told(trace.of_gift(first)) == [("cost_paid", 20_00)]


@pytest.mark.money_db
def test_pool_money_is_followed_one_fund_further_and_back(books):
    one, two = make_gift(books.pool, 100, fee=0), make_gift(books.pool, 100, fee=0)
    books.allocate(150)
    make_gift(books.ana, 10, fee=0)
    cost = spend(books.ana, 120_00)
    first, second = trace.of_gift(one), trace.of_gift(two)
    assert told(first) == [("allocation_allocated", 100_00)]
    assert told(first.parts[0].then) == [("cost_paid", 100_00)]
    assert told(second) == [("allocation_allocated", 50_00)]
    assert told(second.parts[0].then) == [("cost_paid", 20_00)]
    assert second.parts[0].then.left_minor == 30_00
    for found in (first, second):
        holds(found)
    (source,) = trace.of_cost(cost, books.ana)
    assert (source.kind, source.minor) == ("allocation_allocated", 120_00)
    assert [(part.about[1], part.minor) for part in source.before] == [(one.uuid, 100_00), (two.uuid, 20_00)]


@pytest.mark.money_db
def test_a_trace_reads_its_window_and_not_the_funds_history(books, django_assert_max_num_queries, monkeypatch):
    """Twice the history, the same questions and the same lines read."""
    for _ in range(6):
        make_gift(books.ana, 10, fee=0)
        spend(books.ana, 10_00)
    gift = make_gift(books.ana, 10, fee=0)
    cost = spend(books.ana, 10_00)
    for _ in range(6):
        make_gift(books.ana, 10, fee=0)
        spend(books.ana, 10_00)
    read = []
    rows = trace._rows
    monkeypatch.setattr(trace, "_rows", lambda lines: (read.append(row) or row for row in rows(lines)))
    monkeypatch.setattr(trace, "CHUNK", 4)
    with django_assert_max_num_queries(12):
        assert told(trace.of_gift(gift)) == [("cost_paid", 10_00)]
    assert len(read) <= 3
    read.clear()
    with django_assert_max_num_queries(25):
        assert [source.about[1] for source in trace.of_cost(cost, books.ana)] == [gift.uuid]
    assert len(read) <= 6


@pytest.mark.money_db
def test_every_gift_and_every_cost_agree(books):
    gifts = [make_gift(books.ana, units) for units in (20, 35, 15, 50)]
    costs = [spend(books.ana, minor) for minor in (30_00, 12_34)]
    give_back(gifts[1], 5_00)
    costs += [spend(books.ana, minor) for minor in (21_00, 7_77)]
    forward = {}
    for gift in gifts:
        found = trace.of_gift(gift)
        holds(found)
        for part in found.parts:
            forward[gift.uuid, part.entry_id] = forward.get((gift.uuid, part.entry_id), 0) + part.minor
    backward = {}
    for cost in costs:
        sources = trace.of_cost(cost, books.ana)
        line = JournalLine.objects.get(entry=cost, account__code="committed")
        assert sum(source.minor for source in sources) == line.amount_minor
        for source in sources:
            backward[source.about[1], cost.pk] = source.minor
    spent = {cost.pk for cost in costs}
    assert backward == {key: minor for key, minor in forward.items() if key[1] in spent}


# -- in words --------------------------------------------------------------------------------------------
@pytest.mark.money_db
def test_a_giver_reads_kinds_of_cost_and_nothing_of_route_time_or_name(db):
    appeal = make_appeal(make_delegate(region="Georgia"), shown_name="Ana R.")
    fund = appeal.delegate.fund
    make_pool(fund.delegation)
    gift = make_gift(fund, 100, fee=250)
    line = Budget.objects.create(delegate=appeal.delegate).lines.create(
        code="airfare_west", label="Delta, Atlanta to Geneva, 3 May", each_minor=60_00, amount_minor=60_00
    )
    spend(fund, 60_00, about=("fundraising.budgetline", line.uuid))
    spend(fund, 10_00)
    uses = trace_words.uses(trace.of_gift(gift), gift)
    assert [(use.words, use.minor, use.when) for use in uses] == [
        ("the flight", 60_00, ""),
        ("other costs of the journey", 10_00, ""),
        ("card fees", 2_50, ""),
        ("not spent yet", 27_50, ""),
    ]
    (step,) = [step for step in trace_words.steps(trace.of_gift(gift)) if step.label]
    assert step.label == "Delta, Atlanta to Geneva, 3 May"


@pytest.mark.money_db
def test_a_gift_that_has_paid_nothing_yet_is_said_to_wait(books, client):
    """A fee is no cost: “part of the money for this” stood above nothing."""
    gift = make_gift(books.ana, 50, fee=150)
    page = urlsplit(donor_links.trace_link(gift)).path
    assert "waits for the first cost" in client.get(page).content.decode()
    spend(books.ana, 10_00)
    read = client.get(page).content.decode()
    assert "waits for the first cost" not in read
    assert "was part of the money for this" in read


@pytest.mark.money_db
def test_months_stand_there_two_weeks_after_the_return_and_not_before(books, settings):
    gift = make_gift(books.ana, 50, fee=0)
    spend(books.ana, 50_00)
    # The factory's return is five days after the review.
    for days_to_review, named in ((-18, False), (-19, True)):
        make_dates(books.delegation, days_to_review=days_to_review)
        (use,) = trace_words.uses(trace.of_gift(gift), gift)
        assert bool(use.when) is named


@pytest.mark.money_db
def test_another_area_names_its_own_costs(books, monkeypatch):
    about = ("tests.thing", uuid.uuid4())
    monkeypatch.setattr(cost_labels, "RESOLVERS", dict(cost_labels.RESOLVERS))
    cost_labels.declare("tests.thing", lambda uuids: {u: cost_labels.CostLabel("insurance", "Policy 7") for u in uuids})
    gift = make_gift(books.ana, 50, fee=0)
    entry = spend(books.ana, 50_00, about=about)
    (use,) = trace_words.uses(trace.of_gift(gift), gift)
    assert use.words == "insurance"
    (row,) = trace_words.cost_rows(list(trace_words.costs(books.delegation)))
    assert (row.entry, row.label, row.minor) == (entry, "Policy 7", 50_00)


@pytest.mark.money_db
def test_a_gift_that_is_not_in_the_books_has_no_trace(books):
    assert trace.of_gift(start_gift(books.pool)) is None
    assert JournalEntry.objects.count() == 0
