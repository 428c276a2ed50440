"""Monthly gifts: whatever is told first, each month is booked once; the end follows the review; the row leads."""

from datetime import timedelta
from itertools import permutations

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from delegation.actions import delegations
from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent, Delegate, OutboxMail
from fundraising import gateway, gift_links
from fundraising.actions import donations, funds, monthly, monthly_money, monthly_steps
from fundraising.models import Appeal, Donation, JournalEntry, MonthlyGift, Receipt
from fundraising.monthly_sync import hear, sweep
from fundraising.monthly_sync.tell import tell_stripe
from fundraising.queries.monthly import end_of_giving
from fundraising.queries.proofs import verify
from tests.factories import delegation as make
from tests.factories.fundraising import make_appeal, make_asked, usd
from tests.factories.monthly import (
    make_invoice,
    make_monthly,
    make_subscription,
    month_paid,
    pay_month,
    session_of,
    start_monthly,
)

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


def red():
    return [verdict.id for verdict in verify() if not verdict.holds]


def fresh(gift) -> MonthlyGift:
    return MonthlyGift.objects.select_related("fund__delegation", "donor").get(pk=gift.pk)


def link_to(gift) -> gift_links.Link:
    return gift_links.open_monthly(gift_links.monthly_path(gift).split("/")[3])[0]


def mails(name) -> int:
    return OutboxMail.objects.filter(notice=f"fundraising.{name}").count()


@pytest.fixture
def fund():
    delegation = make.make_delegation()
    funds.open_pool(delegation)
    return make_appeal(make.make_delegate(delegation)).delegate.fund


# -- each month once ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("order", list(permutations(("session", "invoice", "payment", "subscription")))[::3])
def test_the_first_month_is_booked_once_whatever_is_told_first(order, fund, monkeypatch):
    gift = start_monthly(fund)
    payment = month_paid(gift)
    invoice = make_invoice(gift, payment)
    session = session_of(gift, invoice)
    monkeypatch.setattr(gateway, "fetch_invoice", lambda name: invoice)
    monkeypatch.setattr(gateway, "fetch_payment", lambda name: payment)
    monkeypatch.setattr(gateway, "invoice_of_payment", lambda name: invoice.id)
    monkeypatch.setattr(gateway, "fetch_subscription", lambda name: make_subscription(gift))
    say = {
        "session": lambda: hear.look_at_session(session),
        "invoice": lambda: hear.look_at_invoice(invoice.id),
        "payment": lambda: hear.look_at_payment(payment),
        "subscription": lambda: hear.look_at_subscription(invoice.subscription),
    }
    for what in (*order, *order):
        say[what]()
    gift = fresh(gift)
    first = gift.donations.get()
    assert (first.status, first.invoice, first.payment_intent) == ("paid", invoice.id, payment.id)
    assert (gift.status, gift.subscription) == ("active", invoice.subscription)
    assert gift.renews_at is not None
    assert JournalEntry.objects.filter(kind="gift_settled").count() == Receipt.objects.count() == 1
    assert (mails("receipt"), mails("monthly_started")) == (1, 1)
    assert first.attempts.get().state == "complete"
    assert red() == []


def test_each_later_month_is_a_gift_of_its_own(fund):
    gift = make_monthly(fund, months=3, shown_name="A neighbour")
    assert gift.donations.count() == Receipt.objects.count() == 3
    assert {d.fund_id for d in gift.donations.all()} == {fund.pk}
    assert len({d.payment_intent for d in gift.donations.all()}) == 3
    assert {d.note.shown_name for d in gift.donations.all()} == {"A neighbour"}
    assert mails("monthly_started") == 1
    assert red() == []


