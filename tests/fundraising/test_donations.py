import uuid
from datetime import UTC, datetime

import pytest
from djmoney.money import Money

from delegation.errors import Conflict, DomainError
from delegation.models import AuditEvent, OutboxMail
from fundraising.actions import donations
from fundraising.ledger import balances
from fundraising.models import CheckoutAttempt, Donation, DonationNote, JournalEntry, Receipt
from tests.factories.fundraising import (
    make_appeal,
    make_asked,
    make_balance,
    make_gift,
    make_payment,
    make_pool,
    make_session,
    start_gift,
    usd,
)

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


# -- start ------------------------------------------------------------------------------------------
def test_start_keeps_the_gift_its_words_and_the_next_try():
    appeal = make_appeal()
    attempt = donations.start(
        make_asked(
            appeal.delegate.delegation, appeal=appeal, message=" Travel well. ", shown_name="Mo", show_amount=False
        )
    )
    gift = attempt.donation
    assert (gift.status, gift.amount_minor, gift.currency, gift.mode) == ("started", 50_00, "USD", "demo")
    assert gift.fund.delegate == appeal.delegate
    assert gift.version == appeal.approved_version
    assert (gift.note.message, gift.note.shown_name, gift.note.show_amount) == ("Travel well.", "Mo", False)
    assert attempt.idempotency_key == f"donation-{gift.uuid}-session-1"
    assert attempt.state == "unsent"


def test_the_same_form_twice_is_one_gift():
    asked = make_asked()
    first, second = donations.start(asked), donations.start(asked)
    assert first == second
    assert Donation.objects.count() == 1
    assert DonationNote.objects.count() == 1


@pytest.mark.parametrize("change", [{"amount": usd(60)}, {"cover_fees": True}, {"email": "other@example.org"}])
def test_the_same_form_with_other_figures_is_drawn_anew(change):
    token = uuid.uuid4()
    asked = make_asked(form_token=token)
    donations.start(asked)
    changed = {**asked.__dict__, **change}
    with pytest.raises(donations.TokenUsed) as refused:
        donations.start(donations.Asked(**changed))
    assert refused.value.code == "token_used"


def test_what_stripe_is_asked_names_no_person():
    appeal = make_appeal()
    asked = make_asked(appeal.delegate.delegation, appeal=appeal, name="Marguerite Landry", email="m@example.org")
    text = str(donations.start(asked).params)
    assert "m@example.org" not in text
    assert "Marguerite" not in text
    assert appeal.delegate.person.name_used not in text


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (usd("4.99"), "too_small"),
        (usd(50_001), "too_large"),
        (usd("10.005"), "precision"),
        (usd(0), "too_small"),
        (usd(-5), "too_small"),
        (Money(50, "INR"), "currency"),
    ],
)
def test_amounts_we_do_not_take_are_refused_at_the_field(amount, code):
    with pytest.raises(DomainError) as refused:
        donations.start(make_asked(amount=amount))
    assert (refused.value.code, refused.value.field) == (code, "amount")
    assert Donation.objects.count() == 0


def test_a_paused_page_takes_no_gifts():
    appeal = make_appeal(status="paused")
    with pytest.raises(Conflict) as refused:
        donations.start(make_asked(appeal.delegate.delegation, appeal=appeal))
    assert refused.value.code == "not_open"


@pytest.mark.parametrize("minor", [5_00, 10_00, 50_00, 105_00, 1_234_56, 50_000_00])
def test_the_fee_cover_leaves_about_the_gift(minor, settings):
    cover = donations.fee_cover_minor(minor)
    gross = minor + cover
    fee = round(gross * 0.022) + settings.FEE_COVER_FIXED_MINOR
    assert abs(gross - fee - minor) <= 1


# -- settle -----------------------------------------------------------------------------------------
def test_a_payment_settles_the_gift_the_books_and_the_receipt():
    pool = make_pool()
    gift = start_gift(pool)
    settled = donations.settle(make_payment(gift, fee=140))
    assert (settled.status, settled.fee_minor, settled.card_last4) == ("paid", 140, "4242")
    assert balances.of_fund(pool).available == 50_00 - 140
    assert balances.of_network("USD")["stripe"] == 50_00 - 140
    receipt = Receipt.objects.get(donation=gift)
    assert receipt.label.startswith("DEMO-")
    assert OutboxMail.objects.get().key == f"receipt:{receipt.uuid}"
    assert gift.attempts.get().state == "complete"


def test_settling_again_changes_nothing():
    gift = start_gift()
    payment = make_payment(gift)
    for _ in range(3):
        donations.settle(payment)
    assert JournalEntry.objects.filter(kind="gift_settled").count() == 1
    assert JournalEntry.objects.filter(kind="fee_known").count() == 1
    assert Receipt.objects.count() == OutboxMail.objects.count() == 1


def test_the_fee_may_come_later_and_is_booked_once():
    pool = make_pool()
    gift = donations.settle(make_payment(start_gift(pool), settled=False))
    assert gift.fee_minor is None
    assert balances.of_fund(pool).available == 50_00
    balance = make_balance(50_00, 140)
    for _ in range(2):
        donations.record_fee(gift, balance)
    assert balances.of_fund(pool).available == 50_00 - 140


