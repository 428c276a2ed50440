"""Giving: the form, the way to the hosted page, and the page donors come back to."""

import re
import uuid
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from fundraising import gateway, outgoing, wording
from fundraising.actions import donations
from fundraising.forms import give as give_form
from fundraising.forms import limits
from fundraising.models import CheckoutAttempt, Donation, Share
from tests.factories.delegation import make_delegate, make_delegation, make_organisation, make_person
from tests.factories.fundraising import make_appeal, make_gift, make_payment, make_pool, make_session, start_gift

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()).replace("&#x27;", "'")


@pytest.fixture
def appeal():
    return make_appeal(make_delegate(person=make_person(name_used="Ana")), shown_name="Ana R.")


def make_share(appeal) -> Share:
    return Share.objects.create(
        appeal=appeal,
        version=appeal.approved_version,
        organisation=make_organisation(is_member=True),
        code="k7m2p9",
        shared_by=make_person(),
    )


@pytest.fixture
def stripe(monkeypatch):
    """The gateway at its own face; what was asked is kept. The whole way over HTTP is walked in tests/flows."""

    class Stub:
        asked = ()
        error = None

        def create_session(self, request):
            self.asked = (*self.asked, request)
            if self.error:
                raise self.error
            return gateway.Session(
                id=f"cs_{len(self.asked)}",
                url=f"https://checkout.example/{len(self.asked)}",
                payment_intent=None,
                status="open",
                payment_status="unpaid",
                amount_total=request.amount_minor,
                currency=request.currency,
                client_reference_id=request.donation_uuid,
                metadata=request.metadata,
                livemode=False,
                expires_at=request.expires_at,
            )

    stub = Stub()
    monkeypatch.setattr(outgoing.gateway, "create_session", stub.create_session)
    return stub


def url_of(appeal) -> str:
    return reverse("fundraising:give_appeal", args=[appeal.slug])


def filled(**fields) -> dict:
    values = {
        "amount": "50",
        "other": "",
        "email": "marguerite@example.org",
        "form_token": str(uuid.uuid4()),
        "drawn": signing.dumps(timezone.now().timestamp() - 20, salt=give_form.SALT),
        "website": "",
    }
    return values | fields


# -- the form ----------------------------------------------------------------------------------------


def test_the_form_opens_with_the_amount_chosen_before(client, appeal):
    page = client.get(url_of(appeal), {"amount": "120"}).content.decode()
    assert re.search(r'value="120"[^>]* checked', page)
    assert "Give $120" in " ".join(re.sub(r"<[^>]+>", "", page).split())
    page = client.get(url_of(appeal), {"amount": "120", "other": "77"}).content.decode()
    assert re.search(r'name="other"[^>]* value="77"', page)


@pytest.mark.parametrize("typed", ["abc", "-5", "1e9", "9" * 40, "٣", "\x00", "5.005"])
def test_an_amount_that_cannot_be_read_opens_the_form_all_the_same(client, appeal, typed):
    assert client.get(url_of(appeal), {"other": typed}).status_code == 200


def test_wish_and_rule_stand_word_for_word_before_the_button(client, appeal):
    page = client.get(url_of(appeal)).content.decode().replace("&#x27;", "'")
    wish = wording.give_wish("the United Nations review in Geneva (United States of America)", "Ana R.")
    assert "complete discretion and control" in wish
    assert page.index(wish) < page.index('type="submit">')
    assert wording.surplus_rule("Ana R.") in page
    assert reverse("delegation:surplus_rule") in page


def test_only_these_pages_may_lead_to_the_card_partner(client, appeal, settings):
    settings.STRIPE_CHECKOUT_ORIGIN = "https://pay.example"
    make_pool(appeal.delegate.delegation)
    pool = appeal.delegate.delegation.slug
    for url in (url_of(appeal), reverse("fundraising:give_pool_form", args=[pool])):
        assert "form-action 'self' https://pay.example" in client.get(url)["Content-Security-Policy"]
    for url in (
        reverse("fundraising:appeal_public", args=[appeal.slug]),
        reverse("fundraising:give_pool", args=[pool]),
    ):
        assert "pay.example" not in client.get(url)["Content-Security-Policy"]


