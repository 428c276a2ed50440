"""An offer: accepted, countered, declined, kept, replaced by two people, withdrawn, or lapsed; posted once for each."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as django_settings

from delegation import outbox
from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import Delegate, DemoMail, OutboxMail
from fundraising import tasks
from fundraising.actions import offers
from fundraising.ledger import balances
from fundraising.models import BooksCheck, JournalEntry, Offer
from fundraising.queries.offers import why
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_role
from tests.factories.fundraising import make_gift, usd
from tests.factories.rounds import RoundWorld
from tests.shared_world import shared_world

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


class Offered(RoundWorld):
    """Two delegates with open offers: 300 and 400; 1300 stay in the pool, 100 of them its floor."""

    def __init__(self):
        super().__init__()
        self.first, self.second = (offer for _place, offer in sorted(self.offers().items()))
        self.me = self.first.fund.delegate.person

    def held(self):
        found = balances.of_fund(self.pool)
        return found.available, found.offered

    def mine(self):
        return balances.of_fund(self.first.fund).available

    def countered(self, units=350):
        return offers.counter(self.first, usd(units), "The fare went up.", self.me)


world_once, world = shared_world(Offered)


@pytest.fixture(autouse=True)
def books_hold(db):
    """Whatever a test did, by actions alone, the proofs hold at its end."""
    yield
    assert [verdict.id for verdict in verify() if not verdict.holds] == []


def at_day(day, hour=12):
    return datetime.combine(day, time(hour), ZoneInfo(django_settings.NETWORK_TIME_ZONE))


def in_days(days):
    return offers.today() + timedelta(days=days)


def mails(notice):
    return OutboxMail.objects.filter(notice=f"fundraising.{notice}")


# -- the delegate ---------------------------------------------------------------------------------------------
def test_accepting_makes_it_the_journeys_once(world):
    offers.accept(world.first, world.me)
    assert (world.held(), world.mine()) == ((1300_00, 400_00), 300_00)
    with pytest.raises(Conflict):
        offers.accept(world.first, world.me)
    assert JournalEntry.objects.filter(kind="offer_accepted").count() == 1


def test_declining_gives_it_back(world):
    offers.decline(world.first, world.me, "My employer pays.")
    assert (world.held(), world.mine()) == ((1600_00, 400_00), 0)
    with pytest.raises(Conflict):
        offers.accept(world.first, world.me)


@pytest.mark.parametrize("verb", ["accept", "decline", "counter"])
def test_only_the_delegate_answers(world, verb):
    for person in (world.director, world.second.fund.delegate.person):
        with pytest.raises(NotPermitted):
            getattr(offers, verb)(world.first, *([usd(1), "w"] if verb == "counter" else []), person)


def test_asking_for_another_amount_keeps_the_money_held_and_tells_both_who_made_it(world):
    offer = world.countered()
    assert (offer.status, offer.counter_minor) == ("countered", 350_00)
    assert world.held() == (1300_00, 700_00)
    assert {mail.to_uuid for mail in mails("offer_countered")} == {world.treasurer.uuid, world.director.uuid}
    assert [note.text for note in offer.notes.all()] == ["The fare went up."]


@pytest.mark.parametrize(("units", "words", "field"), [(0, "w", "amount"), (300, "w", "amount"), (350, "  ", "words")])
def test_a_counter_needs_another_amount_and_a_word(world, units, words, field):
    with pytest.raises(DomainError) as refused:
        offers.counter(world.first, usd(units), words, world.me)
    assert refused.value.field == field


def test_who_does_not_travel_any_more_cannot_accept(world):
    Delegate.objects.filter(pk=world.first.fund.delegate_id).update(status="withdrawn")
    with pytest.raises(Conflict) as refused:
        offers.accept(Offer.objects.get(pk=world.first.pk), world.me)
    assert refused.value.code == "not_travelling"
    assert world.held() == (1300_00, 700_00)


def test_while_the_books_are_red_nothing_is_accepted_and_nothing_lapses(world):
    BooksCheck.objects.create(red="L8")
    with pytest.raises(Conflict) as refused:
        offers.accept(world.first, world.me)
    assert refused.value.code == "books_red"
    with time_machine.travel(at_day(world.first.answer_by + timedelta(days=1))):
        assert offers.lapse_due() == 0


# -- the staff's answers ------------------------------------------------------------------------------------------
def test_the_same_once_more_until_a_new_day(world):
    world.countered()
    day = in_days(20)
    offer = offers.keep(world.first, world.treasurer, day, "More is not there this time.")
    assert (offer.status, offer.answer_by, offer.amount_minor) == ("offered", day, 300_00)
    assert mails("offer_answered").count() == 1
    offers.accept(offer, world.me)
    assert world.mine() == 300_00


def test_another_amount_takes_two_people(world):
    world.countered()
    offer = offers.suggest(world.first, usd(340), "Half of the rise.", world.treasurer)
    with pytest.raises(NotPermitted):
        offers.replace(offer, world.treasurer, in_days(5), 340_00)
    new = offers.replace(offer, world.director, in_days(5), 340_00, "We can do this.")
    assert (new.amount_minor, new.proposed_by, new.made_by, new.replaces) == (
        340_00,
        world.treasurer,
        world.director,
        world.first,
    )
    assert Offer.objects.get(pk=world.first.pk).status == "withdrawn"
    assert world.held() == (1260_00, 740_00)
    offers.accept(new, world.me)
    assert world.mine() == 340_00


def test_what_was_suggested_is_what_is_made(world):
    world.countered()
    with pytest.raises(Conflict):
        offers.replace(world.first, world.director, in_days(5), 340_00)
    offers.suggest(world.first, usd(340), "", world.treasurer)
    offers.suggest(world.first, usd(345), "", world.treasurer)
    with pytest.raises(Conflict):
        offers.replace(world.first, world.director, in_days(5), 340_00)
    assert offers.replace(world.first, world.director, in_days(5), 345_00).amount_minor == 345_00


def test_another_amount_above_what_the_pool_can_give_is_refused_and_the_old_one_stays(world):
    world.countered(1600)
    offers.suggest(world.first, usd(1600), "", world.treasurer)
    with pytest.raises(Conflict) as refused:
        offers.replace(world.first, world.director, in_days(5), 1600_00)
    assert refused.value.code == "pool_floor"
    assert world.held() == (1300_00, 700_00)
    assert Offer.objects.get(pk=world.first.pk).status == "countered"


def test_less_is_possible_although_the_pool_is_at_its_floor(world):
    """A gift of a thousand that was spent on others left the pool below its floor."""
    world.countered(200)
    offers.suggest(world.first, usd(200), "", world.treasurer)
    django_settings.POOL_FLOOR_PERCENT = 90
    try:
        new = offers.replace(world.first, world.director, in_days(5), 200_00)
    finally:
        django_settings.POOL_FLOOR_PERCENT = 5
    assert (new.amount_minor, world.held()) == (200_00, (1400_00, 600_00))


def test_nothing_else_is_suggested_unasked_or_for_oneself(world):
    with pytest.raises(Conflict):
        offers.suggest(world.first, usd(340), "", world.treasurer)
    world.countered()
    make_role(world.me, world.delegation, "director")
    for verb in (
        lambda: offers.suggest(world.first, usd(340), "", world.me),
        lambda: offers.keep(world.first, world.me, in_days(5), "w"),
        lambda: offers.withdraw(world.first, world.me, "w"),
    ):
        with pytest.raises(NotPermitted):
            verb()


def test_withdrawing_needs_a_reason_and_gives_it_back(world):
    with pytest.raises(DomainError):
        offers.withdraw(world.first, world.director, " ")
    offers.withdraw(world.first, world.director, "The hearing was cancelled.")
    assert world.held() == (1600_00, 400_00)
    with pytest.raises(Conflict):
        offers.accept(world.first, world.me)


# -- by the clock -----------------------------------------------------------------------------------------------
def test_an_offer_can_be_answered_until_the_end_of_its_day_where_the_network_lives(world):
    with time_machine.travel(at_day(world.first.answer_by, 23)):
        tasks.tend_offers()
        offers.accept(world.first, world.me)
    assert world.mine() == 300_00


def test_unanswered_it_goes_back_and_the_delegate_is_told(world):
    with time_machine.travel(at_day(world.first.answer_by + timedelta(days=1), 1)):
        with pytest.raises(Conflict) as refused:
            offers.accept(world.first, world.me)
        assert refused.value.code == "too_late"
        assert offers.lapse_due() == 2
        assert offers.lapse_due() == 0
    assert world.held() == (2000_00, 0)
    assert mails("offer_lapsed").count() == 2


def test_who_asked_for_something_else_does_not_lapse(world):
    world.countered()
    with time_machine.travel(at_day(world.first.answer_by + timedelta(days=1))):
        assert offers.lapse_due() == 1
    assert world.held() == (1700_00, 300_00)


def test_one_reminder_before_the_last_day(world):
    assert offers.remind_due() == 0
    with time_machine.travel(at_day(world.first.answer_by - timedelta(days=2))):
        assert (offers.remind_due(), offers.remind_due()) == (2, 0)
    assert mails("offer_reminder").count() == 2


# -- what is read -------------------------------------------------------------------------------------------------
def test_mails_name_no_amount_and_no_person_and_are_dropped_once_answered(world, settings):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    from django.core import mail

    offers.accept(world.first, world.me)
    mail.outbox.clear()
    OutboxMail.objects.exclude(notice__contains="offer").update(state="sent")
    outbox.deliver()
    (sent,) = mail.outbox
    assert sent.to == [world.second.fund.delegate.person.email]
    for word in ("400", str(world.second.fund.delegate), world.delegation.name):
        assert word not in sent.subject + sent.body
    assert f"/my/offers/{world.second.uuid}/" in sent.body
    assert DemoMail.objects.count() == 0


def test_the_delegate_reads_why(world):
    make_gift(world.pool, 5, fee=0)
    told = why(world.first)
    assert (told.policy, told.counts_score) == ("Most journeys", True)
    assert [part.weight for part in told.parts] == [40, 15, 15, 15, 15]
    assert told.reason == "All required lines are paid."
