"""Background work of the money side; the rows are the queue."""

from celery import shared_task

from fundraising import inbox, outgoing, reconcile
from fundraising.actions import books, transfers


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


@shared_task(name="fundraising.mail_tellings")
def mail_tellings():
    while transfers.mail_tellings():
        pass


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