def test_a_page_that_takes_no_gifts_has_no_form(client, appeal):
    appeal.status = "paused"
    appeal.save()
    response = client.get(url_of(appeal))
    assert response.status_code == 302
    assert response["Location"] == reverse("fundraising:appeal_public", args=[appeal.slug])
    assert client.get("/give/no-such-cloth/").status_code == 404


# -- sending it -----------------------------------------------------------------------------------------


def test_no_sum_stands_on_a_button_when_what_was_typed_is_none(client, appeal):
    """A donor who typed “a lot” must not read “Give $124” under it."""
    page = client.post(url_of(appeal), filled(amount="", other="a lot")).content.decode()
    button = " ".join(re.sub(r"<[^>]+>", "", page[page.index("data-button") :][:200]).split())
    assert "Go on" in button
    assert "Give $" not in button


def test_back_from_the_payment_page_rhythm_currency_and_sharer_are_still_known(client, appeal, stripe):
    share = make_share(appeal)
    from_there = {"from": share.code}
    client.post(url_of(appeal), filled(amount="40", rhythm="monthly", **from_there))
    client.post(url_of(appeal), filled(amount="40", currency="EUR"))
    monthly, euros = (urlsplit(tried.params["cancel_url"]) for tried in CheckoutAttempt.objects.order_by("id"))
    assert dict(parse_qsl(monthly.query)) == {"left": "40", "rhythm": "monthly", "from": share.code}
    assert dict(parse_qsl(euros.query)) == {"left": "40", "currency": "EUR"}
    page = client.get(f"{monthly.path}?{monthly.query}").content.decode()
    assert re.search(r'name="rhythm" value="monthly" checked', page)
    assert f'name="from" value="{share.code}"' in page


def test_three_fields_lead_to_the_hosted_page(client, appeal, stripe):
    response = client.post(url_of(appeal), filled())
    assert response.status_code == 303
    assert response["Location"] == "https://checkout.example/1"
    donation = Donation.objects.get()
    assert donation.amount_minor == 50_00
    assert donation.status == "started"
    assert donation.version == appeal.approved_version
    assert donation.donor.email == "marguerite@example.org"
    assert donation.note.shown_name == ""
    assert "Ana" not in stripe.asked[0].product_name


def test_name_and_amount_are_shown_only_if_the_donor_says_so(client, appeal, stripe):
    client.post(
        url_of(appeal), filled(name="Marguerite Landry", hide_amount="on", is_family="on", message="Safe travels.")
    )
    donation = Donation.objects.get()
    assert (donation.note.shown_name, donation.note.show_amount) == ("", False)
    assert donation.note.message == "Safe travels."
    assert donation.note.message_shown_at is None
    assert donation.is_family
    client.post(url_of(appeal), filled(name="Marguerite Landry", show_name="on"))
    assert Donation.objects.latest("id").note.shown_name == "Marguerite Landry"


def test_another_amount_wins_over_a_chosen_one(client, appeal, stripe):
    client.post(url_of(appeal), filled(amount="120", other="$1,250.50"))
    assert Donation.objects.get().amount_minor == 1250_50


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("25", "25"),
        ("$25", "25"),
        ("25 $", "25"),
        ("US$ 25", "25"),
        ("25 usd", "25"),
        ("２５", "25"),
        ("1,250", "1250"),
        ("12,50", "12.50"),
        ("1.250,50", "1250.50"),
        ("1’250.50", "1250.50"),
        (" 1 000 ", "1000"),
    ],
)
def test_amounts_are_read_as_people_type_them(typed, units):
    assert give_form.read_units(typed, "USD") == Decimal(units)


@pytest.mark.parametrize(
    "typed", ["", "x", "1e3", "-4", "1.2.3", "٣٤", "1" * 20, "NaN", "inf", "25 €", "€25", "£25", "CHF 25", "'25"]
)
def test_what_is_no_amount_is_none(typed):
    assert give_form.read_units(typed, "USD") is None


