"""Background work of the money side; the rows are the queue."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from delegation.celery import nudge
from fundraising import inbox, outgoing, reconcile
from fundraising.actions import advances, books, offers, receipts, statements, transfers
from fundraising.monthly_sync.sweep import sweep

# A receipt follows at once what went back just now; the sweep is the net for what nobody followed.
NEW_RETURNS, RETURNS_WATCHED = timedelta(minutes=10), timedelta(days=150)


@shared_task(name="fundraising.process_inbox")
def process_inbox():
    inbox.process()


@shared_task(name="fundraising.sweep_checkouts")
def sweep_checkouts():
    inbox.sweep_checkouts()
    outgoing.sweep_refunds()


@shared_task(name="fundraising.verify_books")
def verify_books():
    books.check()


@shared_task(name="fundraising.follow_new_returns")
def follow_new_returns():
    _follow_returns(NEW_RETURNS)


@shared_task(name="fundraising.follow_returns")
def follow_returns():
    _follow_returns(RETURNS_WATCHED)


def _follow_returns(watched: timedelta) -> None:
    if receipts.sweep_returns(timezone.now() - watched):
        nudge("delegation.deliver_outbox")


@shared_task(name="fundraising.sweep_statements")
def sweep_statements():
    statements.sweep_statements()


@shared_task(name="fundraising.mail_tellings")
def mail_tellings():
    while transfers.mail_tellings():
        pass


@shared_task(name="fundraising.sweep_monthly")
def sweep_monthly():
    sweep()


@shared_task(name="fundraising.tend_offers")
def tend_offers():
    offers.remind_due()
    offers.lapse_due()


@shared_task(name="fundraising.remind_advances")
def remind_advances():
    advances.remind()


@shared_task(name="fundraising.sweep_lost_events")
def sweep_lost_events():
    if inbox.sweep_lost_events():
        inbox.process()


@shared_task(name="fundraising.reconcile_stripe")
def reconcile_stripe():
    reconcile.run()


@shared_task(name="fundraising.work_off_reconciliation")
def work_off_reconciliation():
    reconcile.work()
