"""The giver's own door: links that open what they should and nothing else, pages with one button, mails with both."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.urls import reverse
from django.utils import timezone, translation

from delegation import outbox
from delegation.models import OutboxMail
from fundraising import gateway, gift_links
from fundraising.actions import funds, monthly, monthly_steps
from fundraising.forms import give as give_form
from fundraising.models import Donation, DonorDoor, DoorRequest, MonthlyGift
from fundraising.notices.monthly import NEWS
from fundraising.queries.monthly import end_of_giving
from tests.factories import delegation as make
from tests.factories.fundraising import make_appeal, make_gift, make_pool
from tests.factories.monthly import make_monthly, pay_month
from tests.fundraising.test_give import stripe, text_of  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
GIVER = "Grace.Hopper@example.org"


@pytest.fixture
def appeal():
    return make_appeal(make.make_delegate(person=make.make_person(name_used="Ana")), shown_name="Ana R.")


@pytest.fixture
def gift(appeal, monkeypatch):
    monkeypatch.setattr(gateway, "change_subscription", lambda order: None)
    monkeypatch.setattr(gateway, "cancel_subscription", lambda name, key: None)
    funds.open_pool(appeal.delegate.delegation)
    return make_monthly(appeal.delegate.fund, email=GIVER, name="Grace Hopper")


def at(gift, name="my_monthly_gift") -> str:
    return gift_links.monthly_path(gift, name)


def now(gift) -> MonthlyGift:
    return MonthlyGift.objects.get(pk=gift.pk)


# -- the give form ------------------------------------------------------------------------------------------
def filled(**fields):
    drawn = signing.dumps(timezone.now().timestamp() - 20, salt=give_form.SALT)
    values = {"amount": "50", "other": "", "email": GIVER, "form_token": str(uuid.uuid4()), "drawn": drawn}
    return {**values, "website": "", **fields}


def test_the_form_asks_once_or_each_month_and_says_until_when(client, appeal):
    page = text_of(client.get(reverse("fundraising:give_appeal", args=[appeal.slug])))
    assert "Each month until the review on" in page
    assert "link that stops it with one button" in page
    make_pool(appeal.delegate.delegation)
    pool = reverse("fundraising:give_pool_form", args=[appeal.delegate.delegation.slug])
    assert "Each month until you stop it" in text_of(client.get(pool))


def test_a_review_too_near_leaves_only_once(client, appeal):
    end = end_of_giving(appeal.delegate.delegation)
    with time_machine.travel(end - timedelta(days=20), tick=True):
        page = client.get(reverse("fundraising:give_appeal", args=[appeal.slug])).content.decode()
    assert 'name="rhythm"' not in page


def test_monthly_opens_a_page_that_asks_each_month(client, appeal, stripe):  # noqa: F811
    url = reverse("fundraising:give_appeal", args=[appeal.slug])
    answer = client.post(url, filled(rhythm="monthly"))
    assert answer.status_code == 303
    asked = stripe.asked[0]
    gift = MonthlyGift.objects.get()
    assert asked.is_monthly
    assert asked.metadata["monthly"] == str(gift.uuid)
    assert "Grace" not in str(asked.metadata)
    assert (gift.amount_minor, gift.status, gift.donations.get().status) == (50_00, "started", "started")
    # The same form with the other rhythm is not the same gift.
    token = str(gift.form_token)
    again = client.post(url, filled(rhythm="once", form_token=token))
    assert again.status_code == 422
    assert client.post(url, filled(form_token=token, rhythm="weekly")).status_code == 422
    assert client.post(url, filled()).status_code == 303
    assert MonthlyGift.objects.count() == 1
    assert not stripe.asked[-1].is_monthly


# -- find my gifts ------------------------------------------------------------------------------------------
def test_the_answer_is_the_same_for_known_and_unknown(client, gift, django_assert_num_queries):
    url, bodies, counts = reverse("fundraising:find_gifts"), [], []
    for email in (GIVER.lower(), "nobody@example.org"):
        before = OutboxMail.objects.count()
        answer = client.post(url, {"email": email}, follow=True)
        bodies.append(re.sub(r"csrfmiddlewaretoken\S+ value=\S+", "", answer.content.decode()))
        counts.append(OutboxMail.objects.count() - before)
    assert bodies[0] == bodies[1]
    assert counts == [1, 1]
    outbox.deliver()
    sent = [m for m in mail.outbox if m.subject == "The link to your gifts"]
    assert [m.to for m in sent] == [[GIVER.lower()]]
    path = re.search(r"http://localhost:8000(/gifts/mine/\S+)", sent[0].body).group(1)
    assert "Grace.Hopper@example.org" in text_of(client.get(path))


def test_an_address_is_not_flooded_and_a_place_not_without_end(client, gift):
    url = reverse("fundraising:find_gifts")
    for _ in range(6):
        assert client.post(url, {"email": GIVER}).status_code == 302
    assert OutboxMail.objects.filter(notice="fundraising.find_gifts").count() == monthly.LINKS_AN_HOUR
    for number in range(14):
        client.post(url, {"email": f"somebody{number}@example.org"})
    answer = client.post(url, {"email": "one.more@example.org"})
    assert answer.status_code == 422
    assert "one.more@example.org" in answer.content.decode()
    for wrong in ("", "grace", "a\x00b@example.org"):
        assert client.post(url, {"email": wrong}).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=True):
        assert monthly.forget_requests() == DoorRequest.objects.count() + 20
    assert not DoorRequest.objects.exists()


# -- the door -------------------------------------------------------------------------------------------------
def test_the_door_shows_what_this_address_gave_and_nobody_elses(client, gift, appeal):
    other = make_gift(appeal.delegate.fund, 77, email="other@example.org")
    once = make_gift(funds.open_pool(appeal.delegate.delegation), 33, email=GIVER.upper())
    page = text_of(client.get(gift_links.door_path(gift.donor)))
    assert "$25.00" in page
    assert "$33.00" in page
    assert "$77" not in page
    assert once.receipts.get().label in page
    assert other.receipts.get().label not in page
    assert "Journey of Ana R." in page
    assert appeal.delegate.person.email not in page
    response = client.get(gift_links.door_path(gift.donor))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_older_links_are_made_useless_and_the_reader_stands_behind_a_new_one(client, gift):
    old, monthly_link = gift_links.door_path(gift.donor), at(gift)
    assert client.get(f"{old}revoke-links/").status_code == 200
    assert not DonorDoor.objects.exists()
    answer = client.post(f"{old}revoke-links/")
    assert client.get(answer["Location"]).status_code == 200
    for link in (old, monthly_link, f"{old}revoke-links/", f"{monthly_link}cancel/"):
        gone = client.get(link)
        assert gone.status_code == 410
        assert reverse("fundraising:find_gifts") in gone.content.decode()
    assert client.post(f"{monthly_link}cancel/").status_code == 410
    assert now(gift).status == "active"


def test_the_language_of_mails_is_the_givers_to_choose(client, gift):
    door = gift_links.door_path(gift.donor)
    client.post(f"{door}set-language/", {"language": "es"})
    gift.donor.refresh_from_db()
    assert gift.donor.language == "es"
    client.post(f"{door}set-language/", {"language": "tlh"})
    gift.donor.refresh_from_db()
    assert gift.donor.language == "es"


@pytest.mark.parametrize("days", [0, 395, 397])
def test_a_link_lives_thirteen_months(client, gift, days):
    link = at(gift)
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=True):
        assert client.get(link).status_code == (410 if days > 396 else 200)


def test_a_link_cut_in_two_says_how_to_get_a_whole_one(client, gift):
    """Mail programs break long links; a giver must not read that there is no such page."""
    for path in (
        at(gift)[:-9] + "/",
        gift_links.door_path(gift.donor)[:-9] + "/",
        reverse("fundraising:my_receipt", args=["IjBlMDRj"]),
        reverse("fundraising:my_statement_pdf", args=["IjBlMDRj"]),
        reverse("fundraising:my_trace", args=["IjBlMDRj"]),
        reverse("fundraising:send_wish", args=["IjBlMDRj"]),
    ):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "This link is not whole" in text_of(answer)
        assert reverse("fundraising:find_gifts") in answer.content.decode()


def test_what_makes_no_sense_any_more_is_not_offered(client, gift):
    """The mail's “stop it” opened a second time shows that it is stopped, and asks for nothing."""
    own = at(gift)
    assert client.get(f"{own}resume/")["Location"] == own
    assert client.get(f"{own}cancel/").status_code == 200
    assert client.post(f"{own}cancel/").status_code == 302
    for verb in ("cancel", "pause", "change", "resume", "update-card"):
        assert client.get(f"{own}{verb}/")["Location"] == own, verb
    assert "You stopped it. Nothing more is taken." in text_of(client.get(own))
    # Pressed in another tab that was open before: the same answer as the first time, and no error.
    assert client.post(f"{own}cancel/").status_code == 302