def test_a_month_told_twice_and_from_all_sides_is_one_gift(fund, monkeypatch):
    gift = make_monthly(fund)
    payment = month_paid(gift)
    invoice = make_invoice(gift, payment, is_first=False)
    monkeypatch.setattr(gateway, "invoice_of_payment", lambda name: invoice.id)
    monkeypatch.setattr(gateway, "fetch_invoice", lambda name: invoice)
    monkeypatch.setattr(gateway, "fetch_payment", lambda name: payment)
    for _ in range(2):
        assert hear.look_at_payment(payment)
        assert hear.look_at_invoice(invoice.id)
    assert gift.donations.count() == 2
    assert gift.donations.filter(fee_minor__isnull=False).count() == 2
    assert red() == []


def test_a_payment_of_nobody_is_not_ours(monkeypatch, fund):
    gift = start_monthly(fund)
    monkeypatch.setattr(gateway, "invoice_of_payment", lambda name: None)
    assert not hear.look_at_payment(month_paid(gift))
    monkeypatch.setattr(gateway, "invoice_of_payment", lambda name: pytest.fail("a payment without customer"))
    assert not hear.look_at_payment(month_paid(gift, customer=None))
    assert not monthly_money.follow_invoice(make_invoice(gift, metadata={}, subscription="sub_other"))


def test_a_fee_told_later_is_booked_for_its_month(fund):
    gift = start_monthly(fund)
    payment = month_paid(gift, balance=None)
    monthly_money.follow_invoice(make_invoice(gift, payment), payment)
    later = month_paid(gift, id=payment.id)
    assert hear.look_at_payment(later)
    assert gift.donations.get().balance_transaction == later.balance.id


def test_a_month_of_the_old_amount_is_booked_as_it_was_taken(fund):
    gift = make_monthly(fund, amount=25)
    monthly.change(gift, usd(40), cover_fees=False, link=link_to(gift))
    pay_month(fresh(gift), amount_received=25_00)
    pay_month(fresh(gift))
    assert sorted(gift.donations.values_list("amount_minor", flat=True)) == [25_00, 25_00, 40_00]
    assert AuditEvent.objects.filter(verb="fundraising.another_amount_monthly_gift").count() == 1
    assert red() == []


def test_money_of_another_currency_is_held_apart(fund):
    gift = make_monthly(fund)
    payment = month_paid(gift, currency="EUR")
    monthly_money.follow_invoice(make_invoice(gift, payment, is_first=False), payment)
    assert JournalEntry.objects.filter(kind="stripe_unplaced").count() == 1
    assert red() == []


def test_a_page_paid_twice_ends_the_second_subscription(fund, monkeypatch):
    gift = make_monthly(fund)
    payment = month_paid(gift)
    invoice = make_invoice(gift, payment, subscription="sub_second", customer="cus_second")
    ended = []
    monkeypatch.setattr(gateway, "fetch_payment", lambda name: payment)
    monkeypatch.setattr(gateway, "cancel_subscription", lambda name, key: ended.append(name))
    for _ in range(2):
        hear.follow_invoice(invoice)
    monkeypatch.setattr(gateway, "fetch_invoice", lambda name: invoice)
    hear.look_at_session(session_of(gift, invoice, subscription="sub_second"))
    assert ended == ["sub_second"] * 3
    assert gift.donations.count() == 1
    assert JournalEntry.objects.filter(kind="stripe_unplaced").count() == 1
    assert red() == []


# -- delayed debits and refusals -------------------------------------------------------------------------------
def test_a_delayed_debit_is_thanked_once_when_it_arrives(fund):
    gift = start_monthly(fund)
    waits = month_paid(gift, status="processing", amount_received=0, balance=None)
    invoice = make_invoice(gift, waits)
    monthly_money.follow_session(session_of(gift, invoice, payment_status="unpaid"), invoice, waits)
    assert (fresh(gift).status, gift.donations.get().status) == ("started", "pending")
    assert OutboxMail.objects.count() == 0
    paid = month_paid(gift, id=waits.id)
    settled = make_invoice(gift, paid, id=invoice.id, is_first=True)
    for _ in range(2):
        monthly_money.follow_invoice(settled, paid)
        monthly_money.follow_session(session_of(gift, settled), settled, paid)
    assert (mails("receipt"), mails("monthly_started")) == (1, 1)
    assert fresh(gift).status == "active"
    assert red() == []