@pytest.mark.parametrize(("currency", "typed"), [("EUR", "25 €"), ("CHF", "Fr. 25"), ("JPY", "25円")])
def test_the_currency_s_own_sign_may_stand_on_either_side(currency, typed):
    assert give_form.read_units(typed, currency) == Decimal(25)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"amount": "", "other": "50 €"}, "in another currency than the amounts here, USD"),
        ({"amount": "", "other": "€50"}, "in another currency than the amounts here, USD"),
        ({"amount": "", "other": "9" * 14}, "please write to us"),
        ({"amount": "4"}, "The smallest gift is"),
        ({"amount": "", "other": "50001"}, "please write to us"),
        ({"amount": "", "other": "a lot"}, "not an amount we can read"),
        ({"amount": "", "other": "5.005"}, "more decimal places"),
        ({"amount": "", "other": ""}, "Choose an amount"),
        ({"email": ""}, "We need your e-mail address"),
        ({"email": "marguerite@"}, "mail"),
        ({"message": "x" * 281}, "280"),
        ({"website": "http://spam.example"}, "too fast"),
        ({"drawn": "forged"}, "too fast"),
        ({"form_token": "no-uuid"}, ""),
    ],
)
def test_a_wrong_form_says_so_at_the_field_and_loses_nothing(client, appeal, stripe, fields, words):
    response = client.post(url_of(appeal), filled(**{"name": "Marguerite Landry"} | fields))
    assert response.status_code == 422
    assert words in text_of(response)
    assert 'value="Marguerite Landry"' in response.content.decode()
    assert not stripe.asked
    assert not Donation.objects.exists()


def test_a_form_sent_faster_than_anybody_reads_is_asked_for_once_more(client, appeal, stripe):
    data = filled(drawn=signing.dumps(timezone.now().timestamp(), salt=give_form.SALT))
    response = client.post(url_of(appeal), data)
    assert response.status_code == 422
    assert "send it once more" in text_of(response)


def test_the_drawn_form_can_be_sent_as_it_is(client, appeal, stripe, monkeypatch):
    monkeypatch.setattr(give_form, "LEAST_SECONDS", 0)
    page = client.get(url_of(appeal), {"amount": "120"}).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert {"form_token", "drawn", "fee_shown_for", "v"} <= set(fields)
    response = client.post(url_of(appeal), fields | {"amount": "120", "email": "a@example.org", "cover_fees": "on"})
    assert response.status_code == 303


def test_no_gift_without_the_forgery_token(appeal, stripe):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(url_of(appeal), filled()).status_code == 403


# -- the fee -----------------------------------------------------------------------------------------------


def test_covering_the_fee_adds_what_was_shown(client, appeal, stripe):
    response = client.post(url_of(appeal), filled(amount="105", cover_fees="on", fee_shown_for="10500"))
    assert response.status_code == 303
    donation = Donation.objects.get()
    assert donation.fee_cover_minor == donations.fee_cover_minor(105_00) == 267
    assert donation.amount_minor == 107_67


def test_a_changed_amount_shows_its_fee_before_it_is_charged(client, appeal, stripe):
    response = client.post(url_of(appeal), filled(amount="", other="80", cover_fees="on", fee_shown_for="10500"))
    assert response.status_code == 422
    assert "the card fee adds $2.11" in text_of(response)
    assert 'name="fee_shown_for" value="8000"' in response.content.decode()
    assert not stripe.asked
    again = client.post(url_of(appeal), filled(amount="", other="80", cover_fees="on", fee_shown_for="8000"))
    assert again.status_code == 303


# -- repeats, and Stripe away ---------------------------------------------------------------------------------


def test_a_second_click_leads_to_the_same_page(client, appeal, stripe):
    data = filled()
    first, second = client.post(url_of(appeal), data), client.post(url_of(appeal), data)
    assert first["Location"] == second["Location"]
    assert Donation.objects.count() == 1


def test_other_figures_under_a_used_token_are_shown_again_with_a_new_one(client, appeal, stripe):
    data = filled()
    client.post(url_of(appeal), data)
    response = client.post(url_of(appeal), data | {"amount": "120"})
    assert response.status_code == 422
    token = re.search(r'name="form_token" value="([^"]+)"', response.content.decode()).group(1)
    assert token != data["form_token"]
    assert client.post(url_of(appeal), data | {"amount": "120", "form_token": token}).status_code == 303
    assert sorted(Donation.objects.values_list("amount_minor", flat=True)) == [50_00, 120_00]


