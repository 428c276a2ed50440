import uuid

import pytest
from django.utils import translation

from delegation.errors import Conflict, NotPermitted
from delegation.models import OutboxMail
from delegation.outbox import build, deliver
from fundraising import wording
from fundraising.actions import donations, receipts
from fundraising.models import Receipt
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_appeal, make_gift, make_payment, make_pool, start_gift

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


def _mail(gift):
    return build(OutboxMail.objects.get(key=f"receipt:{gift.receipts.get().uuid}"), "donor@example.org")


def _html(message):
    return message.alternatives[0].content


def test_numbers_run_without_gap_in_their_series_and_year():
    pool = make_pool()
    for _ in range(3):
        make_gift(pool)
    assert [r.number for r in Receipt.objects.order_by("id")] == [1, 2, 3]
    assert Receipt.objects.first().label == f"DEMO-{Receipt.objects.first().year}-000003"


@pytest.mark.parametrize(("mode", "series"), [("demo", "DEMO"), ("test", "TEST"), ("live", "")])
def test_demo_and_test_have_series_of_their_own(settings, mode, series):
    settings.STRIPE_MODE = mode
    receipt = make_gift().receipts.get()
    assert receipt.series == series
    assert receipt.label.startswith(f"{series}-" if series else str(receipt.year))


def test_a_gift_that_is_rolled_back_gives_its_number_back(monkeypatch):
    first = make_gift()
    gift = start_gift()
    monkeypatch.setattr(receipts, "queue_mail", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("crash")))
    with pytest.raises(RuntimeError):
        donations.settle(make_payment(gift))
    monkeypatch.undo()
    again = donations.settle(make_payment(gift))
    assert again.receipts.get().number == first.receipts.get().number + 1


def test_the_receipt_says_what_the_law_asks_word_for_word(settings):
    appeal = make_appeal(shown_name="Ana R.")
    gift = make_gift(appeal.delegate.fund, 105, name="Marguerite Landry", cover_fees=True)
    message = _mail(gift)
    receipt = gift.receipts.get()
    network = settings.NETWORK
    for text in (message.body, _html(message)):
        assert receipt.label in text
        assert f"{network['name']} (EIN {network['ein']}, {network['address']}) is tax-exempt" in text
        assert "No goods or services were provided in exchange for it." in text
        assert "You would like it to help Ana R.; it was accepted with the understanding that" in text
        assert "$105.00" in text
        assert f"${gift.amount_minor / 100:.2f}" in text
        assert "Marguerite Landry" in text
        assert "card ending 4242" in text
        assert "earmark" not in text.lower()
    assert message.subject == f"Thank you. Receipt {receipt.label} for your gift of ${gift.amount_minor / 100:.2f}"


def test_a_family_gift_has_no_deductible_sentence():
    appeal = make_appeal(shown_name="Ana R.")
    gift = make_gift(appeal.delegate.fund, 40, is_family=True)
    for text in (_mail(gift).body, _html(_mail(gift))):
        assert "This is not a receipt for a tax-deductible gift." in text
        assert "501(c)(3)" not in text
        assert "No goods or services" not in text


def test_nothing_is_called_tax_exempt_before_the_networks_standing_is_set(settings):
    settings.NETWORK = {**settings.NETWORK, "deductible": False}
    text = _mail(make_gift()).body
    assert "501(c)(3)" not in text
    assert "deductible" not in text
    assert "No goods or services were provided" in text


def test_state_disclosures_stand_under_the_receipt(settings):
    settings.STATE_DISCLOSURES = {"Florida": "A copy of the registration is available."}
    assert "Florida: A copy of the registration is available." in _mail(make_gift()).body


def test_the_mail_is_in_the_readers_language_and_leaves_through_the_outbox(mailoutbox):
    gift = make_gift(language="es")
    assert OutboxMail.objects.get().language == "es"
    assert deliver() == 1
    assert mailoutbox[0].to == [gift.donor.email]


def test_a_name_cannot_bring_markup_into_the_mail():
    gift = make_gift(name="<script>alert(1)</script>")
    message = _mail(gift)
    assert "<script>" not in _html(message)
    assert "<script>alert(1)</script>" in message.body


def test_a_receipt_is_sent_again_once_per_form():
    pool = make_pool()
    gift, treasurer, token = make_gift(pool), make_staff(pool.delegation, "treasurer"), uuid.uuid4()
    for _ in range(2):
        receipts.resend(gift, treasurer, form_token=token)
    assert OutboxMail.objects.filter(notice="fundraising.receipt").count() == 2
    assert Receipt.objects.count() == 1


def test_only_money_people_send_a_receipt_again():
    pool = make_pool()
    gift = make_gift(pool)
    with pytest.raises(NotPermitted):
        receipts.resend(gift, make_staff(pool.delegation, "reviewer"), form_token=uuid.uuid4())


def test_a_gift_on_its_way_has_no_receipt_yet():
    pool = make_pool()
    with pytest.raises(Conflict):
        receipts.resend(start_gift(pool), make_staff(pool.delegation, "treasurer"), form_token=uuid.uuid4())


def test_the_wish_is_said_word_for_word(settings):
    with translation.override("en"):
        said = wording.give_wish("the review of the United States", "Ana R.")
    network = settings.NETWORK["name"]
    assert said == (
        f"Your gift goes to {network} for the travel of its delegation to the review of the United States. You are "
        f"telling us that you would like it to help Ana R. We will try to follow your wish, and {network} has complete "
        "discretion and control over how gifts are used: if Ana R. cannot travel, or has enough, your gift helps other "
        "delegates. Gifts are not returned for that reason."
    )