def test_a_gift_without_a_fee_is_booked_without_a_fee_entry():
    gift = donations.settle(make_payment(start_gift(), fee=0))
    assert gift.fee_minor == 0
    assert not JournalEntry.objects.filter(kind="fee_known").exists()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"amount_received": 49_99}, "amount"), ({"currency": "EUR"}, "currency")],
)
def test_a_payment_that_does_not_fit_is_held_apart_with_an_alert(wrong, why):
    pool = make_pool()
    gift = start_gift(pool)
    payment = make_payment(gift, **wrong)
    for _ in range(2):
        assert donations.settle(payment) is None
    gift.refresh_from_db()
    assert gift.status == "started"
    assert balances.of_fund(pool).available == 0
    assert balances.of_network(payment.balance.currency)["suspense"] == payment.balance.amount
    assert AuditEvent.objects.get(verb="fundraising.hold_apart").purpose == why


def test_a_payment_for_a_gift_nobody_knows_is_held_apart():
    gift = start_gift()
    payment = make_payment(gift, metadata={"donation": str(uuid.uuid4())})
    assert donations.settle(payment) is None
    assert balances.of_network("USD")["suspense"] == 50_00


def test_a_second_payment_of_one_gift_is_held_apart():
    pool = make_pool()
    gift = make_gift(pool, fee=0)
    assert donations.settle(make_payment(gift, fee=0)) is None
    assert balances.of_fund(pool).available == 50_00
    assert balances.of_network("USD")["suspense"] == 50_00
    assert AuditEvent.objects.get(verb="fundraising.hold_apart").purpose == "paid_twice"


def test_a_payment_that_is_not_ours_is_left_alone():
    assert donations.settle(make_payment(start_gift(), metadata={})) is None
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(("here", "livemode"), [("demo", True), ("test", True), ("live", False)])
def test_money_of_the_other_world_is_never_posted(settings, here, livemode):
    settings.STRIPE_MODE = here
    gift = start_gift()
    assert donations.settle(make_payment(gift, livemode=livemode)) is None
    assert not JournalEntry.objects.exists()


def test_a_gift_started_in_demo_is_not_settled_by_a_live_payment(settings):
    gift = start_gift()
    settings.STRIPE_MODE = "live"
    assert donations.settle(make_payment(gift, livemode=True)) is None
    assert not JournalEntry.objects.exists()


def test_a_payment_still_under_way_settles_nothing():
    assert donations.settle(make_payment(start_gift(), status="processing")) is None
    assert not JournalEntry.objects.exists()


# -- follow: whatever comes, in whatever order ---------------------------------------------------------
def test_a_bank_debit_waits_then_settles():
    gift = start_gift()
    attempt = gift.attempts.get()
    processing = make_payment(gift, status="processing", settled=False)
    assert donations.follow(make_session(attempt, processing), processing).status == "pending"
    paid = make_payment(gift, id=processing.id)
    assert donations.follow(make_session(attempt, paid), paid).status == "paid"


def test_a_bank_debit_that_fails_may_be_tried_again():
    asked = make_asked()
    attempt = donations.start(asked)
    donations.remember_session(attempt, make_session(attempt))
    gift = attempt.donation
    refused = make_payment(gift, status="requires_payment_method", settled=False)
    assert donations.follow(make_session(attempt, refused), refused).status == "failed"
    again = donations.start(asked)
    assert (again.number, again.state) == (2, "unsent")


def test_an_expired_page_expires_the_gift_and_never_a_paid_one():
    gift = start_gift()
    attempt = gift.attempts.get()
    expired = make_session(attempt, status="expired")
    assert donations.follow(expired).status == "expired"
    payment = make_payment(gift)
    assert donations.follow(make_session(attempt, payment), payment).status == "paid"
    assert donations.follow(expired).status == "paid"


def test_one_page_that_expires_leaves_the_gift_open_while_another_can_be_paid():
    asked = make_asked()
    first = donations.start(asked)
    donations.remember_session(first, make_session(first))
    CheckoutAttempt.objects.filter(pk=first.pk).update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    second = donations.start(asked)
    donations.remember_session(second, make_session(second))
    assert second.number == 2
    first.refresh_from_db()
    assert donations.follow(make_session(first, status="expired")).status == "started"


def test_a_session_whose_answer_was_lost_is_known_by_what_we_wrote_on_it():
    attempt = donations.start(make_asked())
    payment = make_payment(attempt.donation)
    assert donations.follow(make_session(attempt, payment), payment).status == "paid"
    attempt.refresh_from_db()
    assert (attempt.state, bool(attempt.session_id)) == ("complete", True)


def test_a_session_of_somebody_else_is_not_ours():
    attempt = donations.start(make_asked())
    assert donations.follow(make_session(attempt, id="cs_other", metadata={})) is None


def test_the_contribution_date_is_the_charge_date_in_the_networks_zone(settings):
    settings.NETWORK_TIME_ZONE = "America/New_York"
    # 02:30 UTC on New Year's Day is still the old year in New York.
    gift = make_gift(at=datetime(2026, 1, 1, 2, 30, tzinfo=UTC))
    receipt = Receipt.objects.get(donation=gift)
    assert (receipt.year, str(receipt.charged_on)) == (2025, "2025-12-31")