def test_stripe_away_takes_nothing_and_loses_nothing(client, appeal, stripe):
    stripe.error = gateway.GatewayDown("away")
    data = filled(name="Marguerite Landry", message="Safe travels.")
    response = client.post(url_of(appeal), data)
    assert response.status_code == 422
    assert "Nothing was taken" in text_of(response)
    page = response.content.decode()
    assert 'value="Marguerite Landry"' in page
    assert "Safe travels." in page
    stripe.error = None
    assert client.post(url_of(appeal), data).status_code == 303
    assert Donation.objects.count() == 1


def test_the_form_comes_back_from_the_hosted_page_with_the_amount(client, appeal):
    response = client.get(url_of(appeal), {"left": "52.50"})
    assert "Nothing was taken" in text_of(response)
    assert 'value="52.5"' in response.content.decode()


# -- which version, which link ----------------------------------------------------------------------------------


def test_the_gift_remembers_the_version_its_donor_read(client, appeal, stripe):
    from tests.factories.fundraising import make_version

    read = appeal.approved_version
    appeal.approved_version = make_version(appeal, number=2)
    appeal.save()
    waiting = make_version(appeal, number=3, status="waiting")
    client.post(url_of(appeal), filled(v="1"))
    assert Donation.objects.latest("id").version == read
    for said in (str(waiting.number), "99", "x", ""):
        client.post(url_of(appeal), filled(v=said))
        assert Donation.objects.latest("id").version == appeal.approved_version


def test_a_members_link_is_credited_until_it_is_recalled(client, appeal, stripe):
    share = make_share(appeal)
    assert 'name="from" value="k7m2p9"' in client.get(url_of(appeal), {"from": "k7m2p9"}).content.decode()
    client.post(url_of(appeal), filled(**{"from": "k7m2p9"}))
    assert Donation.objects.latest("id").share == share
    Share.objects.filter(pk=share.pk).update(status="recalled", recalled_at=timezone.now(), recalled_by=share.shared_by)
    for code in ("k7m2p9", "unknown", "<b>"):
        assert client.post(url_of(appeal), filled(**{"from": code})).status_code == 303
        assert Donation.objects.latest("id").share is None


# -- the pool ---------------------------------------------------------------------------------------------------


def test_the_pool_takes_gifts_without_a_page_of_a_person(client, stripe):
    delegation = make_delegation()
    pool = make_pool(delegation)
    url = reverse("fundraising:give_pool_form", args=[delegation.slug])
    page = client.get(url, {"amount": "100"})
    assert wording.give_wish(
        "the United Nations review in Geneva (United States of America)"
    ) in page.content.decode().replace("&#x27;", "'")
    assert client.post(url, filled(amount="100")).status_code == 303
    donation = Donation.objects.get()
    assert (donation.fund, donation.appeal) == (pool, None)


# -- limits ---------------------------------------------------------------------------------------------------


def test_one_address_may_leave_ten_gifts_unpaid_within_the_hour(client, appeal, stripe):
    for _ in range(limits.UNPAID_FROM_ONE_ADDRESS):
        assert client.post(url_of(appeal), filled()).status_code == 303
    refused = client.post(url_of(appeal), filled(email="MARGUERITE@example.org"))
    assert refused.status_code == 422
    assert "Nothing was taken" in text_of(refused)
    assert client.post(url_of(appeal), filled(email="another@example.org")).status_code == 303


def test_a_hundred_friends_in_one_room_get_through(client, appeal, stripe):
    for n in range(100):
        assert client.post(url_of(appeal), filled(email=f"friend{n}@example.org")).status_code == 303