def test_a_first_debit_that_fails_leaves_nothing_behind(fund, monkeypatch):
    gift = start_monthly(fund)
    refused = month_paid(gift, status="requires_payment_method", amount_received=0, balance=None)
    invoice = make_invoice(gift, refused)
    monthly_money.follow_session(session_of(gift, invoice, payment_status="unpaid"), invoice, refused)
    monthly_money.follow_invoice(invoice, refused)
    gift = fresh(gift)
    assert (gift.status, gift.end_reason, gift.donations.get().status) == ("ended", "failed", "failed")
    assert gift.wants > gift.told
    told = []
    monkeypatch.setattr(gateway, "cancel_subscription", lambda name, key: told.append(name))
    sweep.sweep()
    assert told == [gift.subscription]
    # The same form again opens no second page.
    first = gift.donations.get()
    assert first.attempts.get().state == "complete"
    assert mails("monthly_ended") == 1


def test_a_month_that_fails_is_told_once_and_recovers(fund):
    gift = make_monthly(fund)
    refused = month_paid(gift, status="requires_payment_method", amount_received=0, balance=None)
    invoice = make_invoice(gift, refused)
    for _ in range(3):
        monthly_money.follow_invoice(invoice, refused)
    assert (fresh(gift).status, mails("monthly_failed"), gift.donations.count()) == ("past_due", 1, 1)
    paid = month_paid(gift, id=refused.id)
    monthly_money.follow_invoice(make_invoice(gift, paid, id=invoice.id), paid)
    # An old notice of the refusal, late.
    assert (fresh(gift).status, gift.donations.count()) == ("active", 2)
    assert red() == []


def test_stripe_gives_up_and_the_giver_hears_it_kindly(fund):
    gift = make_monthly(fund)
    refused = month_paid(gift, status="requires_payment_method", amount_received=0, balance=None)
    monthly_money.follow_invoice(make_invoice(gift, refused), refused)
    gone = make_subscription(gift, status="canceled", end_reason="payment_failed", ended_at=1)
    for _ in range(2):
        monthly_money.follow_subscription(gone)
    gift = fresh(gift)
    assert (gift.status, gift.end_reason, mails("monthly_ended")) == ("ended", "failed", 1)


@pytest.mark.parametrize(("days", "reason"), [(1, "stripe"), (-1, "review")])
def test_an_end_at_stripe_is_understood(fund, days, reason):
    gift = make_monthly(fund)
    now = timezone.now()
    monthly_steps.remember_told(gift, gift.wants, now + timedelta(days=days))
    gone = make_subscription(gift, status="canceled", ended_at=int(now.timestamp()))
    monthly_money.follow_subscription(gone)
    assert fresh(gift).end_reason == reason


# -- the row leads -----------------------------------------------------------------------------------------------
class Told:
    """Stripe as it was told; `down` makes it unreachable."""

    def __init__(self, monkeypatch):
        self.orders, self.ended, self.down = [], [], False
        monkeypatch.setattr(gateway, "change_subscription", self.change)
        monkeypatch.setattr(gateway, "cancel_subscription", self.cancel)

    def _ask(self):
        if self.down:
            raise gateway.GatewayDown("away")

    def change(self, order):
        self._ask()
        self.orders.append(order)

    def cancel(self, name, key):
        self._ask()
        self.ended.append((name, key))


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(gateway, "recent_invoices", lambda name: [])
    return Told(monkeypatch)


def test_the_last_day_is_told_until_stripe_has_it(fund, told):
    gift = make_monthly(fund)
    wanted = end_of_giving(fund.delegation)
    assert (gift.ends_at, gift.end_told_at) == (wanted, None)
    told.down = True
    assert not tell_stripe(gift)
    gift = fresh(gift)
    assert (gift.tell_tries, gift.told) == (1, 0)
    assert sweep.sweep() == 0  # not at once again
    told.down = False
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        sweep.sweep()
    assert [order.cancel_at for order in told.orders] == [int(wanted.timestamp())]
    assert fresh(gift).end_told_at == wanted
    sweep.sweep()
    assert len(told.orders) == 1


