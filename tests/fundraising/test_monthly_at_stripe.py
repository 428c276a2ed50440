"""A monthly gift against the demo Stripe, through the real library: begun, renewed, refused, paused, changed, moved,
ended, with every event as Stripe sends it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import formats, timezone

from delegation import outbox
from delegation.actions import delegations
from delegation.models import AuditEvent, OutboxMail
from fundraising import gateway, gift_links, inbox, outgoing
from fundraising.actions import donations, funds, monthly, monthly_money
from fundraising.models import CheckoutAttempt, Donation, JournalEntry, MonthlyGift, StripeEvent
from fundraising.monthly_sync import sweep
from fundraising.queries.proofs import verify
from tests.factories import delegation as make
from tests.factories.fundraising import make_appeal, make_asked, usd

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


class Walk:
    def __init__(self, demo, fund):
        self.demo, self.heard = demo, 0
        appeal = fund.delegate.appeal if fund.delegate else None
        asked = make_asked(fund.delegation, appeal=appeal, amount=usd(25), is_monthly=True)
        assert outgoing.open_checkout(asked).startswith(demo.base)
        self.attempt = CheckoutAttempt.objects.get()
        self.gift = self.attempt.donation.monthly

    def hear(self, kind, count=1, *, order=1, times=1):
        """Every event until `kind` came `count` times, in that order or backwards, so many times."""
        self.demo.wait_for(kind, count)
        new = list(self.demo.received)[self.heard :]
        self.heard += len(new)
        for _ in range(times):
            for entry in new[::order]:
                assert inbox.receive(entry.body, entry.signature).status == 200
        inbox.process()
        self.gift = MonthlyGift.objects.select_related("fund__delegation", "donor").get(pk=self.gift.pk)

    @property
    def there(self):
        return gateway.fetch_subscription(self.gift.subscription)

    def link(self):
        return gift_links.open_monthly(gift_links.monthly_path(self.gift).split("/")[3])[0]


def red():
    return [verdict.id for verdict in verify() if not verdict.holds]


def unbooked():
    return set(StripeEvent.objects.exclude(state="done").values_list("type", flat=True))


@pytest.fixture
def fund():
    delegation = make.make_delegation()
    funds.open_pool(delegation)
    return make_appeal(make.make_delegate(delegation)).delegate.fund


def test_a_givers_year(demo_stripe, fund):
    walk = Walk(demo_stripe, fund)
    demo_stripe.pay(walk.attempt.session_id)
    walk.hear("charge.updated", order=-1, times=2)
    assert (walk.gift.status, walk.gift.donations.get().status) == ("active", "paid")
    assert walk.gift.donations.get().fee_minor == 85
    sweep.sweep()
    walk.gift.refresh_from_db()
    assert walk.there.cancel_at == int(walk.gift.ends_at.timestamp())
    assert walk.gift.end_told_at == walk.gift.ends_at
    # The next month, told twice.
    demo_stripe.renew(walk.gift.subscription)
    walk.hear("charge.updated", 2, times=2)
    assert walk.gift.donations.filter(status="paid", fee_minor=85).count() == 2
    # The review moves away, and the last day with it.
    dates = fund.delegation.dates.first()
    delegations.set_dates(fund.delegation, by=None, zone=dates.zone, review_on=dates.review_on + timedelta(days=200))
    sweep.sweep()
    walk.gift.refresh_from_db()
    assert walk.there.cancel_at == int(walk.gift.ends_at.timestamp())
    # Another amount, and a pause in between.
    assert outgoing.and_tell_stripe(lambda: monthly.change(walk.gift, usd(40), cover_fees=False, link=walk.link()))
    until = monthly.today() + timedelta(days=20)
    assert outgoing.and_tell_stripe(lambda: monthly.pause(walk.gift, until, link=walk.link()))
    there = walk.there
    assert (there.amount_minor, there.is_paused) == (40_00, True)
    assert outgoing.and_tell_stripe(lambda: monthly.resume(walk.gift, link=walk.link()))
    demo_stripe.renew(walk.gift.subscription)
    walk.hear("charge.updated", 3)
    assert sorted(walk.gift.donations.values_list("amount_minor", flat=True)) == [25_00, 25_00, 40_00]
    # And the giver stops it.
    assert outgoing.and_tell_stripe(lambda: monthly.cancel(walk.gift, link=walk.link()))
    walk.hear("customer.subscription.deleted")
    assert (walk.there.status, walk.gift.end_reason) == ("canceled", "donor")
    assert unbooked() == set()
    assert red() == []


def test_a_month_refused_then_paid_then_given_up(demo_stripe, fund):
    walk = Walk(demo_stripe, fund)
    demo_stripe.pay(walk.attempt.session_id)
    walk.hear("invoice.paid")
    demo_stripe.renew(walk.gift.subscription, "fail")
    walk.hear("invoice.payment_failed")
    assert walk.gift.status == "past_due"
    demo_stripe.retry(walk.gift.subscription)
    walk.hear("invoice.paid", 2)
    assert (walk.gift.status, walk.gift.donations.count()) == ("active", 2)
    demo_stripe.renew(walk.gift.subscription, "fail")
    for _ in range(3):
        demo_stripe.retry(walk.gift.subscription, "fail")
    walk.hear("customer.subscription.deleted", order=-1)
    assert (walk.gift.status, walk.gift.end_reason) == ("ended", "failed")
    sweep.sweep()
    assert walk.gift.donations.filter(status="paid").count() == 2
    assert red() == []


def test_a_debit_that_fails_at_first_leaves_no_subscription(demo_stripe, fund):
    walk = Walk(demo_stripe, fund)
    demo_stripe.later(walk.attempt.session_id)
    walk.hear("checkout.session.completed")
    assert (walk.gift.status, Donation.objects.get().status) == ("started", "pending")
    demo_stripe.async_fail(walk.attempt.session_id)
    walk.hear("checkout.session.async_payment_failed")
    assert (walk.gift.status, walk.gift.end_reason, Donation.objects.get().status) == ("ended", "failed", "failed")
    sweep.sweep()
    assert walk.there.status == "canceled"
    assert not JournalEntry.objects.exists()
    # Sent again, the form opens no second page.
    assert "/thanks/" in outgoing.open_checkout(
        make_asked(
            fund.delegation, appeal=fund.delegate.appeal, amount=usd(25), is_monthly=True,
            form_token=walk.gift.form_token, email=walk.gift.donor.email,
        )
    )  # fmt: skip


def test_nothing_told_and_the_sweep_finds_it_all(demo_stripe, fund):
    walk = Walk(demo_stripe, fund)
    session = demo_stripe.pay(walk.attempt.session_id)
    CheckoutAttempt.objects.update(created_at=walk.attempt.created_at - timedelta(minutes=5))
    inbox.sweep_checkouts()
    walk.gift.refresh_from_db()
    assert (walk.gift.status, walk.gift.subscription) == ("active", session["subscription"])
    demo_stripe.renew(walk.gift.subscription)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        sweep.sweep()
    assert walk.gift.donations.filter(status="paid").count() == 2
    assert red() == []


def test_the_giver_comes_back_before_any_event(demo_stripe, fund, client):
    walk = Walk(demo_stripe, fund)
    demo_stripe.pay(walk.attempt.session_id)
    thanks = reverse("fundraising:thanks", args=[walk.attempt.donation.uuid])
    page = client.get(thanks, {"session": walk.attempt.session_id}).content.decode()
    assert "each month until the review" in page
    walk.gift.refresh_from_db()
    # The last day is told at once; the webhooks that follow change nothing.
    assert walk.there.cancel_at == int(walk.gift.ends_at.timestamp())
    walk.hear("charge.updated")
    assert donations.is_settled(walk.gift.donations.get())
    assert red() == []


def test_stopped_at_the_card_partners_own_page(demo_stripe, fund):
    walk = Walk(demo_stripe, fund)
    demo_stripe.pay(walk.attempt.session_id)
    walk.hear("charge.updated")
    assert outgoing.open_card_page(walk.gift).startswith(demo_stripe.base)
    demo_stripe.press("subscriptions", walk.gift.subscription, "cancel")
    walk.hear("customer.subscription.deleted")
    assert (walk.gift.status, walk.gift.end_reason) == ("ended", "stripe")
    # What was to be told is no error any more.
    sweep.sweep()
    walk.gift.refresh_from_db()
    assert walk.gift.told == walk.gift.wants
    assert red() == []


# -- what somebody does in Stripe's dashboard ------------------------------------------------------------
UPDATED = "customer.subscription.updated"


def mails(news):
    return OutboxMail.objects.filter(notice=f"fundraising.monthly_{news}").count()


@pytest.fixture
def walk(demo_stripe, fund):
    """A monthly gift that goes on, and Stripe knows its last day."""
    walk = Walk(demo_stripe, fund)
    demo_stripe.pay(walk.attempt.session_id)
    walk.hear("charge.updated")
    sweep.sweep()
    walk.hear(UPDATED)
    assert (walk.gift.status, walk.gift.told, walk.gift.stops_at) == ("active", walk.gift.wants, None)
    return walk


def told_nothing(walk):
    """Neither row nor Stripe has anything to tell the other."""
    before = walk.gift.told
    sweep.sweep()
    walk.gift.refresh_from_db()
    assert (walk.gift.told, walk.gift.wants) == (before, before)
    return True


def test_an_amount_set_at_stripe_is_the_gifts(walk):
    walk.demo.press("subscriptions", walk.gift.subscription, "change", amount=4000)
    walk.hear(UPDATED, 2, times=2)
    assert (walk.gift.amount_minor, walk.gift.fee_cover_minor, mails("changed")) == (40_00, 0, 1)
    assert told_nothing(walk)
    walk.demo.renew(walk.gift.subscription)
    walk.hear("invoice.paid", 2)
    assert sorted(walk.gift.donations.values_list("amount_minor", flat=True)) == [25_00, 40_00]
    assert not AuditEvent.objects.filter(verb="fundraising.another_amount_monthly_gift").exists()
    assert AuditEvent.objects.filter(verb="fundraising.change_at_stripe_monthly_gift").count() == 1


def test_a_pause_set_at_stripe_is_the_gifts_until_it_is_over_there(walk):
    walk.demo.press("subscriptions", walk.gift.subscription, "pause", days=20)
    walk.hear(UPDATED, 2, times=2)
    day = walk.gift.paused_until
    assert (walk.gift.status, mails("paused")) == ("paused", 1)
    # Not a moment before Stripe takes again.
    over = timezone.now() + timedelta(days=20)
    assert over <= monthly.morning_of(day) + timedelta(seconds=5) < over + timedelta(days=1, seconds=5)
    assert told_nothing(walk)
    walk.demo.press("subscriptions", walk.gift.subscription, "resume")
    walk.hear(UPDATED, 3)
    assert (walk.gift.status, walk.gift.paused_until, mails("resumed_at_stripe")) == ("active", None, 1)
    assert told_nothing(walk)
    assert red() == []


def test_another_day_of_a_pause_is_followed(walk):
    walk.demo.press("subscriptions", walk.gift.subscription, "pause", days=20)
    walk.hear(UPDATED, 2)
    first = walk.gift.paused_until
    walk.demo.press("subscriptions", walk.gift.subscription, "pause", days=50)
    walk.hear(UPDATED, 3)
    assert walk.gift.paused_until == first + timedelta(days=30)
    assert mails("paused") == 2


def test_a_pause_without_a_day_is_given_one(walk):
    walk.demo.press("subscriptions", walk.gift.subscription, "pause")
    walk.hear(UPDATED, 2)
    assert walk.gift.paused_until == monthly.today() + monthly.LONGEST_PAUSE
    assert walk.there.resumes_at is None
    sweep.sweep()
    walk.gift.refresh_from_db()
    assert walk.there.resumes_at == int(monthly.morning_of(walk.gift.paused_until).timestamp())
    walk.hear(UPDATED, 3)
    assert walk.gift.status == "paused"
    assert told_nothing(walk)


def test_an_end_set_at_stripe_stands_and_can_be_taken_back_there(walk):
    review = walk.gift.ends_at
    walk.demo.press("subscriptions", walk.gift.subscription, "stop")
    walk.hear(UPDATED, 2, times=2)
    assert int(walk.gift.ends_at.timestamp()) == walk.there.cancel_at < review.timestamp()
    assert (walk.gift.stops_at, walk.gift.status, mails("ends_at_stripe")) == (walk.gift.ends_at, "active", 1)
    # The review does not bring it back.
    assert told_nothing(walk)
    walk.demo.press("subscriptions", walk.gift.subscription, "go_on")
    walk.hear(UPDATED, 3)
    assert (walk.gift.stops_at, walk.gift.ends_at, mails("goes_on_at_stripe")) == (None, review, 1)
    # A gift for a journey ends with the review all the same, and Stripe is told so.
    sweep.sweep()
    assert walk.there.cancel_at == int(review.timestamp())


def test_an_end_set_at_stripe_comes(walk):
    walk.demo.press("subscriptions", walk.gift.subscription, "stop")
    walk.hear(UPDATED, 2)
    with time_machine.travel(walk.gift.ends_at + timedelta(hours=1), tick=True):
        sweep.sweep()
    walk.gift.refresh_from_db()
    assert (walk.gift.status, walk.gift.end_reason) == ("ended", "stripe")
    assert red() == []


def test_the_last_day_of_a_journey_is_not_taken_away_at_stripe(walk):
    review = walk.gift.ends_at
    walk.demo.press("subscriptions", walk.gift.subscription, "go_on")
    walk.hear(UPDATED, 2)
    assert (walk.gift.ends_at, walk.gift.stops_at) == (review, None)
    assert walk.there.cancel_at is None
    sweep.sweep()
    assert walk.there.cancel_at == int(review.timestamp())
    assert mails("goes_on_at_stripe") == mails("ends_at_stripe") == 0


def test_an_end_of_a_gift_to_the_pool(demo_stripe, fund):
    walk = Walk(demo_stripe, funds.open_pool(fund.delegation))
    demo_stripe.pay(walk.attempt.session_id)
    walk.hear("charge.updated")
    assert walk.gift.ends_at is None
    walk.demo.press("subscriptions", walk.gift.subscription, "stop")
    walk.hear(UPDATED)
    assert walk.gift.stops_at == walk.gift.ends_at is not None
    with time_machine.travel(walk.gift.ends_at - timedelta(days=5), tick=True):
        sweep.sweep()
    assert mails("ends_soon") == 0  # it was told when it was set, and no review has to do with it
    mail = OutboxMail.objects.get(notice="fundraising.monthly_ends_at_stripe")
    assert formats.date_format(walk.gift.ends_on, "DATE_FORMAT") in outbox.build(mail, "giver@example.org").body
    walk.demo.press("subscriptions", walk.gift.subscription, "go_on")
    walk.hear(UPDATED, 2)
    assert (walk.gift.stops_at, walk.gift.ends_at) == (None, None)
    assert told_nothing(walk)


def test_what_was_read_before_stripe_was_told_is_the_past(walk):
    old = walk.there
    asked_at = timezone.now()
    assert outgoing.and_tell_stripe(lambda: monthly.change(walk.gift, usd(40), cover_fees=False, link=walk.link()))
    until = monthly.today() + timedelta(days=20)
    assert outgoing.and_tell_stripe(lambda: monthly.pause(walk.gift, until, link=walk.link()))
    monthly_money.follow_subscription(old, asked_at)
    walk.gift.refresh_from_db()
    assert (walk.gift.amount_minor, walk.gift.status, walk.gift.paused_until) == (40_00, "paused", until)
    # Read now it says the same as the row.
    walk.hear(UPDATED, 3)
    assert (walk.gift.amount_minor, walk.gift.status, walk.gift.paused_until) == (40_00, "paused", until)
    assert mails("resumed_at_stripe") == 0
    assert mails("changed") == mails("paused") == 1
