"""Sharing with member organisations: a second decision, recorded by organisation and never by person."""

import re
import uuid

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from delegation import outbox
from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent, OutboxMail
from fundraising.actions import appeals, shares
from fundraising.models import Share
from fundraising.queries.shares import record_of
from tests.factories.delegation import make_contact, make_delegate, make_organisation, make_person, make_staff
from tests.factories.fundraising import make_appeal, make_gift, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal():
    appeal = make_appeal(make_delegate(), shown_name="Ana R.")
    appeal.allows_sharing = True
    appeal.save()
    return appeal


@pytest.fixture
def teller(appeal):
    return make_staff(appeal.delegate.delegation, "communications", name_used="Lina")


def make_member(contacts=1, **fields):
    organisation = make_organisation(is_member=True, **fields)
    for _ in range(contacts):
        make_contact(organisation)
    return organisation


def share_with(appeal, *organisations, by, seen=None):
    return shares.share_appeal(appeal, organisations, seen=seen or appeal.approved_version.uuid, by=by)


def page(appeal) -> str:
    return reverse("fundraising:share_appeal", args=[appeal.uuid])


# -- the decision -------------------------------------------------------------------------------------


def test_each_organisation_gets_its_own_link_and_each_contact_one_mail(appeal, teller):
    two, one = make_member(contacts=2), make_member()
    make_contact(two, stopped_at=timezone.now())
    made = share_with(appeal, two, one, by=teller)
    assert len({share.code for share in made}) == 2
    assert {share.version for share in made} == {appeal.approved_version}
    assert OutboxMail.objects.filter(notice="fundraising.appeal_shared").count() == 3
    assert AuditEvent.objects.filter(verb="fundraising.share_appeal", actor_uuid=teller.uuid).count() == 2


