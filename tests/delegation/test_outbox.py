"""The outbox: each mail once, in the reader's language, and nothing stuck for ever."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections
from django.utils import timezone

from delegation import outbox
from delegation.actions.mail import queue_mail
from delegation.actions.people import withdraw_invitation
from delegation.models import AuditEvent, OutboxMail
from delegation.tasks import deliver_outbox
from tests.factories.delegation import make_contact, make_delegate, make_invitation, make_person, make_staff

pytestmark = pytest.mark.django_db


def queue_for(delegate, key="k", language="en", notice="delegation.nominated"):
    return queue_mail(
        notice,
        {"delegate": delegate.uuid},
        to=("delegation.person", delegate.person.uuid),
        language=language,
        key=key,
    )


def state_of(row):
    row.refresh_from_db()
    return row.state


def test_sends_once_with_both_parts():
    delegate = make_delegate()
    row = queue_for(delegate)
    assert outbox.deliver() == 1
    assert outbox.deliver() == 0
    [sent] = mail.outbox
    assert sent.to == [delegate.person.email]
    assert sent.extra_headers["Message-ID"].startswith(f"<{row.uuid}@")
    assert sent.alternatives[0][1] == "text/html"
    assert "http://localhost:8000/home/" in sent.body
    assert state_of(row) == "sent"
    assert row.sent_at is not None


def test_the_same_key_is_one_mail():
    delegate = make_delegate()
    assert queue_for(delegate).pk == queue_for(delegate).pk
    outbox.deliver()
    assert len(mail.outbox) == 1


def test_mails_to_delegates_are_neutral():
    delegate = make_delegate(person=make_person(name_used="Zenobia"), region="Montana", theme="water")
    for number, notice in enumerate(
        ["delegation.nominated", "delegation.application_received", "delegation.application_declined"]
    ):
        queue_for(delegate, key=f"n{number}", notice=notice)
    outbox.deliver()
    assert len(mail.outbox) == 3
    for sent in mail.outbox:
        whole = sent.subject + sent.body + sent.alternatives[0][0]
        for word in ("Zenobia", "Montana", "water", "nominat", delegate.delegation.name, "$"):
            assert word not in whole, f"{word!r} in {sent.subject!r}"


def test_text_is_not_escaped(settings):
    settings.NETWORK = settings.NETWORK | {"name": "Bread & Roses' Network"}
    queue_for(make_delegate())
    outbox.deliver()
    assert "Bread & Roses' Network" in mail.outbox[0].body
    assert "Bread &amp; Roses" in mail.outbox[0].alternatives[0][0]


def test_a_person_who_is_gone_gets_nothing():
    delegate = make_delegate()
    row = queue_for(delegate)
    type(delegate.person).objects.update(is_active=False)
    assert outbox.deliver() == 0
    assert state_of(row) == "dropped"


def test_a_contact_who_said_stop_gets_nothing():
    contact = make_contact(stopped_at=timezone.now())
    row = queue_mail("delegation.nominated", {}, to=("delegation.member_contact", contact.uuid), language="en", key="c")
    outbox.deliver()
    assert state_of(row) == "dropped"
    assert not mail.outbox


def test_an_invitation_carries_its_link_and_a_withdrawn_one_is_dropped():
    staff = make_staff((open_one := make_invitation()).delegation, "director")
    closed = make_invitation(open_one.delegation)
    for row in (open_one, closed):
        queue_mail(
            "delegation.invitation",
            {"invitation": row.uuid},
            to=("delegation.invitation", row.uuid),
            language="en",
            key=str(row.uuid),
        )
    withdraw_invitation(closed, by=staff)
    outbox.deliver()
    [sent] = mail.outbox
    assert f"http://localhost:8000/invitations/{open_one.token}/" in sent.body
    assert open_one.delegation.name not in sent.subject + sent.body
    assert AuditEvent.objects.filter(verb="delegation.open_for_system", object_uuid=open_one.uuid).exists()


def test_a_mail_server_that_fails_is_asked_again_later(monkeypatch):
    row = queue_for(make_delegate())
    monkeypatch.setattr("delegation.outbox.EmailMultiAlternatives.send", _raise)
    for attempt, minutes in enumerate(outbox.BACKOFF, start=1):
        before = timezone.now()
        assert outbox.deliver() == 0
        row.refresh_from_db()
        assert (row.state, row.attempts, row.error) == ("waiting", attempt, "ConnectionRefusedError")
        assert row.due_at >= before + timedelta(minutes=minutes)
        OutboxMail.objects.update(due_at=before)
    outbox.deliver()
    assert state_of(row) == "failed"


def test_it_leaves_when_the_server_is_back(monkeypatch):
    row = queue_for(make_delegate())
    with monkeypatch.context() as away:
        away.setattr("delegation.outbox.EmailMultiAlternatives.send", _raise)
        outbox.deliver()
    OutboxMail.objects.update(due_at=timezone.now())
    outbox.deliver()
    assert state_of(row) == "sent"
    assert len(mail.outbox) == 1


def _raise(*args, **kwargs):
    raise ConnectionRefusedError


def test_one_broken_notice_does_not_hold_up_the_rest():
    delegate = make_delegate()
    bad = queue_for(delegate, key="bad", notice="delegation.no_such_notice")
    good = queue_for(delegate, key="good")
    assert outbox.deliver() == 1
    assert (state_of(bad), bad.error) == ("waiting", "KeyError")
    assert state_of(good) == "sent"


def test_a_worker_that_died_gives_its_mail_back():
    row = queue_for(make_delegate())
    now = timezone.now()
    OutboxMail.objects.update(state="sending", attempts=1, lease_until=now + timedelta(minutes=1))
    assert outbox.deliver() == 0
    OutboxMail.objects.update(lease_until=now - timedelta(seconds=1))
    deliver_outbox()
    assert state_of(row) == "sent"


def test_a_stale_claim_is_lost():
    row = queue_for(make_delegate())
    mine, theirs = (OutboxMail.objects.get(pk=row.pk) for _ in range(2))
    assert outbox._claim(mine)
    assert not outbox._claim(theirs)


@pytest.mark.money_db
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_each_mail_once():
    delegate = make_delegate()
    for number in range(12):
        queue_for(delegate, key=f"m{number}")
    connection.close()
    start = threading.Barrier(4)

    def work():
        start.wait()
        try:
            outbox.deliver()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]
    assert len(mail.outbox) == 12
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 12
    assert OutboxMail.objects.filter(state="sent", attempts=1).count() == 12
