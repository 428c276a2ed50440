"""Two people at the same minute: one decision counts, one version waits."""

from threading import Barrier, Thread

import pytest
from django.db import connections

from delegation.errors import DomainError
from fundraising.actions import appeals, reviews
from fundraising.models import Appeal, AppealSlug, Fund, Review
from tests.factories.appeals import amend, bring_appeal, send, write_draft
from tests.factories.delegation import make_delegate, make_delegation, make_person, make_staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.money_db]


def together(*acts):
    """Run each act in its own thread and connection; answer what each gave or refused."""
    start, found = Barrier(len(acts)), [None] * len(acts)

    def run(i, act):
        try:
            start.wait(10)
            found[i] = act()
        except DomainError as refusal:
            found[i] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def refused(found):
    return [f for f in found if isinstance(f, DomainError)]


@pytest.fixture
def delegate():
    return make_delegate(make_delegation(), person=make_person(name_used="Ana Reyes"))


def test_of_two_reviewers_one_decides(delegate):
    review = send(delegate)
    first, second = make_staff(delegate.delegation, "reviewer"), make_staff(delegate.delegation, "reviewer")
    found = together(
        lambda: reviews.approve(Review.objects.get(pk=review.pk), by=first),
        lambda: reviews.request_changes(Review.objects.get(pk=review.pk), by=second, note="Which well?"),
    )
    assert len(refused(found)) == 1
    review.refresh_from_db()
    opened = review.status == "approved"
    assert Appeal.objects.get().status == ("open" if opened else "draft")
    assert AppealSlug.objects.count() == Fund.objects.count() == int(opened)


def test_two_approvals_make_one_address_and_one_fund(delegate):
    review = send(delegate)
    people = [make_staff(delegate.delegation, "reviewer") for _ in range(2)]
    found = together(*[lambda p=p: reviews.approve(Review.objects.get(pk=review.pk), by=p) for p in people])
    assert len(refused(found)) == 1
    assert (AppealSlug.objects.count(), Fund.objects.count()) == (1, 1)


def test_sending_twice_at_once_leaves_one_waiting(delegate):
    appeal = write_draft(delegate)
    found = together(*[lambda: appeals.submit(Appeal.objects.get(pk=appeal.pk), by=delegate.person)] * 2)
    assert len(refused(found)) == 1
    assert Review.objects.filter(status="waiting").count() == 1


def test_a_new_version_and_an_approval_at_once(delegate):
    """Whichever came first, what is public was approved and at most one version waits."""
    appeal = bring_appeal(delegate=delegate)
    review = amend(appeal, title="Second")
    reviewer = make_staff(delegate.delegation, "reviewer")
    fields = {name: getattr(appeal.draft, name) for name in appeals.DRAFT_FIELDS} | {"title": "Third"}
    appeals.save_draft(delegate, fields, by=delegate.person)
    together(
        lambda: reviews.approve(Review.objects.get(pk=review.pk), by=reviewer),
        lambda: appeals.submit(Appeal.objects.get(pk=appeal.pk), by=delegate.person),
    )
    appeal = Appeal.objects.get()
    assert appeal.approved_version.review.status == "approved"
    assert Review.objects.filter(status="waiting").count() == 1
    review.refresh_from_db()
    assert review.status in {"approved", "taken_back"}
    assert appeal.approved_version.number == (2 if review.status == "approved" else 1)