def test_gifts_left_unpaid_from_one_place_are_counted_and_paid_ones_are_not(client, appeal, stripe):
    old = timezone.now() - limits.FRESH * 2
    for n in range(limits.LEFT_FROM_ONE_PLACE):
        client.post(url_of(appeal), filled(email=f"tester{n}@example.org"))
    Donation.objects.update(created_at=old)
    assert client.post(url_of(appeal), filled(email="next@example.org")).status_code == 422
    elsewhere = client.post(url_of(appeal), filled(email="next@example.org"), REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 303
    for donation in Donation.objects.filter(donor__email__startswith="tester")[:5]:
        donations.settle(make_payment(donation))
    assert client.post(url_of(appeal), filled(email="next2@example.org")).status_code == 303


def test_behind_our_proxy_the_place_is_what_the_proxy_saw(rf, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = rf.get("/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"}, REMOTE_ADDR="10.0.0.1")
    assert limits.place_of(request) == "198.51.100.7"
    settings.SECURE_PROXY_SSL_HEADER = None
    assert limits.place_of(request) == "10.0.0.1"


@pytest.mark.money_db
def test_the_whole_way_from_the_form_over_the_hosted_page_to_the_thank_you(client, appeal, demo_stripe):
    response = client.post(url_of(appeal), filled(amount="120", cover_fees="on", fee_shown_for="12000"))
    assert response.status_code == 303
    attempt = CheckoutAttempt.objects.get()
    assert response["Location"].startswith(demo_stripe.base)
    waiting = client.get(thanks(attempt.donation, attempt.session_id))
    assert "being confirmed" in text_of(waiting)
    demo_stripe.pay(attempt.session_id)
    assert "We received $123.01" in text_of(client.get(thanks(attempt.donation, attempt.session_id)))
    attempt.donation.refresh_from_db()
    assert attempt.donation.status == "paid"
    assert "gave $120" in text_of(client.get(reverse("fundraising:appeal_public", args=[appeal.slug])))


# -- back ------------------------------------------------------------------------------------------------------


def thanks(donation, session="") -> str:
    url = reverse("fundraising:thanks", args=[donation.uuid])
    return f"{url}?session={session}" if session else url


def session_of(donation) -> str:
    return donation.attempts.get().session_id


def test_a_paid_gift_is_thanked_with_the_receipts_way(client, appeal):
    donation = make_gift(appeal.delegate.fund, 50, email="marguerite@example.org", name="Marguerite Landry")
    response = client.get(thanks(donation, session_of(donation)))
    words = text_of(response)
    assert "Thank you" in words
    assert "$50" in words
    assert "m…@example.org" in words
    assert "marguerite@" not in words
    assert "Landry" not in words
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert reverse("fundraising:appeal_public", args=[appeal.slug]) in response.content.decode()


def test_without_the_session_the_page_says_neither_sum_nor_address(client, appeal):
    donation = make_gift(appeal.delegate.fund, 50, email="marguerite@example.org")
    words = text_of(client.get(thanks(donation)))
    assert "Thank you" in words
    assert "$50" not in words
    assert "example.org" not in words


def test_a_session_of_another_gift_opens_nothing(client, appeal):
    mine, theirs = make_gift(appeal.delegate.fund, 50), make_gift(appeal.delegate.fund, 60)
    assert client.get(thanks(mine, session_of(theirs))).status_code == 404
    assert client.get(reverse("fundraising:thanks", args=[uuid.uuid4()])).status_code == 404


def test_the_landing_page_settles_before_the_webhook(client, appeal, monkeypatch):
    donation = start_gift(appeal.delegate.fund, 50)
    attempt = CheckoutAttempt.objects.get()
    payment = make_payment(donation)
    monkeypatch.setattr(outgoing.gateway, "fetch_session", lambda _id: make_session(attempt, payment))
    monkeypatch.setattr(outgoing.gateway, "fetch_payment", lambda _id: payment)
    assert "Thank you" in text_of(client.get(thanks(donation, attempt.session_id)))
    donation.refresh_from_db()
    assert donation.status == "paid"


def test_a_gift_not_confirmed_yet_asks_for_nothing_and_looks_again(client, appeal, monkeypatch):
    donation = start_gift(appeal.delegate.fund, 50)

    def away(_id):
        raise gateway.GatewayDown("away")

    monkeypatch.setattr(outgoing.gateway, "fetch_session", away)
    response = client.get(thanks(donation, session_of(donation)))
    assert "being confirmed" in text_of(response)
    assert "nothing more you need to do" in text_of(response)
    assert 'http-equiv="refresh"' in response.content.decode()


@pytest.mark.parametrize(
    ("verb", "words"), [("wait", "four working days"), ("fail", "Your bank said no"), ("expire", "left unpaid")]
)
def test_other_ends_are_said_with_a_way_on(client, appeal, verb, words):
    donation = start_gift(appeal.delegate.fund, 50)
    donation.attempts.update(state="expired")
    getattr(donations, verb)(donation)
    response = client.get(thanks(donation))
    assert words in text_of(response)
    assert 'http-equiv="refresh"' not in response.content.decode()


def test_the_fee_to_cover_is_rounded_up():
    assert donations.fee_cover_minor(50_00) == 144