def test_a_link_of_another_purpose_or_made_up_opens_nothing(client, gift):
    door, own = (path.split("/")[3] for path in (gift_links.door_path(gift.donor), at(gift)))
    assert client.get(reverse("fundraising:my_gifts", args=[own])).status_code == 404
    assert client.get(reverse("fundraising:my_monthly_gift", args=[door])).status_code == 404
    assert (
        client.get(
            reverse("fundraising:my_monthly_gift", args=[own[:-1] + ("a" if own[-1] != "a" else "b")])
        ).status_code
        == 404
    )
    strange = signing.dumps("x", salt="fundraising.monthly")
    assert client.get(reverse("fundraising:my_monthly_gift", args=[strange])).status_code == 404
    gone = signing.dumps([str(uuid.uuid4()), 1], salt="fundraising.monthly")
    assert client.get(reverse("fundraising:my_monthly_gift", args=[gone])).status_code == 404
    # A forgotten address opens nothing.
    type(gift.donor).objects.filter(pk=gift.donor_id).update(email="")
    assert client.get(at(gift)).status_code == 410


# -- one button -------------------------------------------------------------------------------------------------
def test_looking_changes_nothing_and_one_button_stops_it(client, gift):
    link = at(gift)
    for page in ("", "cancel/", "pause/", "change/", "update-card/"):
        assert client.get(link + page).status_code == 200, page
    # What is not paused cannot go on.
    assert client.get(f"{link}resume/").status_code == 302
    assert (now(gift).status, now(gift).wants) == ("active", gift.wants)
    answer = client.post(f"{link}cancel/", follow=True)
    assert "Nothing more is taken" in text_of(answer)
    assert (now(gift).status, now(gift).end_reason) == ("ended", "donor")
    assert client.post(f"{link}cancel/").status_code == 302
    assert OutboxMail.objects.filter(notice="fundraising.monthly_ended").count() == 1


