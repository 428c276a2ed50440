"""The board: the same few questions to the database for three delegates or thirty, and the whole way to ready."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from delegation.models import Organisation
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import Fund
from tests.factories import travel as make
from travel.actions import accreditation, bookings, briefings, papers, waivers
from travel.readiness.board import board, standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def geneva():
    row = make.delegation()
    make.dates(row, in_days=120)
    return row


@pytest.fixture
def kai(geneva):
    return make.staff(geneva, "logistics", name="Kai")


def fund(delegate, minor):
    """A travel fund into which one gift was posted."""
    row = Fund.objects.create(kind="travel", delegation=delegate.delegation, delegate=delegate, currency="USD")
    spec = entries.gift_settled(available(row), minor, "USD")
    posting.post(spec, key=f"gift:{row.uuid}", about=("fundraising.fund", row.uuid), happened_at=timezone.now())
    return row


def fill(geneva, kai, count):
    org = Organisation.objects.create(name=f"Org {geneva.pk}-{count}")
    ngo = make.ngo()
    for n in range(count):
        someone = make.delegate(geneva, organisation=org)
        make.budget(someone, 50_000)
        fund(someone, 20_000 + n)
        make.passport(someone)
        booking = make.booking(geneva, kai, [someone])
        if n % 2:
            bookings.ticket(booking, kai)
            waivers.waive(someone, kai, requirement="passport_valid", reason="other_proof")
        accreditation.ask_letter(someone, kai, ngo=ngo)


def questions(call):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len(captured)


def test_as_many_questions_for_thirty_as_for_three():
    small, large = make.delegation(), make.delegation()
    for row, count in ((small, 3), (large, 30)):
        make.dates(row)
        staff = make.staff(row)
        fill(row, staff, count)
        briefings.create(row, staff, title="Read me", bodies={"en": "Words"})
    assert questions(lambda: board(small)) == questions(lambda: board(large)) <= 20


def test_from_blocked_to_ready(geneva, kai):
    ana = make.delegate(geneva, name="Ana Reyes")
    security = briefings.create(geneva, kai, title="Security", bodies={"en": "Words"})
    states = lambda: {s.code: s.state for s in standing_of(ana).standings}  # noqa: E731
    assert states() == {
        "funding": "todo", "booking": "locked", "passport_valid": "todo", "accred_ok": "locked", "briefing": "todo",
    }  # fmt: skip

    make.budget(ana, 100_000)
    fund(ana, 100_000)
    assert states()["funding"] == "verified"
    passport = make.passport(ana)
    assert states()["passport_valid"] == "submitted"
    papers.see(passport, kai)
    assert (states()["passport_valid"], states()["booking"], states()["accred_ok"]) == ("verified", "todo", "todo")
    booking = make.booking(geneva, kai, [ana])
    assert states()["booking"] == "submitted"
    bookings.ticket(booking, kai)
    row = accreditation.ask_letter(ana, kai, ngo=make.ngo())
    for verb in ("sign_letter", "submit", "approve"):
        row = accreditation.VERBS[verb](row, kai)
    briefings.acknowledge(security.versions.get(), ana.person, delegate=ana)
    assert set(states().values()) == {"verified"}
    assert standing_of(ana).group == "ready"

    # The review moves: what was checked against its dates is looked at again, money and reading stay.
    make.dates(geneva, in_days=200)
    assert states() == {
        "funding": "verified", "booking": "recheck", "passport_valid": "recheck", "accred_ok": "recheck",
        "briefing": "verified",
    }  # fmt: skip
    papers.see(passport, kai)
    bookings.check_again(booking, kai)
    assert (states()["passport_valid"], states()["booking"]) == ("verified", "verified")

    briefings.publish(security, kai, bodies={"en": "New words"})
    assert states()["briefing"] == "recheck"


def test_the_board_counts_and_puts_the_latest_first():
    row = make.delegation()
    make.dates(row, in_days=70)
    late = make.delegate(row, name="Late")
    home = make.delegate(row, name="At home", status="remote")
    make.delegate(row, status="applied")
    make.delegate(row, status="withdrawn")
    found = board(row)
    assert [r.delegate for r in found.rows] == [late, home]
    assert found.counts == {"blocked": 1, "on_the_way": 1, "ready": 0}
    overdue, standing = found.earliest_overdue
    assert (overdue.delegate, standing.code, standing.late_days) == (late, "funding", 30)


def test_a_shared_booking_counts_for_both(geneva, kai):
    ana, ben = make.delegate(geneva), make.delegate(geneva)
    for someone in (ana, ben):
        make.budget(someone, 100)
        fund(someone, 100)
    bookings.ticket(make.booking(geneva, kai, [ana, ben]), kai)
    assert {standing_of(d).by_code["booking"].state for d in (ana, ben)} == {"verified"}
