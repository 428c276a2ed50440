"""Giving back: who may ask, who decides, what Stripe says, and who bears it."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent, OutboxMail
from fundraising import gateway, outgoing
from fundraising.actions import disputes, refunds
from fundraising.ledger import balances
from fundraising.models import BooksCheck, JournalEntry, Refund
from fundraising.queries.payments import alone_room_minor, left_to_refund
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_delegate, make_staff
from tests.factories.fundraising import make_fund, make_gift, make_pool, start_gift, usd
from tests.factories.payments import failed, later, make_dispute, make_refund, taken

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def pool():
    return make_pool()


@pytest.fixture
def gift(pool):
    return make_gift(pool, 100, fee=0)


@pytest.fixture
def treasurer(pool):
    return make_staff(pool.delegation, "treasurer")


@pytest.fixture
def director(pool):
    return make_staff(pool.delegation, "director")


def ask(gift, by, units=100, reason="twice", note="", token=None):
    return refunds.request(gift, by, usd(units), reason, note, token or uuid.uuid4())


def assert_whole():
    """K2 is about costs, which some tests here hold by their entry alone."""
    assert [v.id for v in verify() if not v.holds and v.id != "K2"] == []


# -- asking and deciding ------------------------------------------------------------------------------
def test_a_small_refund_needs_one_person_and_is_on_its_way(gift, treasurer):
    refund = ask(gift, treasurer, 40)
    assert (refund.status, refund.needs_second, refund.amount_minor) == ("pending", False, 40_00)
    assert left_to_refund(gift) == 60_00
    assert_whole()


def test_above_the_limit_a_second_person_decides(pool, treasurer, director):
    refund = ask(make_gift(pool, 300, fee=0), treasurer, 300)
    assert (refund.status, refund.needs_second) == ("requested", True)
    with pytest.raises(NotPermitted):
        refunds.approve(refund, treasurer)
    assert refunds.approve(refund, director).status == "pending"


def test_the_limit_is_the_gifts_not_the_forms(pool, treasurer, director):
    """Many small refunds of one gift are not a way around the second person."""
    gift = make_gift(pool, 800, fee=0)
    first = ask(gift, treasurer, 200)
    assert alone_room_minor(gift) == 50_00
    assert [ask(gift, treasurer, 50).needs_second, ask(gift, director, 1).needs_second] == [False, True]
    # What did not leave counts no more, nor what two people decided.
    refunds.reject(first, "charge_disputed")
    assert ask(gift, treasurer, 200).needs_second is False
    refunds.approve(ask(gift, treasurer, 201), director)
    assert alone_room_minor(gift) == 0


def test_maker_and_checker_are_two_also_in_the_database(pool, treasurer):
    refund = ask(make_gift(pool, 300, fee=0), treasurer, 300)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(status="pending", decided_by=treasurer, decided_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(status="pending")


def test_a_second_person_refuses_with_a_note_and_the_asker_withdraws_without(pool, treasurer, director):
    gift = make_gift(pool, 600, fee=0)
    first, second = ask(gift, treasurer, 260), ask(gift, treasurer, 270)
    with pytest.raises(DomainError):
        refunds.refuse(first, director)
    assert refunds.refuse(first, director, "The donor wrote that it was meant.").status == "refused"
    assert refunds.refuse(second, treasurer).status == "refused"
    assert left_to_refund(gift) == 600_00


def test_the_same_form_twice_is_one_refund_and_other_figures_are_refused(gift, treasurer):
    token = uuid.uuid4()
    assert ask(gift, treasurer, 40, token=token) == ask(gift, treasurer, 40, token=token)
    with pytest.raises(Conflict) as refused:
        ask(gift, treasurer, 41, token=token)
    assert refused.value.code == "token_used"
    assert Refund.objects.count() == 1


@pytest.mark.parametrize("role", ["reviewer", "logistics", "communications", "auditor"])
def test_others_may_not_ask(gift, pool, role):
    with pytest.raises(NotPermitted):
        ask(gift, make_staff(pool.delegation, role))


def test_nobody_decides_about_the_gifts_of_their_own_journey(pool):
    delegate = make_delegate(pool.delegation)
    make_staff(pool.delegation, "treasurer")
    from tests.factories.delegation import make_role

    make_role(delegate.person, pool.delegation, "treasurer")
    with pytest.raises(NotPermitted):
        ask(make_gift(make_fund(delegate), 50, fee=0), delegate.person, 50)


def test_no_more_than_remains_also_in_the_database(gift, treasurer):
    ask(gift, treasurer, 70)
    with pytest.raises(DomainError) as refused:
        ask(gift, treasurer, 31)
    assert refused.value.code == "too_much"
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(
            donation=gift, amount_minor=30_01, currency="USD", requested_by=treasurer, form_token=uuid.uuid4()
        )


@pytest.mark.parametrize(("units", "currency", "code"), [(0, "USD", "not_positive"), (10, "EUR", "currency")])
def test_amounts_that_are_none_are_refused(gift, treasurer, units, currency, code):
    with pytest.raises(DomainError) as refused:
        refunds.request(gift, treasurer, Money(units, currency), "twice", "", uuid.uuid4())
    assert refused.value.code == code


def test_after_thirty_days_it_is_the_staffs_decision_with_a_note(pool, treasurer):
    gift = make_gift(pool, 100, fee=0, at=timezone.now() - timedelta(days=31))
    with pytest.raises(DomainError) as refused:
        ask(gift, treasurer)
    assert refused.value.code == "late"
    with pytest.raises(DomainError) as refused:
        ask(gift, treasurer, reason="staff")
    assert refused.value.code == "note_missing"
    assert ask(gift, treasurer, reason="staff", note="A promise of ours.").status == "pending"


def test_a_gift_not_paid_is_not_given_back(pool, treasurer):
    with pytest.raises(Conflict):
        ask(start_gift(pool, 100), treasurer)


def test_while_a_dispute_is_open_no_refund_and_an_inquiry_leaves_it_free(gift, treasurer):
    inquiry = make_dispute(gift, status="warning_needs_response")
    disputes.follow(gift.payment_intent, inquiry)
    assert ask(gift, treasurer, 10).status == "pending"
    disputes.follow(gift.payment_intent, later(inquiry, status="needs_response", movements=(taken(100_00),)))
    with pytest.raises(Conflict) as refused:
        ask(gift, treasurer, 10)
    assert refused.value.code == "disputed"


def test_while_the_books_are_red_no_money_goes_out(gift, treasurer):
    BooksCheck.objects.create(red="L8")
    with pytest.raises(Conflict) as refused:
        ask(gift, treasurer)
    assert refused.value.code == "books_red"


# -- what Stripe says ------------------------------------------------------------------------------------
def test_a_refund_is_posted_once_however_often_it_is_told(pool, gift, treasurer):
    refund = ask(gift, treasurer, 40)
    made = make_refund(gift, 40_00, metadata={"refund": str(refund.uuid)})
    for _ in range(3):
        refunds.follow(gift.payment_intent, [made])
    refund.refresh_from_db()
    assert (refund.status, refund.stripe_id, refund.settled_minor) == ("succeeded", made.id, 40_00)
    assert balances.of_fund(pool).available == balances.of_network("USD")["stripe"] == 60_00
    assert JournalEntry.objects.filter(kind="refund_made").count() == 1
    assert OutboxMail.objects.filter(notice="fundraising.refund_made").count() == 1
    assert_whole()


def test_partial_refunds_several_times_and_one_from_the_dashboard(pool, gift, treasurer):
    made = [make_refund(gift, part) for part in (10_00, 10_00, 30_00)]
    for number in range(len(made)):
        refunds.follow(gift.payment_intent, made[: number + 1])
    assert list(Refund.objects.order_by("id").values_list("amount_minor", "status", "requested_by")) == [
        (10_00, "succeeded", None),
        (10_00, "succeeded", None),
        (30_00, "succeeded", None),
    ]
    assert balances.of_fund(pool).available == 50_00
    assert left_to_refund(gift) == 50_00
    assert_whole()


def test_a_refund_of_the_dashboard_overtakes_a_request_that_no_longer_fits(pool, treasurer, director):
    gift = make_gift(pool, 400, fee=0)
    refund = ask(gift, treasurer, 300)
    refunds.follow(gift.payment_intent, [make_refund(gift, 200_00)])
    refund.refresh_from_db()
    assert refund.status == "refused"
    with pytest.raises(Conflict):
        refunds.approve(refund, director)
    assert_whole()


def test_a_pending_refund_without_its_money_is_not_posted_yet(pool, gift):
    waiting = make_refund(gift, 40_00, status="pending", balance=None)
    refunds.follow(gift.payment_intent, [waiting])
    assert balances.of_fund(pool).available == 100_00
    assert not OutboxMail.objects.filter(notice="fundraising.refund_made").exists()
    refunds.follow(gift.payment_intent, [later(make_refund(gift, 40_00), id=waiting.id)])
    assert (Refund.objects.get().status, balances.of_fund(pool).available) == ("succeeded", 60_00)
    assert_whole()


def test_a_failed_refund_gives_back_to_whoever_bore_it(pool, gift):
    made = make_refund(gift, 40_00)
    refunds.follow(gift.payment_intent, [made])
    for _ in range(2):
        refunds.follow(gift.payment_intent, [failed(made)])
    assert Refund.objects.get().status == "failed"
    assert balances.of_fund(pool).available == 100_00
    assert left_to_refund(gift) == 100_00
    assert OutboxMail.objects.filter(notice="fundraising.refund_failed").count() == 1
    assert_whole()


def test_a_refund_that_failed_before_we_heard_of_it_makes_room_for_the_next(pool, gift):
    first, second = make_refund(gift, 60_00), make_refund(gift, 60_00)
    refunds.follow(gift.payment_intent, [first])
    refunds.follow(gift.payment_intent, [second, failed(first)])
    assert balances.of_fund(pool).available == 40_00
    assert sorted(Refund.objects.values_list("status", flat=True)) == ["failed", "succeeded"]
    assert_whole()


def test_what_the_fund_cannot_bear_the_pool_bears_and_then_the_network_and_each_gets_its_part_back(pool):
    fund = make_fund(make_delegate(pool.delegation))
    gift = make_gift(fund, 100, fee=0)
    other = make_gift(pool, 30, fee=0)
    refunds.follow(gift.payment_intent, [make_refund(gift, 80_00)])
    # The rest of the fund and all of the pool are gone; Stripe takes 50 more than there is.
    from fundraising.ledger import entries, posting
    from fundraising.ledger.accounts import available, committed

    spec = entries.cost_approved(available(fund), committed(fund), 10_00, "USD")
    posting.post(spec, key="hold", about=("t", None), happened_at=timezone.now())
    made = make_refund(gift, 20_00)
    refunds.follow(gift.payment_intent, [made])
    refunds.follow(other.payment_intent, [make_refund(other, 25_00)])
    assert (balances.of_fund(fund).available, balances.of_fund(pool).available) == (0, 0)
    assert balances.of_network("USD")["owed_by_network"] == 5_00
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"fundraising.refund_made_borne_by_pool", "fundraising.refund_made_borne_by_network"} <= verbs
    refunds.follow(gift.payment_intent, [failed(made)])
    assert (balances.of_fund(fund).available, balances.of_fund(pool).available) == (10_00, 10_00)
    assert_whole()


def test_a_refund_after_the_payout_is_a_debt_to_stripe(pool, gift):
    from fundraising.actions import payouts
    from tests.factories.payments import make_payout

    payouts.follow(make_payout(100_00, "paid"))
    refunds.follow(gift.payment_intent, [make_refund(gift, 40_00)])
    network = balances.of_network("USD")
    assert (network["stripe"], network["bank"], network["owed_to_stripe"]) == (0, 100_00, 40_00)
    make_gift(pool, 50, fee=0)
    network = balances.of_network("USD")
    assert (network["stripe"], network["owed_to_stripe"]) == (10_00, 0)
    assert_whole()


def test_a_payment_that_is_not_ours_is_not_followed():
    assert refunds.follow("pi_unknown", [make_refund(None, 10_00)]) is None


# -- asking Stripe ------------------------------------------------------------------------------------------
def test_stripe_is_asked_once_under_a_key_from_our_row(gift, treasurer, monkeypatch):
    asked = []

    def create(request):
        asked.append(request)
        return make_refund(gift, request.amount_minor, metadata=request.metadata)

    monkeypatch.setattr(gateway, "create_refund", create)
    token = uuid.uuid4()
    refund = outgoing.request_refund(gift, treasurer, usd(40), "fraud", "", token)
    assert refund.status == "succeeded"
    assert outgoing.request_refund(gift, treasurer, usd(40), "fraud", "", token) == refund
    assert [(a.idempotency_key, a.payment_intent, a.reason) for a in asked] == [
        (f"refund-{refund.uuid}", gift.payment_intent, "fraudulent")
    ]


def test_when_stripe_is_away_the_refund_stays_on_its_way_and_the_sweep_asks_again(gift, treasurer, monkeypatch):
    def away(request):
        raise gateway.GatewayDown("timeout")

    monkeypatch.setattr(gateway, "create_refund", away)
    refund = outgoing.request_refund(gift, treasurer, usd(40), "twice", "", uuid.uuid4())
    assert (refund.status, refund.stripe_id) == ("pending", None)
    Refund.objects.update(swept_at=timezone.now() - timedelta(minutes=2))
    monkeypatch.setattr(
        gateway, "create_refund", lambda request: make_refund(gift, request.amount_minor, metadata=request.metadata)
    )
    assert outgoing.sweep_refunds() == 1
    assert outgoing.sweep_refunds() == 0
    assert Refund.objects.get().status == "succeeded"
    assert_whole()


def test_when_stripe_says_no_nothing_left_and_the_gift_can_be_asked_for_again(pool, gift, treasurer, monkeypatch):
    def refuse(request):
        raise gateway.GatewayRefused("charge_disputed", "no")

    monkeypatch.setattr(gateway, "create_refund", refuse)
    refund = outgoing.request_refund(gift, treasurer, usd(40), "twice", "", uuid.uuid4())
    assert (refund.status, refund.failure_code) == ("refused", "charge_disputed")
    assert (balances.of_fund(pool).available, left_to_refund(gift)) == (100_00, 100_00)


# -- what the database holds ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change", [{"amount_minor": 1}, {"stripe_id": "re_other"}, {"settled_minor": 1}, {"donation": None}]
)
def test_a_refund_that_was_made_stays_as_it_was(gift, change):
    refunds.follow(gift.payment_intent, [make_refund(gift, 40_00)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.update(**change)


def test_a_refund_is_never_deleted(gift):
    refunds.follow(gift.payment_intent, [make_refund(gift, 40_00)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.all()._raw_delete(Refund.objects.db)
