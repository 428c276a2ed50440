"""Things instead of money: thanked without a value, never posted, and the budget line they cover shrinks."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import OutboxMail
from fundraising.actions import in_kind
from fundraising.models import InKindOffer, JournalEntry
from fundraising.queries.funds import fund_rows
from fundraising.queries.in_kind import covered_required
from fundraising.queries.public import appeal_page, open_appeals, open_cards
from fundraising.queries.stamps import appeal_stamp
from tests.factories.appeals import bring_appeal
from tests.factories.delegation import make_delegate, make_staff
from tests.factories.fundraising import usd
from tests.factories.offline import Office
from travel.readiness.board import standing_of

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


class Play(Office):
    def __init__(self):
        super().__init__()
        self.delegate = make_delegate(self.delegation)
        self.appeal = bring_appeal(delegate=self.delegate)
        self.flight = self.delegate.budget.lines.filter(required=True).order_by("position")[0]

    @property
    def progress(self):
        self.appeal.refresh_from_db()
        return appeal_page(self.appeal).progress

    def accept(self, **fields):
        return in_kind.accept(self.offer(), self.director, line=self.flight, **fields)


@pytest.fixture
def play():
    return Play()


def test_an_accepted_ticket_shrinks_its_line_everywhere(play):
    before, stamp = play.progress, appeal_stamp(play.appeal.slug)
    assert before.in_kind_minor == 0
    needed = covered_required(delegate=play.delegate)
    assert not needed
    play.accept()
    after = play.progress
    line = next(line for line in after.lines if line.code == play.flight.code)
    assert (line.needed_minor, line.in_kind_minor, line.is_covered) == (0, play.flight.amount_minor, True)
    assert after.goal_minor == before.goal_minor - play.flight.amount_minor
    assert open_appeals(play.delegation).get().missing_minor == after.missing_minor
    assert open_cards(play.delegation)[0].progress.missing_minor == after.missing_minor
    assert fund_rows([play.delegate.fund])[0].goal_minor == after.goal_minor
    assert covered_required(delegate=play.delegate) == {play.delegate.pk: play.flight.amount_minor}
    assert appeal_stamp(play.appeal.slug) != stamp
    assert not JournalEntry.objects.exists()


def test_readiness_asks_for_what_is_left(play):
    def needed():
        return standing_of(play.delegate).by_code["funding"].parts["needed_minor"]

    before = needed()
    play.accept(covers=usd(100))
    assert needed() == before - 100_00


def test_part_of_a_line_and_never_more_than_it_costs(play):
    play.accept(covers=usd(200))
    line = next(line for line in play.progress.lines if line.code == play.flight.code)
    assert (line.in_kind_minor, line.needed_minor) == (200_00, play.flight.amount_minor - 200_00)
    with pytest.raises(DomainError) as refused:
        play.accept(covers=usd(play.flight.amount_minor // 100))
    assert refused.value.code == "beyond_line"
    assert play.accept().covers_minor == play.flight.amount_minor - 200_00


def test_a_line_filled_anew_stays_covered_by_its_code(play):
    play.accept()
    InKindOffer.objects.update(line_uuid=uuid.uuid4())
    assert play.progress.in_kind_minor == play.flight.amount_minor


def test_not_used_after_all_asks_for_the_line_again(play):
    before = play.progress.goal_minor
    row = in_kind.release(play.accept(), play.director)
    assert row.status == "not_used"
    assert play.progress.goal_minor == before
    with pytest.raises(Conflict):
        in_kind.use(row, play.director)


def test_the_giver_is_thanked_by_name_and_hears_of_each_turn(play):
    row = in_kind.use(play.accept(), play.treasurer)
    in_kind.decline(play.offer(), play.director)
    assert set(
        OutboxMail.objects.filter(notice__startswith="fundraising.in_kind").values_list("notice", flat=True)
    ) == {
        "fundraising.in_kind_accepted",
        "fundraising.in_kind_used",
        "fundraising.in_kind_declined",
    }
    assert row.status == "used"


def test_who_recorded_an_offer_does_not_accept_it(play):
    asked = in_kind.Offered(
        delegation=play.delegation, kind="room", description="A room for two", email="host@example.org",
        form_token=uuid.uuid4(),
    )  # fmt: skip
    row = in_kind.record(asked, play.director)
    with pytest.raises(NotPermitted):
        in_kind.accept(row, play.director)
    with pytest.raises(IntegrityError), transaction.atomic():
        InKindOffer.objects.update(status="accepted", decided_by=play.director, decided_at=timezone.now())
    assert in_kind.accept(row, play.treasurer).covers_minor == 0
    with pytest.raises(NotPermitted):
        in_kind.accept(play.offer(), make_staff(play.delegation, "reviewer"))


def test_nobody_accepts_for_their_own_journey(play):
    from tests.factories.delegation import make_role

    make_role(play.delegate.person, play.delegation, "logistics")
    with pytest.raises((NotPermitted, Conflict)):
        in_kind.accept(play.offer(), play.delegate.person, line=play.flight)
    assert InKindOffer.objects.get().status == "offered"


def test_an_offer_needs_words_and_an_address_and_is_made_once(play):
    for fields in ({"description": " "}, {"email": ""}):
        with pytest.raises(DomainError):
            play.offer(**fields)
    token = uuid.uuid4()
    assert play.offer(form_token=token) == play.offer(form_token=token)
