"""Background work of this app. Each may run twice, late or at once with itself."""

from celery import shared_task

from delegation import audit_chain, outbox


@shared_task(name="delegation.deliver_outbox")
def deliver_outbox():
    outbox.deliver()


@shared_task(name="delegation.seal_audit")
def seal_audit():
    audit_chain.seal()