def test_the_mail_reads_as_members_will_read_it_with_their_link_and_a_way_out(appeal, teller, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    member = make_member(contacts=0, name="Anthracite Housing Union")
    contact = make_contact(member, language="en")
    spanish = make_contact(member, language="es")
    (share,) = share_with(appeal, member, by=teller)
    outbox.deliver()
    assert {message.to[0] for message in mail.outbox} == {contact.email, spanish.email}
    message = next(m for m in mail.outbox if m.to == [contact.email])
    html = message.alternatives[0][0]
    for body in (message.body, html):
        assert reverse("fundraising:appeal_shared", args=[appeal.slug, share.code]) in body
        assert "/members/stop/" in body
        assert "$2,060 of $2,060" in body
        assert "Anthracite Housing Union" in body
    assert appeal.approved_version.text.title in message.subject
    assert contact.uuid.hex not in html


def test_who_says_stop_before_it_leaves_gets_nothing(appeal, teller):
    member = make_member()
    share_with(appeal, member, by=teller)
    member.contacts.update(stopped_at=timezone.now())
    outbox.deliver()
    assert OutboxMail.objects.get().state == "dropped"


@pytest.mark.parametrize("roles", [("reviewer",), ("treasurer",), ("director",), ()])
def test_only_communications_share(appeal, roles):
    person = make_staff(appeal.delegate.delegation, *roles)
    with pytest.raises(NotPermitted):
        share_with(appeal, make_member(), by=person)


def test_never_ones_own_appeal(appeal, teller):
    own = make_appeal(make_delegate(appeal.delegate.delegation, person=teller))
    own.allows_sharing = True
    own.save()
    with pytest.raises(NotPermitted):
        share_with(own, make_member(), by=teller)


def test_only_where_the_author_allows_it_and_the_page_is_open(appeal, teller):
    appeal.allows_sharing = False
    appeal.save()
    with pytest.raises(Conflict):
        share_with(appeal, make_member(), by=teller)
    appeal.allows_sharing = True
    appeal.save()
    appeals.pause(appeal, by=appeal.delegate.person)
    with pytest.raises(Conflict):
        share_with(appeal, make_member(), by=teller)
    assert not Share.objects.exists()


def test_the_mail_that_was_read_is_the_mail_that_is_sent(appeal, teller):
    seen = appeal.approved_version.uuid
    appeal.approved_version = make_version(appeal, number=2)
    appeal.save()
    with pytest.raises(Conflict):
        share_with(appeal, make_member(), by=teller, seen=seen)


def test_twice_to_the_same_organisation_is_refused_until_recalled(appeal, teller):
    member = make_member()
    (share,) = share_with(appeal, member, by=teller)
    with pytest.raises(Conflict):
        share_with(appeal, member, by=teller)
    shares.recall_share(share, by=teller)
    (again,) = share_with(appeal, member, by=teller)
    assert again.code != share.code


def test_nobody_is_reached_who_did_not_agree(appeal, teller):
    stranger = make_organisation(is_member=False)
    make_contact(stranger)
    for organisation in (stranger, make_member(contacts=0)):
        with pytest.raises(Conflict):
            share_with(appeal, organisation, by=teller)
    with pytest.raises(DomainError):
        share_with(appeal, by=teller)


# -- recall ---------------------------------------------------------------------------------------------


def test_a_recall_keeps_unsent_mails_home_and_is_on_record(appeal, teller):
    (share,) = share_with(appeal, make_member(), by=teller)
    recalled = shares.recall_share(share, by=teller)
    assert (recalled.status, recalled.recalled_by) == ("recalled", teller)
    outbox.deliver()
    assert OutboxMail.objects.get().state == "dropped"
    with pytest.raises(Conflict):
        shares.recall_share(share, by=teller)


def test_recall_is_for_communications_and_the_director(appeal, teller):
    (share,) = share_with(appeal, make_member(), by=teller)
    with pytest.raises(NotPermitted):
        shares.recall_share(share, by=make_staff(appeal.delegate.delegation, "treasurer"))


# -- the page -------------------------------------------------------------------------------------------


def test_the_page_shares_with_those_chosen(client, appeal, teller):
    chosen, other = make_member(name="Chosen Union"), make_member(name="Other Union")
    client.force_login(teller)
    body = client.get(page(appeal)).content.decode()
    assert "Chosen Union" in body
    assert "Other Union" in body
    version = re.search(r'name="version" value="([^"]+)"', body).group(1)
    response = client.post(page(appeal), {"version": version, "organisations": [str(chosen.uuid)]})
    assert response.status_code == 302
    assert [share.organisation for share in Share.objects.all()] == [chosen]
    after = client.get(page(appeal)).content.decode()
    assert f'value="{chosen.uuid}"' not in after
    assert f'value="{other.uuid}"' in after


def test_search_keeps_what_was_ticked(client, appeal, teller):
    ticked, found, far = make_member(name="Ticked"), make_member(name="River Keepers"), make_member(name="Far Away")
    client.force_login(teller)
    body = client.get(page(appeal), {"q": "river", "organisations": [str(ticked.uuid)]}).content.decode()
    assert re.search(rf'value="{ticked.uuid}" checked', body)
    assert str(found.uuid) in body
    assert str(far.uuid) not in body
    assert client.get(page(appeal), {"q": "\x00", "organisations": ["x", "'"]}).status_code == 200


@pytest.mark.parametrize("data", [{}, {"version": "x"}, {"organisations": ["x"]}, {"version": str(uuid.uuid4())}])
def test_wrong_posts_are_answered_in_words(client, appeal, teller, data):
    make_member()
    client.force_login(teller)
    assert client.post(page(appeal), data).status_code == 422


def test_the_preview_is_the_mail_in_each_language(client, appeal, teller):
    client.force_login(teller)
    for language in ("en", "es"):
        response = client.get(reverse("fundraising:share_mail", args=[appeal.uuid, language]))
        assert response.status_code == 200
        assert appeal.approved_version.text.title in response.content.decode()
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "script-src 'none'" in response["Content-Security-Policy"]
    assert client.get(reverse("fundraising:share_mail", args=[appeal.uuid, "xx"])).status_code == 404


def test_the_record_counts_gifts_by_organisation_only(client, appeal, teller):
    (share,) = share_with(appeal, make_member(name="Anthracite Housing Union"), by=teller)
    make_gift(appeal.delegate.fund, 50, share=share, email="someone@example.org", name="Some One")
    make_gift(appeal.delegate.fund, 25, share=share)
    make_gift(appeal.delegate.fund, 99)
    row = record_of(appeal).get()
    assert (row.gifts, row.gifts_minor) == (2, 75_00)
    client.force_login(teller)
    body = client.get(page(appeal)).content.decode()
    assert "$75.00" in body
    assert "Lina" in body
    assert "Some One" not in body
    assert "someone@example.org" not in body


def test_recall_asks_first_and_then_does_it(client, appeal, teller):
    (share,) = share_with(appeal, make_member(), by=teller)
    client.force_login(teller)
    url = reverse("fundraising:recall_share", args=[share.uuid])
    assert client.get(url).status_code == 200
    share.refresh_from_db()
    assert share.status == "sent"
    assert client.post(url).status_code == 302
    share.refresh_from_db()
    assert share.status == "recalled"
    assert client.post(url).status_code == 302
    assert client.get(url).status_code == 200


def test_others_find_nothing_and_staff_without_the_role_read_only(client, appeal, teller):
    make_member()
    (share,) = share_with(appeal, make_member(), by=teller)
    recall = reverse("fundraising:recall_share", args=[share.uuid])
    assert client.get(page(appeal)).status_code == 302
    client.force_login(make_person())
    for url in (page(appeal), recall, reverse("fundraising:share_mail", args=[appeal.uuid, "en"])):
        assert client.get(url).status_code == 404
    client.force_login(make_staff(appeal.delegate.delegation, "logistics"))
    body = client.get(page(appeal)).content.decode()
    assert "communications" in body
    assert 'name="organisations"' not in body
    assert client.post(page(appeal), {"version": appeal.approved_version.uuid}).status_code in {403, 422}
    assert client.get(recall).status_code == 403


def test_the_same_queries_at_3_and_at_30(client, appeal, teller, django_assert_max_num_queries):
    client.force_login(teller)

    def fill(n):
        for _ in range(n):
            make_member()
        share_with(appeal, *[make_member() for _ in range(n)], by=teller)

    fill(3)
    with django_assert_max_num_queries(30) as few:
        client.get(page(appeal))
    fill(27)
    with django_assert_max_num_queries(30) as many:
        client.get(page(appeal))
    assert len(few) == len(many)