def test_the_last_day_moves_with_the_review(fund, told):
    gift = make_monthly(fund)
    tell_stripe(gift)
    dates = fund.delegation.dates.first()
    later = dates.review_on + timedelta(days=180)
    delegations.set_dates(fund.delegation, by=None, review_on=later, zone=dates.zone)
    sweep.sweep()
    gift = fresh(gift)
    assert gift.ends_at == gift.end_told_at == end_of_giving(fund.delegation)
    assert gift.ends_at.date() >= later
    assert [order.cancel_at for order in told.orders][-1] == int(gift.ends_at.timestamp())
    assert mails("monthly_end_moved") == 1
    sweep.sweep()
    assert (len(told.orders), mails("monthly_end_moved")) == (2, 1)


def test_no_day_known_takes_the_end_back_until_there_is_one(fund, told):
    gift = make_monthly(fund)
    delegations.set_dates(fund.delegation, by=None)
    sweep.sweep()
    assert (fresh(gift).ends_at, told.orders[-1].cancel_at) == (None, None)


def test_past_the_review_it_ends(fund, told):
    gift = make_monthly(fund)
    tell_stripe(gift)
    with time_machine.travel(gift.ends_at + timedelta(minutes=1), tick=True):
        sweep.sweep()
        gift = fresh(gift)
        assert (gift.status, gift.end_reason) == ("ended", "review")
        assert [name for name, _key in told.ended] == [gift.subscription]
        assert gift.wants == gift.told
        assert mails("monthly_ended") == 1


def test_a_review_that_is_cancelled_ends_it(fund, told):
    gift = make_monthly(fund)
    type(fund.delegation).objects.update(review_status="cancelled")
    sweep.sweep()
    assert fresh(gift).end_reason == "review"


def test_a_gift_to_the_pool_has_no_last_day(fund, told):
    gift = make_monthly(funds.open_pool(fund.delegation))
    sweep.sweep()
    assert (gift.ends_at, told.orders) == (None, [])


def test_the_giver_hears_ten_days_before_the_end(fund, told):
    gift = make_monthly(fund)
    sweep.sweep()
    assert mails("monthly_ends_soon") == 0
    with time_machine.travel(gift.ends_at - timedelta(days=9), tick=True):
        sweep.sweep()
        sweep.sweep()
    assert mails("monthly_ends_soon") == 1


def test_too_near_a_review_there_is_only_a_gift_once(fund):
    end = end_of_giving(fund.delegation)
    appeal = Appeal.objects.get(delegate=fund.delegate)
    with (
        time_machine.travel(end - timedelta(days=20), tick=True),
        pytest.raises(Conflict, match="Give once"),
    ):
        donations.start(make_asked(fund.delegation, appeal=appeal, is_monthly=True))
    assert not MonthlyGift.objects.exists()


# -- the giver's verbs --------------------------------------------------------------------------------------------
def test_pause_and_go_on(fund, told):
    gift = make_monthly(fund)
    until = monthly.today() + timedelta(days=30)
    link = link_to(gift)
    monthly.pause(gift, until, link=link)
    monthly.pause(gift, until, link=link)
    gift = fresh(gift)
    assert (gift.status, gift.paused_until, mails("monthly_paused")) == ("paused", until, 1)
    tell_stripe(gift)
    assert told.orders[-1].resumes_at == int(monthly.morning_of(until).timestamp())
    longer = until + timedelta(days=5)
    monthly.pause(gift, longer, link=link)
    assert fresh(gift).paused_until == longer
    monthly.resume(gift, link=link)
    monthly.resume(gift, link=link)
    tell_stripe(gift)
    assert (fresh(gift).status, told.orders[-1].resumes_at) == ("active", None)