def test_pause_and_change_keep_what_was_typed_when_they_refuse(client, gift):
    link = at(gift)
    assert client.post(f"{link}pause/", {"until": "2001-01-01"}).status_code == 422
    wrong = client.post(f"{link}change/", {"amount": "a lot"})
    assert wrong.status_code == 422
    assert 'value="a lot"' in wrong.content.decode()
    until = monthly.today() + timedelta(days=20)
    assert client.post(f"{link}pause/", {"until": until.isoformat()}).status_code == 302
    assert "Nothing is taken until" in text_of(client.get(link))
    assert client.post(f"{link}change/", {"amount": "40", "cover_fees": "on"}).status_code == 302
    assert client.post(f"{link}resume/").status_code == 302
    gift = now(gift)
    assert (gift.status, gift.amount_minor - gift.fee_cover_minor) == ("active", 40_00)
    assert gift.wants == gift.told


def test_when_stripe_is_away_the_wish_is_kept_and_said_so(client, gift, monkeypatch):
    def away(name, key):
        raise gateway.GatewayDown("away")

    monkeypatch.setattr(gateway, "cancel_subscription", away)
    page = text_of(client.post(f"{at(gift)}cancel/", follow=True))
    assert "told within the hour" in page
    assert (now(gift).status, now(gift).wants > now(gift).told) == ("ended", True)


def test_the_card_is_changed_at_the_card_partners(client, gift, monkeypatch, settings):
    monkeypatch.setattr(gateway, "open_card_page", lambda customer, back, locale: f"https://pay.example/{customer}")
    answer = client.post(f"{at(gift)}update-card/")
    assert (answer.status_code, answer["Location"]) == (303, f"https://pay.example/{gift.customer}")
    assert settings.STRIPE_PORTAL_ORIGIN in client.get(f"{at(gift)}update-card/")["Content-Security-Policy"]
    monthly_steps.run_out(gift, "review")
    assert client.post(f"{at(gift)}update-card/").status_code == 302


