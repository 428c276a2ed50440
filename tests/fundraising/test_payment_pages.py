"""The pages of what becomes of a payment: who sees them, what they say, what a button does."""

import uuid

import pytest
from django.urls import reverse

from delegation import outbox
from delegation.models import OutboxMail
from fundraising import gateway
from fundraising.actions import disputes, donations, held, payouts, refunds
from fundraising.models import Donation, HeldApart, Refund
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_balance, make_gift, make_payment, make_pool, usd
from tests.factories.payments import failed, make_dispute, make_payout, make_refund, make_warning, taken
from tests.fundraising.test_gifts_in_other_currencies import give, settled

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


class Desk:
    def __init__(self, client):
        self.client, self.pool = client, make_pool()
        self.delegation = self.pool.delegation
        self.treasurer = make_staff(self.delegation, "treasurer", name_used="Dolores")
        self.director = make_staff(self.delegation, "director", name_used="Ngozi")
        client.force_login(self.treasurer)

    def url(self, name, *args):
        return reverse(f"fundraising:{name}", args=args)

    def page(self, name, *args, **query) -> str:
        answer = self.client.get(self.url(name, *args), query)
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def desk(client, monkeypatch):
    def away(request):
        raise gateway.GatewayDown("timeout")

    monkeypatch.setattr(gateway, "create_refund", away)
    return Desk(client)


def _form(**fields):
    return {"amount": "30", "reason": "twice", "note": "", "form_token": str(uuid.uuid4())} | fields


# -- refunds ----------------------------------------------------------------------------------------------
def test_a_refund_is_asked_for_on_the_page_of_the_gift(desk):
    gift = make_gift(desk.pool, 50, fee=0)
    assert "At most $50.00" in desk.page("gift", gift.uuid)
    answer = desk.client.post(desk.url("request_refund", gift.uuid), _form())
    assert answer.status_code == 302
    page = desk.page("gift", gift.uuid)
    assert "on its way back" in page
    assert "At most $20.00" in page


def test_what_was_typed_stays_and_the_reason_stands_at_the_field(desk):
    gift = make_gift(desk.pool, 50, fee=0)
    answer = desk.client.post(desk.url("request_refund", gift.uuid), _form(amount="60", note="Wrote on Monday."))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "At most $50.00 of this gift can still be given back." in page
    assert "Wrote on Monday." in page
    assert not Refund.objects.exists()


def test_a_large_refund_waits_on_the_desk_and_the_second_person_decides(desk):
    gift = make_gift(desk.pool, 400, fee=0, name="Rosa")
    desk.client.post(desk.url("request_refund", gift.uuid), _form(amount="300"))
    refund = Refund.objects.get()
    assert "Rosa" in desk.page("disputes", desk.delegation.slug)
    assert desk.client.post(desk.url("approve_refund", refund.uuid)).status_code == 403
    desk.client.force_login(desk.director)
    assert "Give $300.00 back" in desk.page("gift", gift.uuid)
    assert desk.client.post(desk.url("approve_refund", refund.uuid)).status_code == 302
    refund.refresh_from_db()
    assert (refund.status, refund.decided_by) == ("pending", desk.director)


def test_a_refusal_without_a_note_says_so_and_changes_nothing(desk):
    gift = make_gift(desk.pool, 400, fee=0)
    refund = refunds.request(gift, desk.treasurer, usd(300), "twice", "", uuid.uuid4())
    desk.client.force_login(desk.director)
    page = desk.client.post(desk.url("refuse_refund", refund.uuid), follow=True).content.decode()
    assert "Say why, for the file." in page
    desk.client.post(desk.url("refuse_refund", refund.uuid), {"note": "Meant."})
    refund.refresh_from_db()
    assert refund.status == "refused"


def test_the_whole_story_stands_on_the_gifts_page(desk):
    gift = make_gift(desk.pool, 50, fee=0)
    disputes.warn(gift.payment_intent, make_warning(gift))
    made = make_refund(gift, 20_00)
    refunds.follow(gift.payment_intent, [made])
    refunds.follow(gift.payment_intent, [failed(made)])
    disputes.follow(gift.payment_intent, make_dispute(gift, taken(50_00)))
    page = desk.page("gift", gift.uuid)
    for words in (
        "suspects fraud", "open, answer it", "came back to us", "somebody in Stripe’s dashboard",
        "Refund came back to us", "Taken by a dispute", "Mail: given back", "Fee of a dispute",
    ):  # fmt: skip
        assert words in page, words
    assert "Give this gift back" not in page


def test_the_list_of_gifts_says_what_was_given_back(desk):
    gift = make_gift(desk.pool, 50, fee=0)
    refunds.follow(gift.payment_intent, [make_refund(gift, 20_00)])
    page = desk.page("gifts", desk.delegation.slug)
    assert "given back" in page
    assert "$20.00" in page


# -- disputes -------------------------------------------------------------------------------------------------
def test_disputes_of_the_delegation_and_of_no_other(desk):
    mine, other = make_gift(desk.pool, 50, fee=0, name="Mine"), make_gift(make_pool(), 50, fee=0, name="Theirs")
    for gift in (mine, other):
        disputes.follow(gift.payment_intent, make_dispute(gift, taken(50_00)))
    page = desk.page("disputes", desk.delegation.slug)
    assert "Mine" in page
    assert "Theirs" not in page


def test_nothing_disputed_says_so(desk):
    assert "No gift is disputed" in desk.page("disputes", desk.delegation.slug)


# -- held apart ------------------------------------------------------------------------------------------------------
def _held(desk) -> HeldApart:
    gift = make_gift(desk.pool, 50, fee=0)
    again = make_payment(gift, fee=0)
    donations.settle(again)
    return HeldApart.objects.get(payment_intent=again.id)