def test_a_pause_is_over_by_its_date(fund, told):
    gift = make_monthly(fund)
    until = monthly.today() + timedelta(days=30)
    monthly.pause(gift, until, link=link_to(gift))
    tell_stripe(gift)
    monthly_money.follow_subscription(make_subscription(gift, is_paused=True))
    assert fresh(gift).status == "paused"
    with time_machine.travel(monthly.morning_of(until) + timedelta(hours=1), tick=True):
        sweep.sweep()
    assert fresh(gift).status == "active"


def test_what_stripe_says_before_it_was_told_is_the_past(fund, told):
    gift = make_monthly(fund)
    monthly.pause(gift, monthly.today() + timedelta(days=30), link=link_to(gift))
    monthly_money.follow_subscription(make_subscription(gift, is_paused=False))
    assert fresh(gift).status == "paused"


@pytest.mark.parametrize("days", [0, -1, 400, 120])
def test_a_pause_has_a_day_that_makes_sense(fund, days):
    gift = make_monthly(fund)
    if days == 120:
        days = (gift.ends_at.date() - monthly.today()).days + 1
    with pytest.raises(DomainError) as refused:
        monthly.pause(gift, monthly.today() + timedelta(days=days), link=link_to(gift))
    assert refused.value.field == "until"


def test_another_amount_from_the_next_month_on(fund, told):
    gift = make_monthly(fund)
    link = link_to(gift)
    monthly.change(gift, usd(40), cover_fees=True, link=link)
    monthly.change(gift, usd(40), cover_fees=True, link=link)
    gift = fresh(gift)
    assert (gift.amount_minor - gift.fee_cover_minor, mails("monthly_changed")) == (40_00, 1)
    tell_stripe(gift)
    assert told.orders[-1].amount_minor == gift.amount_minor
    with pytest.raises(DomainError, match="smallest"):
        monthly.change(gift, usd(1), cover_fees=False, link=link)


def test_stopping_twice_is_stopping_once(fund, told):
    gift = make_monthly(fund)
    link = link_to(gift)
    monthly.cancel(gift, link=link)
    monthly.cancel(gift, link=link)
    tell_stripe(gift)
    gift = fresh(gift)
    assert (gift.status, gift.end_reason, mails("monthly_ended")) == ("ended", "donor", 1)
    assert told.ended == [(gift.subscription, f"monthly-{gift.uuid}-{gift.wants}-0")]
    with pytest.raises(Conflict):
        monthly.change(gift, usd(30), cover_fees=False, link=link)
    with pytest.raises(Conflict):
        monthly.pause(gift, monthly.today() + timedelta(days=30), link=link)


def test_a_month_taken_while_it_was_being_stopped_is_booked_and_shown_to_a_person(fund, told):
    gift = make_monthly(fund)
    told.down = True
    monthly.cancel(gift, link=link_to(gift))
    assert not tell_stripe(gift)
    pay_month(fresh(gift))
    assert gift.donations.filter(status="paid").count() == 2
    assert AuditEvent.objects.filter(verb="fundraising.taken_after_end_monthly_gift").count() == 1
    told.down = False
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=True):
        sweep.sweep()
    assert told.ended
    assert fresh(gift).status == "ended"
    assert red() == []


def test_stripe_refuses_because_it_ended_there(fund, told, monkeypatch):
    gift = make_monthly(fund)

    def refuse(order):
        raise gateway.GatewayRefused("invalid_request_error", "canceled")

    monkeypatch.setattr(gateway, "change_subscription", refuse)
    gone = make_subscription(gift, status="canceled", ended_at=1)
    monkeypatch.setattr(gateway, "fetch_subscription", lambda name: gone)
    assert not tell_stripe(gift)
    assert (fresh(gift).status, fresh(gift).end_reason) == ("ended", "stripe")
    assert tell_stripe(gift)
    assert told.ended