# -- mails ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("news", sorted(NEWS))
def test_each_mail_carries_a_link_and_no_name_of_the_delegate_but_the_shown_one(gift, news, language):
    if news == "ended":
        monthly_steps.run_out(gift, "failed")
    if news == "paused":
        type(gift).objects.filter(pk=gift.pk).update(status="paused", paused_until="2027-01-02")
    row = OutboxMail(notice=f"fundraising.monthly_{news}", ids={"monthly": str(gift.uuid)}, language=language)
    built = outbox.build(row, GIVER)
    html = built.alternatives[0].content
    assert "http://localhost:8000/" in built.body
    assert built.subject
    assert built.subject in html.replace("&#x27;", "'")
    if news != "ended":
        stop = re.search(r"http://localhost:8000(/gifts/monthly/\S+/cancel/)", built.body).group(1)
        assert gift_links.open_monthly(stop.split("/")[3])[1] == gift
    if language == "en" and news in ("started", "changed"):
        assert "Journey of Ana R." in built.body


def test_each_months_receipt_carries_the_links(gift, client):
    mail_row = OutboxMail.objects.get(notice="fundraising.receipt")
    built = outbox.build(mail_row, GIVER)
    assert "This is a month of your monthly gift" in built.body
    for pattern in (r"(/gifts/mine/\S+/)", r"(/gifts/monthly/[^/\s]+/)\n", r"(/gifts/monthly/\S+/cancel/)"):
        path = re.search(pattern, built.body).group(1)
        assert client.get(path).status_code == 200
        assert path.split("/")[2] in built.alternatives[0].content
    once = make_gift(gift.fund, 20)
    row = OutboxMail.objects.get(notice="fundraising.receipt", ids={"receipt": str(once.receipts.get().uuid)})
    built = outbox.build(row, once.donor.email)
    assert "/gifts/monthly/" not in built.body
    assert "/gifts/mine/" in built.body


def test_a_mail_that_has_lost_its_point_is_dropped(gift):
    monthly_steps.tell(gift, "failed", once="in_1")
    monthly.cancel(gift, link=gift_links.open_monthly(at(gift).split("/")[3])[0])
    outbox.deliver()
    assert OutboxMail.objects.get(notice="fundraising.monthly_failed").state == "dropped"
    assert "Your monthly gift has ended" in [m.subject for m in mail.outbox]


# -- staff ------------------------------------------------------------------------------------------------------
def test_staff_see_and_stop_and_decide(client, gift, appeal):
    delegation = appeal.delegate.delegation
    client.force_login(make.make_staff(delegation, "treasurer"))
    pay_month(gift)
    listed = text_of(client.get(reverse("fundraising:monthly_gifts", args=[delegation.slug])))
    assert "Grace Hopper" in listed
    assert "$50.00" in listed
    page = reverse("fundraising:monthly_gift", args=[gift.uuid])
    assert "Stop this monthly gift" in text_of(client.get(page))
    type(appeal).objects.filter(pk=appeal.pk).update(status="closed")
    assert "Let it help the pool" in text_of(client.get(page))
    client.post(reverse("fundraising:redirect_monthly_gift", args=[gift.uuid]))
    assert now(gift).redirect_fund.kind == "pool"
    client.post(reverse("fundraising:cancel_monthly_gift", args=[gift.uuid]))
    assert now(gift).end_reason == "staff"
    assert "stopped by staff" in text_of(client.get(page))
    tab = client.get(reverse("fundraising:monthly_gifts", args=[delegation.slug]), {"tab": "ended"})
    assert "Grace Hopper" in text_of(tab)


def test_the_thanks_page_says_what_happens_each_month(client, gift):
    first = Donation.objects.get(monthly=gift)
    page = text_of(client.get(reverse("fundraising:thanks", args=[first.uuid])))
    assert "each month until the review" in page


def test_words_are_in_the_readers_language(gift):
    with translation.override("es"):
        assert str(MonthlyGift.Status.ACTIVE.label)
