"""Background work of the money side; the rows are the queue."""

from celery import shared_task

from fundraising import inbox
from fundraising.actions import advances, books


@shared_task(name="fundraising.process_inbox")
def process_inbox():
    inbox.process()


@shared_task(name="fundraising.sweep_checkouts")
def sweep_checkouts():
    inbox.sweep_checkouts()


@shared_task(name="fundraising.verify_books")
def verify_books():
    books.check()


@shared_task(name="fundraising.remind_advances")
def remind_advances():
    advances.remind()