def test_a_payment_held_apart_is_placed_by_two(desk):
    row = _held(desk)
    args = (desk.delegation.slug, row.uuid)
    assert row.payment_intent in desk.page("money_desk", desk.delegation.slug)
    assert "the gift was paid already" in desk.page("held_apart", desk.delegation.slug)
    form = {"fund": str(desk.pool.uuid), "form_token": str(uuid.uuid4())}
    assert desk.client.post(desk.url("ask_place_held", *args), {**form, "fund": "x"}).status_code == 422
    assert desk.client.post(desk.url("ask_place_held", *args), form).status_code == 302
    assert "You cannot decide your own request" in desk.page("held_one", *args)
    desk.client.force_login(desk.director)
    desk.client.post(desk.url("place_held", *args))
    row.refresh_from_db()
    assert row.status == "placed"
    assert "Every payment found its gift" in desk.page("held_apart", desk.delegation.slug)
    assert row.donation.donor.name in desk.page("held_apart", desk.delegation.slug, tab="over")


def test_it_goes_back_by_two(desk):
    row = _held(desk)
    args = (desk.delegation.slug, row.uuid)
    desk.client.post(desk.url("ask_return_held", *args), {"form_token": str(uuid.uuid4())})
    desk.client.force_login(desk.director)
    desk.client.post(desk.url("send_back_held", *args))
    row.refresh_from_db()
    assert row.status == "returning"
    assert "Stripe has been asked" in desk.page("held_one", *args)


def test_money_of_another_delegation_is_not_found(desk):
    stranger = Desk.__new__(Desk)
    stranger.pool = make_pool()
    row = _held(stranger)
    for name in ("held_one", "place_held"):
        method = desk.client.get if name == "held_one" else desk.client.post
        assert method(desk.url(name, desk.delegation.slug, row.uuid)).status_code == 404


# -- payouts -----------------------------------------------------------------------------------------------------------
def test_a_payout_with_its_transactions_adds_up_or_says_by_how_much_not(desk):
    gift = make_gift(desk.pool, 100, fee=2_50, name="Rosa")
    line = make_balance(100_00, 2_50, id=gift.balance_transaction, source=gift.charge, created=1_800_000_000)
    whole, short = payouts.follow(make_payout(97_50, "paid")), payouts.follow(make_payout(90_00))
    for payout in (whole, short):
        payouts.remember_lines(payout, [line])
    page = desk.page("payout", desk.delegation.slug, whole.uuid)
    assert "make the payout to the cent" in page
    assert "Rosa" in page
    assert "−$7.50" in desk.page("payout", desk.delegation.slug, short.uuid)
    assert "in the bank account" in desk.page("payouts", desk.delegation.slug)


def test_a_payout_made_by_hand_says_why_nothing_stands_in_it(desk):
    payout = payouts.follow(make_payout(90_00, automatic=False))
    assert "by hand" in desk.page("payout", desk.delegation.slug, payout.uuid)


# -- a gift in another currency ------------------------------------------------------------
def test_the_form_draws_its_amounts_in_the_chosen_currency_and_keeps_what_was_typed(client):
    pool = make_pool()
    url = reverse("fundraising:give_pool_form", args=[pool.delegation.slug])
    page = client.get(url).content.decode()
    assert 'value="USD" selected' in page
    answer = client.post(
        url, {"change_currency": "1", "currency": "JPY", "email": "rosa@example.org", "drawn_in": "USD"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "¥3,750" in page
    assert "rosa@example.org" in page
    assert 'value="JPY" selected' in page


def test_a_currency_changed_without_looking_is_asked_about_once_more(client):
    pool = make_pool()
    url = reverse("fundraising:give_pool_form", args=[pool.delegation.slug])
    answer = client.post(url, {"amount": "50", "currency": "EUR", "drawn_in": "USD", "email": "rosa@example.org"})
    assert answer.status_code == 422
    assert "The amounts are in EUR now." in answer.content.decode()
    assert not Donation.objects.exists()


def test_the_thank_you_page_says_that_it_is_being_settled(client):
    gift = give(make_pool(), 50, "EUR")
    session = gift.attempts.get().session_id
    page = client.get(reverse("fundraising:thanks", args=[gift.uuid]), {"session": session}).content.decode()
    assert "Your gift is being settled" in page
    assert "€50" in page
    donations.settle(settled(gift, 54_00, "1.08"))
    page = client.get(reverse("fundraising:thanks", args=[gift.uuid]), {"session": session}).content.decode()
    assert "Your gift arrived" in page


# -- mails ------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_giver_hears_of_a_refund_and_of_one_that_failed(desk, language):
    gift = make_gift(desk.pool, 50, fee=0, language=language, name="Rosa Vega")
    made = make_refund(gift, 20_00)
    refunds.follow(gift.payment_intent, [made])
    refunds.follow(gift.payment_intent, [failed(made)])
    for notice in ("fundraising.refund_made", "fundraising.refund_failed"):
        mail = outbox.build(OutboxMail.objects.get(notice=notice), "rosa@example.org")
        assert "20.00" in mail.subject
        assert "20.00" in mail.body
        assert "Rosa" in mail.body


def test_held_money_sent_back_is_told_to_the_giver_of_the_gift_it_names(desk):
    row = _held(desk)
    held.send_back(held.ask_return(row, desk.treasurer, uuid.uuid4()), desk.director)
    refund = Refund.objects.get()
    refunds.follow(
        row.payment_intent,
        [make_refund(None, 50_00, payment_intent=row.payment_intent, metadata={"refund": str(refund.uuid)})],
    )
    assert OutboxMail.objects.filter(notice="fundraising.refund_made").count() == 1
