"""Receipts made void and made anew: one living receipt a gift, whatever happens to it and however many ask at once."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent, OutboxMail
from delegation.outbox import build, deliver
from fundraising.actions import disputes, receipts
from fundraising.models import Dispute, PrintedName, Receipt, ReceiptVoid
from fundraising.queries import papers
from fundraising.queries.proofs import verify
from fundraising.queries.receipts import last_receipt, living_receipt
from fundraising.queries.returned import returned_of
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_appeal, make_gift, make_pool, start_gift, usd
from tests.factories.payments import later, make_dispute, reinstated, taken
from tests.factories.receipts import come_back, give_back
from tests.fundraising.test_races import together
from tests.fundraising.test_verify_books import unguarded  # noqa: F401 - a fixture

pytestmark = pytest.mark.money_db


class World:
    def __init__(self):
        self.pool = make_pool()
        self.treasurer = make_staff(self.pool.delegation, "treasurer")
        self.gift = make_gift(self.pool, 100, name="Marguerite Landry")
        self.receipt = self.gift.receipts.get()


@pytest.fixture
def world(db):
    return World()


def numbers():
    return list(Receipt.objects.order_by("id").values_list("number", flat=True))


def red():
    return {verdict.id for verdict in verify(frozenset({"R1", "R2", "R3", "O1"})) if not verdict.holds}


def mail_of(key: str) -> str:
    return build(OutboxMail.objects.get(key=key), "donor@example.org").body


# -- by a person ------------------------------------------------------------------------------------------
def test_a_wrong_name_is_mended_by_a_new_receipt_that_names_the_old(world):
    new = receipts.reissue(world.receipt, world.treasurer, reason="name", name="Margaret Landry")
    assert numbers() == [1, 2]
    assert new.replaces == world.receipt
    assert world.receipt.void.reason == "name"
    assert world.receipt.void.voided_by == world.treasurer
    assert papers.printed_name(new) == "Margaret Landry"
    assert papers.printed_name(world.receipt) == "Marguerite Landry"
    assert living_receipt(world.gift) == new
    said = mail_of(f"receipt:{new.uuid}")
    assert f"This takes the place of {world.receipt.label}." in said
    assert "Margaret Landry" in said
    assert AuditEvent.objects.get(verb="fundraising.reissue_receipt").actor_uuid == world.treasurer.uuid
    assert red() == set()


def test_a_replaced_receipt_is_not_replaced_again(world):
    receipts.reissue(world.receipt, world.treasurer, reason="name", name="Another")
    with pytest.raises(Conflict):
        receipts.reissue(world.receipt, world.treasurer, reason="name", name="Another")
    with pytest.raises(Conflict):
        receipts.void(world.receipt, world.treasurer, reason="mistake")
    assert numbers() == [1, 2]


def test_a_void_receipt_keeps_its_number_and_may_be_followed_by_another(world):
    receipts.void(world.receipt, world.treasurer, reason="mistake")
    assert living_receipt(world.gift) is None
    assert numbers() == [1]
    assert "no longer holds" in mail_of(f"receipt:{world.receipt.uuid}:void")
    with pytest.raises(Conflict):
        receipts.void(world.receipt, world.treasurer, reason="mistake")
    with pytest.raises(Conflict):
        receipts.resend(world.gift, world.treasurer, form_token=uuid.uuid4())
    assert red() == set()
    new = receipts.reissue(world.receipt, world.treasurer, reason="mistake")
    assert new.replaces == world.receipt
    assert ReceiptVoid.objects.count() == 1
    assert living_receipt(world.gift) == new
    assert receipts.issue(world.gift) == new


def test_the_mail_of_a_void_receipt_is_dropped_when_another_stands_in_its_place(world, mailoutbox):
    deliver()
    receipts.void(world.receipt, world.treasurer, reason="mistake")
    receipts.reissue(world.receipt, world.treasurer, reason="mistake")
    before = len(mailoutbox)
    deliver()
    assert len(mailoutbox) == before + 1
    assert OutboxMail.objects.get(key=f"receipt:{world.receipt.uuid}:void").state == "dropped"


@pytest.mark.parametrize("role", ["reviewer", "auditor", "logistics"])
def test_only_who_decides_about_money_makes_receipts_void_or_anew(world, role):
    person = make_staff(world.pool.delegation, role)
    for verb in (
        lambda: receipts.void(world.receipt, person, reason="mistake"),
        lambda: receipts.reissue(world.receipt, person, reason="name"),
        lambda: receipts.state_goods(world.gift, person, description="", value=None),
    ):
        with pytest.raises(NotPermitted):
            verb()
    assert numbers() == [1]


def test_the_mail_sent_again_goes_to_the_address_of_today(world, mailoutbox):
    deliver()
    donor = world.gift.donor
    donor.email = "moved@example.org"
    donor.save()
    receipts.resend(world.gift, world.treasurer, form_token=uuid.uuid4())
    deliver()
    assert mailoutbox[-1].to == ["moved@example.org"]


def test_a_link_that_ran_out_sends_the_receipt_once_a_day(world):
    day = timezone.localdate()
    for _ in range(3):
        receipts.send_new_link(world.receipt, day)
    receipts.send_new_link(world.receipt, day + timedelta(days=1))
    assert OutboxMail.objects.filter(key__contains=":link:").count() == 2


# -- what was received for it -------------------------------------------------------------------------------
def test_goods_make_a_receipt_that_says_so(world):
    new = receipts.state_goods(world.gift, world.treasurer, description="two places at the dinner", value=usd(30))
    assert (new.kind, new.goods_value_minor) == ("quid_pro_quo", 30_00)
    (words,) = papers.legal(new)
    assert "You received two places at the dinner, which we value at $30.00 in good faith" in words
    assert "That is $70.00." in words
    assert "No goods or services" not in words
    assert (
        receipts.state_goods(world.gift, world.treasurer, description="two places at the dinner", value=usd(30)).pk
        == new.pk
    )
    assert red() == set()
    plain = receipts.state_goods(world.gift, world.treasurer, description="", value=None)
    assert (plain.kind, plain.replaces) == ("gift", new)
    assert numbers() == [1, 2, 3]


@pytest.mark.parametrize(("cents", "stated"), [(75_00, False), (75_01, True)])
def test_75_dollars_is_the_line(world, cents, stated):
    gift = make_gift(world.pool, usd(cents).amount / 100)
    new = receipts.state_goods(gift, world.treasurer, description="a book", value=usd(20))
    assert ("which we value at $20.00 in good faith" in papers.legal(new)[0]) is stated
    assert "a book" in papers.legal(new)[0]


@pytest.mark.parametrize(
    ("description", "value", "code"),
    [
        ("a book", None, "no_value"),
        ("", usd(10), "no_description"),
        ("a book", usd(100), "no_gift"),
        ("a book", usd(0), "no_gift"),
    ],
)
def test_goods_must_be_named_and_worth_less_than_the_gift(world, description, value, code):
    with pytest.raises(DomainError) as refused:
        receipts.state_goods(world.gift, world.treasurer, description=description, value=value)
    assert refused.value.code == code
    assert numbers() == [1]


def test_goods_stated_before_the_gift_arrives_stand_on_the_first_receipt(world):
    from fundraising.actions import donations
    from tests.factories.fundraising import make_payment

    gift = start_gift(world.pool, 100)
    assert receipts.state_goods(gift, world.treasurer, description="a book", value=usd(20)) is None
    settled = donations.settle(make_payment(gift))
    assert settled.receipts.get().kind == "quid_pro_quo"


def test_family_and_advised_gifts_keep_their_kind(world):
    appeal = make_appeal()
    family = make_gift(appeal.delegate.fund, 50, is_family=True)
    director = make_staff(appeal.delegate.delegation, "director")
    assert family.receipts.get().kind == "family"
    assert receipts.state_goods(family, director, description="a book", value=usd(20)).kind == "family"


# -- money that went back -------------------------------------------------------------------------------
def test_a_part_given_back_makes_the_receipt_anew_and_the_whole_makes_it_void(world):
    give_back(world.gift, 40_00)
    new = receipts.follow_returns(world.gift)
    assert (new.returned_minor, new.replaces) == (40_00, world.receipt)
    assert papers.legal(new)[1] == "Of this we have returned $40.00; $60.00 remains given."
    assert receipts.follow_returns(world.gift) == new
    assert numbers() == [1, 2]
    assert world.receipt.void.voided_by is None
    give_back(world.gift, 60_00)
    assert receipts.follow_returns(world.gift) is None
    assert living_receipt(world.gift) is None
    assert "went back to you" in mail_of(f"receipt:{new.uuid}:void")
    with pytest.raises(Conflict):
        receipts.reissue(last_receipt(world.gift), world.treasurer, reason="name")
    assert red() == set()


def test_a_refund_that_failed_gives_the_receipt_back(world):
    give_back(world.gift, 100_00)
    receipts.follow_returns(world.gift)
    assert living_receipt(world.gift) is None
    come_back(world.gift, 100_00)
    new = receipts.follow_returns(world.gift)
    assert (new.returned_minor, new.number) == (0, 2)
    assert red() == set()


def test_a_receipt_that_a_person_made_void_stays_void(world):
    receipts.void(world.receipt, world.treasurer, reason="donor")
    give_back(world.gift, 40_00)
    assert receipts.follow_returns(world.gift) is None
    assert numbers() == [1]


def a_dispute(world, *, days=1):
    """100.00 of the gift are with the bank since so many days."""
    at = int((timezone.now() - timedelta(days=days)).timestamp())
    opened = make_dispute(world.gift, later(taken(100_00, fee=0), created=at), created=at)
    disputes.follow(world.gift.payment_intent, opened)
    return opened


def go_on(world, opened, status, *back):
    disputes.follow(world.gift.payment_intent, later(opened, status=status, movements=(*opened.movements, *back)))


@pytest.mark.parametrize("days", [1, 300])
@pytest.mark.parametrize("status", ["needs_response", "under_review"])
def test_a_dispute_that_is_open_changes_no_receipt_however_long(world, days, status):
    go_on(world, a_dispute(world, days=days), status)
    assert (returned_of(world.gift), receipts.follow_returns(world.gift)) == (0, world.receipt)


def test_a_dispute_that_was_lost_makes_the_receipt_void(world):
    opened = a_dispute(world)
    go_on(world, opened, "lost")
    assert returned_of(world.gift) == 100_00
    receipts.follow_returns(world.gift)
    assert living_receipt(world.gift) is None
    # A part comes back all the same: that much was given.
    go_on(world, opened, "lost", reinstated(30_00))
    assert receipts.follow_returns(world.gift).returned_minor == 70_00
    assert red() == set()


@pytest.mark.parametrize("days", [1, 300])
def test_a_dispute_that_was_won_leaves_the_receipt_also_before_the_money_is_back(world, days):
    opened = a_dispute(world, days=days)
    go_on(world, opened, "won")
    assert (returned_of(world.gift), receipts.follow_returns(world.gift)) == (0, world.receipt)
    go_on(world, opened, "won", reinstated(100_00))
    assert (returned_of(world.gift), receipts.follow_returns(world.gift)) == (0, world.receipt)


def test_the_sweep_finds_a_dispute_that_ends_long_after_its_money_left(world):
    opened = a_dispute(world, days=300)
    since = timezone.now() + timedelta(hours=1)
    assert receipts.sweep_returns(since) == 0
    go_on(world, opened, "lost")
    assert receipts.sweep_returns(since) == 0
    Dispute.objects.update(closed_at=since)
    assert receipts.sweep_returns(since) == 1
    assert living_receipt(world.gift) is None


def test_the_sweep_follows_what_nobody_followed(world):
    other = make_gift(world.pool, 20)
    give_back(world.gift, 10_00)
    give_back(other, 20_00)
    since = timezone.now() - timedelta(days=1)
    assert receipts.sweep_returns(since) == 2
    assert receipts.sweep_returns(since) == 0
    assert living_receipt(other) is None
    assert living_receipt(world.gift).returned_minor == 10_00


def test_what_settled_in_another_currency_went_back_in_the_gifts_own(world):
    from fundraising.queries.returned import _in_gifts_currency

    world.gift.currency, world.gift.amount_minor = "EUR", 90_00
    world.gift.settled_minor, world.gift.settled_currency = 100_00, "USD"
    assert _in_gifts_currency(world.gift, 50_00) == 45_00
    assert _in_gifts_currency(world.gift, 100_00) == 90_00


# -- the database, the proofs and the races ------------------------------------------------------------------
def test_the_database_refuses_a_second_living_receipt(world):
    fields = {
        f.attname: getattr(world.receipt, f.attname)
        for f in Receipt._meta.concrete_fields
        if f.name not in ("id", "uuid", "number", "replaces")
    }
    for replaces in (None, world.receipt):
        with pytest.raises(IntegrityError), transaction.atomic():
            Receipt.objects.create(**fields, number=77, replaces=replaces)
    other = make_gift(world.pool, 10).receipts.get()
    receipts.void(other, world.treasurer, reason="mistake")
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.create(**fields, number=77, replaces=other)
    for rows in (Receipt.objects.all(), ReceiptVoid.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(uuid=uuid.uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedName.objects.update(name="Somebody Else")
    assert PrintedName.objects.update(name="") == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    "corrupt",
    [
        lambda w: Receipt.objects.filter(pk=w.receipt.pk).update(kind="family", is_family=True),
        lambda w: Receipt.objects.filter(pk=w.receipt.pk).update(amount_minor=1),
        lambda w: ReceiptVoid.objects.filter(receipt=w.old).delete(),
        lambda w: Receipt.objects.filter(pk=w.new.pk).update(donation=w.gift),
    ],
)
def test_a_receipt_that_is_not_its_gifts_turns_r1_red(world, corrupt):
    world.second = make_gift(world.pool, 20)
    world.old = world.second.receipts.get()
    world.new = receipts.reissue(world.old, world.treasurer, reason="name")
    assert red() == set()
    corrupt(world)
    assert "R1" in red()


@pytest.mark.django_db(transaction=True)
def test_two_who_make_it_anew_at_once_make_one():
    world = World()
    answers = together(
        *[lambda: receipts.reissue(world.receipt, world.treasurer, reason="name", name="Margaret") for _ in range(3)]
    )
    assert sum(isinstance(answer, Receipt) for answer in answers) == 1
    assert sum(isinstance(answer, Conflict) for answer in answers) == 2
    assert numbers() == [1, 2]
    assert red() == set()


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_look_under_the_lock_the_database_still_refuses_a_second(monkeypatch):
    world = World()
    monkeypatch.setattr(receipts, "_refuse_unless_last", lambda *a: None)
    monkeypatch.setattr(receipts, "lock", lambda row: row)
    answers = together(
        *[lambda: receipts.reissue(world.receipt, world.treasurer, reason="name", name="Margaret") for _ in range(2)]
    )
    assert any(isinstance(answer, IntegrityError) for answer in answers)
    assert red() == set()