def test_a_page_completed_after_the_end_is_ended_at_stripe(fund, told):
    gift = start_monthly(fund)
    monthly_steps.run_out(gift, "review")
    pay_month(gift)
    sweep.sweep()
    assert told.ended[0][0] == fresh(gift).subscription


# -- whose link ------------------------------------------------------------------------------------------------------
def test_a_link_opens_its_own_gift_and_nothing_else(fund):
    gift, other = make_monthly(fund), make_monthly(fund)
    with pytest.raises(NotPermitted):
        monthly.cancel(gift, link=link_to(other))
    with pytest.raises(NotPermitted):
        monthly.cancel(gift)
    door, _donor = gift_links.open_door(gift_links.door_path(gift.donor).split("/")[3])
    with pytest.raises(NotPermitted):
        monthly.cancel(gift, link=door)
    link = link_to(gift)
    monthly.revoke_links(gift.donor)
    with pytest.raises(NotPermitted):
        monthly.cancel(gift, link=link)
    assert fresh(gift).status == "active"
    monthly.cancel(gift, link=link_to(gift))


# -- staff ---------------------------------------------------------------------------------------------------------
def test_staff_stop_it_for_the_giver_and_nothing_more(fund, told):
    gift = make_monthly(fund)
    treasurer, auditor = (make.make_staff(fund.delegation, role) for role in ("treasurer", "auditor"))
    for by in (auditor, make.make_person()):
        with pytest.raises(NotPermitted):
            monthly.cancel(gift, by=by)
    with pytest.raises(NotPermitted):
        monthly.pause(gift, monthly.today() + timedelta(days=30), by=treasurer, link=None)
    with pytest.raises(NotPermitted):
        monthly.change(gift, usd(30), cover_fees=False, by=treasurer, link=None)
    monthly.cancel(gift, by=treasurer)
    assert fresh(gift).end_reason == "staff"
    event = AuditEvent.objects.get(verb="fundraising.cancel_monthly_gift")
    assert event.actor_uuid == treasurer.uuid


def test_a_closed_appeals_gifts_go_to_the_pool_or_end(fund, told):
    first, second = make_monthly(fund), make_monthly(fund)
    treasurer = make.make_staff(fund.delegation, "treasurer")
    with pytest.raises(Conflict, match="nothing to decide"):
        monthly.redirect(first, by=treasurer)
    Delegate.objects.filter(pk=fund.delegate_id).update(status="withdrawn")
    monthly.redirect(first, by=treasurer)
    monthly.redirect(first, by=treasurer)
    monthly.end_with_appeal(second, by=treasurer)
    assert (fresh(second).end_reason, mails("monthly_redirected"), mails("monthly_ended")) == ("appeal_closed", 1, 1)
    pay_month(fresh(first))
    pool = funds.open_pool(fund.delegation)
    assert list(first.donations.order_by("id").values_list("fund", flat=True)) == [fund.pk, pool.pk]
    # It still ends with the review, as its giver agreed.
    assert fresh(first).ends_at is not None
    assert red() == []


def test_the_link_is_sent_again(fund):
    gift = make_monthly(fund)
    treasurer = make.make_staff(fund.delegation, "treasurer")
    for _ in range(2):
        monthly.resend_link(gift, treasurer, form_token="one")
    assert mails("monthly_link") == 1


# -- the database refuses ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "changes",
    [
        {"subscription": "sub_other"},
        {"amount_minor": 0},
        {"status": "started"},
        {"status": "ended"},
        {"paused_until": "2030-01-01"},
        {"told": 99},
        {"currency": "EUR"},
    ],
)
def test_the_database_refuses(fund, changes):
    gift = make_monthly(fund)
    if changes == {"status": "started"}:
        monthly.cancel(gift, link=link_to(gift))
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyGift.objects.filter(pk=gift.pk).update(**changes)


def test_a_gift_keeps_its_month(fund):
    gift = make_monthly(fund).donations.get()
    for changes in ({"invoice": "in_other"}, {"invoice": None}, {"monthly": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Donation.objects.filter(pk=gift.pk).update(**changes)
