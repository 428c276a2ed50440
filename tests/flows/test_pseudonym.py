"""One person under another name, and every place the public could read the first one."""

import re
import uuid

import pytest
from django.core import mail
from django.urls import reverse

from delegation import outbox
from delegation.models import DemoMail
from fundraising import outgoing
from fundraising.actions import donations, funds, receipts, reviews, shares, updates
from fundraising.models import Donation
from fundraising.queries import public
from tests.factories import appeals
from tests.factories import delegation as make
from tests.factories.fundraising import make_asked, make_gift, make_payment

pytestmark = pytest.mark.django_db

LEGAL, USED, SHOWN, EMAIL = "Quetzalli Montenegro", "Quetzalli", "River", "quetzalli.m@example.org"
# What must stand nowhere. The address of the account, the name used with the team, the delegate's own row.
CANARIES = ("quetzalli", "montenegro")


class Named:
    def __init__(self):
        self.delegation = make.make_delegation(name="The table", slug="the-table")
        self.reviewer = make.make_staff(self.delegation, "reviewer", name_used="Rev")
        self.communications = make.make_staff(self.delegation, "communications", name_used="Com")
        organisation = make.make_organisation(name="Hidden House")
        person = make.make_person(name_used=f"{USED} Montenegro", email=EMAIL)
        self.delegate = make.make_delegate(
            self.delegation, person=person, organisation=organisation, theme="a theme nobody else has"
        )
        self.contact = make.make_contact()
        funds.open_pool(self.delegation)

    def open(self, **text):
        self.appeal = appeals.bring_appeal(delegate=self.delegate, reviewer=self.reviewer, **text)
        self.fund = funds.open_travel_fund(self.delegate)
        return self.appeal

    def rename(self, **text):
        reviews.approve(appeals.amend(self.appeal, **text), by=self.reviewer)
        self.appeal = type(self.appeal).objects.get(pk=self.appeal.pk)

    def share(self):
        version = self.appeal.approved_version
        return shares.share_appeal(
            self.appeal, [self.contact.organisation], seen=str(version.uuid), by=self.communications
        )[0]


@pytest.fixture
def hidden():
    named = Named()
    named.open(naming="pseudonym", shown_name=SHOWN, show_organisation=False, photo=appeals.make_picture())
    return named


def assert_silent(text, delegate=None, where=""):
    low = text.casefold()
    for canary in CANARIES:
        assert canary not in low, f"{where}: {canary}"
    if delegate is not None:
        assert str(delegate.uuid) not in low, f"{where}: the delegate's own uuid"


def test_no_public_page_knows_more_than_the_other_name(hidden, client):
    share = hidden.share()
    gift = make_gift(hidden.fund, 50)
    update = updates.write(hidden.appeal, title="News", text="The passport is here.", by=hidden.delegate.person)
    updates.approve(update, by=hidden.reviewer)
    slug, shown = hidden.appeal.slug, 0
    for address in (
        "/",
        "/money/",
        "/appeals/",
        "/appeals/?q=river",
        reverse("fundraising:appeal_public", args=[slug]),
        reverse("fundraising:appeal_shared", args=[slug, share.code]),
        reverse("fundraising:give_appeal", args=[slug]),
        reverse("fundraising:give_pool", args=["the-table"]),
        reverse("fundraising:give_pool_form", args=["the-table"]),
        reverse("fundraising:thanks", args=[gift.uuid]),
        reverse("fundraising:thanks", args=[gift.uuid]) + f"?session={gift.attempts.get().session_id}",
        "/api/appeals/",
        f"/api/appeals/{slug}/",
        "/contact/?about=" + slug,
        "/about/",
        "/privacy/",
    ):
        response = client.get(address)
        body = response.content.decode()
        assert response.status_code == 200, address
        assert_silent(body + str(dict(response.headers)), hidden.delegate, address)
        assert "Hidden House" not in body, address
        assert str(gift.uuid) not in body or address.startswith("/gifts/"), (
            f"{address} tells the way to a thank-you page"
        )
        shown += SHOWN in body
    assert shown >= 8
    assert client.get(reverse("fundraising:photo", args=[uuid.uuid4()])).status_code == 404


def test_what_the_page_does_not_say_is_not_found_by_asking(hidden, client):
    for words in ("Quetzalli", "Montenegro", "Hidden House", EMAIL, "theme nobody"):
        assert hidden.appeal.slug not in client.get("/appeals/", {"q": words}).content.decode(), words
        assert client.get("/api/appeals/", {"q": words}).json()["count"] == 0, words


def test_no_mail_knows_it(hidden, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    hidden.share()
    gift = make_gift(hidden.fund, 50)
    outbox.deliver()
    told = {address for message in mail.outbox for address in message.to}
    assert {gift.donor.email, hidden.contact.email} <= told
    for message in mail.outbox:
        html = "".join(body for body, _kind in message.alternatives)
        assert_silent(message.subject + message.body + html, hidden.delegate, message.subject)
    assert any(SHOWN in message.body for message in mail.outbox)


def test_the_card_partner_is_told_the_programme_and_opaque_ids(hidden):
    asked = make_asked(hidden.delegation, appeal=hidden.appeal, version=hidden.appeal.approved_version)
    request = outgoing.session_request(donations.start(asked))
    said = repr(request)
    assert_silent(said, hidden.delegate, "the request to Stripe")
    assert SHOWN not in said, "not even the other name"
    for value in request.metadata.values():
        uuid.UUID(value)


def test_addresses_are_made_of_no_name(hidden):
    assert not re.search("river|quetzalli|montenegro|california|georgia", hidden.appeal.slug)


# -- naming becomes more private --------------------------------------------------------------------


@pytest.fixture
def renamed():
    """Open under a full name; somebody gave, a member has the link; then under another name."""
    named = Named()
    named.open(naming="full_name", shown_name=LEGAL, show_organisation=False)
    named.old_slug, named.old_version = named.appeal.slug, named.appeal.approved_version
    named.gift = make_gift(named.fund, 50, version=named.old_version)
    named.old_share = named.share()
    named.rename(naming="pseudonym", shown_name=SHOWN)
    assert named.appeal.slug != named.old_slug
    return named


def test_the_old_address_is_gone_and_does_not_lead_to_the_new_one(renamed, client):
    for address in (
        reverse("fundraising:appeal_public", args=[renamed.old_slug]),
        reverse("fundraising:appeal_shared", args=[renamed.old_slug, renamed.old_share.code]),
    ):
        response = client.get(address)
        assert response.status_code == 410
        assert renamed.appeal.slug not in response.content.decode()
        assert_silent(response.content.decode())
    assert client.get(f"/api/appeals/{renamed.old_slug}/").status_code == 404
    give = client.get(reverse("fundraising:give_appeal", args=[renamed.old_slug]))
    assert renamed.appeal.slug not in give.headers.get("Location", "")


def test_nobody_gets_the_old_name_back_by_asking_for_an_old_version(renamed, client):
    assert public.version_seen(renamed.appeal, "1") == renamed.appeal.approved_version
    page = client.get(reverse("fundraising:give_appeal", args=[renamed.appeal.slug]) + "?v=1")
    assert_silent(page.content.decode())


def test_an_older_version_that_told_no_more_is_still_what_the_donor_read():
    named = Named()
    named.open()
    named.rename(title="Other words for the same journey")
    assert public.version_seen(named.appeal, "1").number == 1


def test_who_gave_under_the_old_name_is_not_led_to_the_new_one(renamed, client, settings):
    """Otherwise whoever has both pages knows that the two names are one person."""
    for query in ("", f"?session={renamed.gift.attempts.get().session_id}"):
        body = client.get(reverse("fundraising:thanks", args=[renamed.gift.uuid]) + query).content.decode()
        assert SHOWN not in body
        assert renamed.appeal.slug not in body
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.deliver()
    receipts.resend(renamed.gift, make.make_staff(renamed.delegation, "treasurer"), form_token=uuid.uuid4())
    outbox.deliver()
    mine = [message for message in mail.outbox if message.to == [renamed.gift.donor.email]]
    assert len(mine) == 2
    for message in mine:
        html = "".join(body for body, _kind in message.alternatives)
        assert renamed.appeal.slug not in message.body + html
        assert SHOWN not in message.body + html


def test_a_mail_to_members_that_waited_does_not_bring_the_old_name_back(renamed, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.deliver()
    to_member = [message for message in mail.outbox if message.to == [renamed.contact.email]]
    for message in to_member:
        assert_silent(message.subject + message.body + "".join(body for body, _kind in message.alternatives))
    assert to_member, "the share still stands, so its mail goes out"


# -- pages that rest --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["paused", "closed"])
def test_a_page_that_rests_shows_nothing_of_the_appeal(client, status):
    named = Named()
    appeal = appeals.bring_appeal(
        status, delegate=named.delegate, reviewer=named.reviewer, photo=appeals.make_picture()
    )
    photo = appeal.approved_version.text.photo
    for address in (
        reverse("fundraising:appeal_public", args=[appeal.slug]),
        reverse("fundraising:give_appeal", args=[appeal.slug]),
    ):
        body = client.get(address, follow=True).content.decode()
        assert appeal.approved_version.text.title not in body
        assert_silent(body, named.delegate)
    assert client.get(reverse("fundraising:photo", args=[photo.uuid])).status_code == 404
    assert client.get(f"/api/appeals/{appeal.slug}/").status_code == 404
    assert appeal.slug not in client.get("/appeals/").content.decode()
    before = Donation.objects.count()
    client.post(reverse("fundraising:give_appeal", args=[appeal.slug]), {"amount": "25", "email": "a@example.org"})
    assert Donation.objects.count() == before


def test_pictures_are_seen_by_their_owner_and_the_staff_of_their_delegation_alone(client):
    named = Named()
    draft = appeals.write_draft(named.delegate, photo=appeals.make_picture()).draft
    address = reverse("fundraising:photo", args=[draft.photo.uuid])
    unknown = reverse("fundraising:photo", args=[uuid.uuid4()])
    others = [None, make.make_delegate(named.delegation).person, make.make_staff(make.make_delegation(), "director")]
    for person in others:
        client.logout()
        if person:
            client.force_login(person)
        refused = client.get(address)
        assert refused.status_code == 404
        if person is None:
            words = client.get(unknown).content.decode().replace(unknown, address)
            assert refused.content.decode() == words, "the same words as for no picture at all"
    for person in (named.delegate.person, named.reviewer):
        client.force_login(person)
        assert client.get(address).status_code == 200


def test_mails_in_demo_mode_are_rows_and_leave_nothing(hidden, settings):
    settings.EMAIL_BACKEND = "delegation.demo_mail.DemoMailBackend"
    hidden.share()
    outbox.deliver()
    assert DemoMail.objects.filter(to=hidden.contact.email).exists()
    assert mail.outbox == []


def test_money_paid_late_under_the_old_name_is_booked_all_the_same(renamed):
    gift = donations.start(make_asked(renamed.delegation, appeal=renamed.appeal, version=renamed.old_version)).donation
    paid = donations.settle(make_payment(gift))
    assert paid.status == "paid"
