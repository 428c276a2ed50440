"""Pages of receipts, statements and traces: for staff, and for givers who hold a link."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from delegation.models import OutboxMail
from fundraising import donor_links
from fundraising.actions import receipts, statements
from fundraising.models import Receipt, YearStatement
from tests.factories.delegation import make_delegate, make_delegation, make_staff
from tests.factories.fundraising import make_appeal, make_gift, make_pool
from tests.factories.receipts import give_back, spend

pytestmark = pytest.mark.django_db


class World:
    def __init__(self):
        self.pool = make_pool()
        self.delegation = self.pool.delegation
        self.treasurer = make_staff(self.delegation, "treasurer")
        self.appeal = make_appeal(make_delegate(self.delegation), shown_name="Ana R.")
        self.gift = make_gift(self.appeal.delegate.fund, 100, name="Marguerite Landry", email="m@example.org")
        self.receipt = self.gift.receipts.get()


@pytest.fixture
def world():
    return World()


@pytest.fixture
def desk(world):
    client = Client()
    client.force_login(world.treasurer)
    return client


def text(response) -> str:
    return response.content.decode()


# -- givers --------------------------------------------------------------------------------------------
def test_the_link_of_the_mail_opens_the_receipt_and_its_paper(world, client):
    link = donor_links.receipt_link(world.receipt)
    page = client.get(link)
    assert page.status_code == 200
    for words in (world.receipt.label, "Marguerite Landry", "$100.00", "501(c)(3)"):
        assert words in text(page)
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    paper = client.get(link.removeprefix("http://localhost:8000") + "pdf/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"] == f'attachment; filename="receipt-{world.receipt.label}.pdf"'
    assert paper.content.startswith(b"%PDF-")


def test_a_link_of_one_purpose_opens_nothing_else_and_a_forged_one_nothing(world, client):
    other = donor_links.token("trace", world.receipt.uuid)
    right = donor_links.token("receipt", world.receipt.uuid)
    for token in (other, right[:-2], "x", str(world.receipt.uuid), donor_links.token("receipt", uuid.uuid4())):
        for name in ("my_receipt", "my_receipt_pdf"):
            assert client.get(reverse(f"fundraising:{name}", args=[token])).status_code == 404
    statement = donor_links.token("statement", world.receipt.uuid)
    assert client.get(reverse("fundraising:my_statement", args=[statement])).status_code == 404
    assert client.get(reverse("fundraising:my_trace", args=[right])).status_code == 404


def test_a_link_that_ran_out_offers_a_new_one_to_the_address_on_file(world, client, settings):
    token = donor_links.token("receipt", world.receipt.uuid)
    address = reverse("fundraising:my_receipt", args=[token])
    with time_machine.travel(timezone.now() + timedelta(days=settings.DONOR_LINK_DAYS + 1), tick=False):
        page = client.get(address)
        assert page.status_code == 410
        assert "Marguerite" not in text(page)
        assert client.get(address + "pdf/").status_code == 410
        for _ in range(2):
            assert client.post(address + "send/").status_code == 302
        sent = OutboxMail.objects.filter(key__contains=":link:")
        assert sent.count() == 1
        assert "m@example.org" not in text(client.get(reverse("fundraising:new_link_sent")))


def test_a_giver_sees_what_their_gift_was_part_of_and_no_more(world, client):
    spend(world.gift.fund, 60_00)
    page = text(client.get(donor_links.trace_link(world.gift)))
    for words in ("Ana R.", "Other costs of the journey", "$60.00", "Card fees", "Not spent yet", "<svg"):
        assert words in page
    for words in ("Marguerite", "m@example.org", str(world.gift.donor.uuid), "Georgia", world.receipt.label):
        assert words not in page
    today = timezone.localdate()
    assert str(today) not in page


def test_the_trace_of_a_closed_page_names_nobody(world, client):
    world.appeal.status = "closed"
    world.appeal.save()
    assert "Ana R." not in text(client.get(donor_links.trace_link(world.gift)))


def test_the_trace_of_a_gift_that_went_back_says_so(world, client):
    give_back(world.gift, 100_00)
    assert "went back to you" in text(client.get(donor_links.trace_link(world.gift)))


def test_a_statement_opens_by_its_link(world, client):
    statement = statements.make_statement(world.gift, world.treasurer)
    link = donor_links.statement_link(statement)
    assert world.receipt.label in text(client.get(link))
    paper = client.get(link.removeprefix("http://localhost:8000") + "pdf/")
    assert paper.content.startswith(b"%PDF-")


# -- staff ---------------------------------------------------------------------------------------------
def test_a_receipt_is_found_by_number_name_and_address(world, desk):
    other = make_gift(world.pool, 30, name="Rosa Luna", email="rosa@example.org").receipts.get()
    address = reverse("fundraising:receipts", args=[world.delegation.slug])
    for search in (world.receipt.label, str(world.receipt.number), "landry", "m@example"):
        page = text(desk.get(address, {"q": search}))
        assert world.receipt.label in page
        assert other.label not in page
    assert "No receipt fits this" in text(desk.get(address, {"q": "nobody"}))


def test_a_treasurer_mends_a_name_and_makes_a_receipt_void(world, desk):
    address = reverse("fundraising:receipt", args=[world.receipt.uuid])
    assert "Marguerite Landry" in text(desk.get(address))
    desk.post(address + "reissue/", {"anew-name": "Margaret Landry", "anew-reason": "name"})
    new = Receipt.objects.get(replaces=world.receipt)
    assert new.printed.name == "Margaret Landry"
    old = text(desk.get(address))
    assert new.label in old
    assert "Make a new receipt" not in old
    again = desk.post(address + "reissue/", {"anew-name": "Maggie", "anew-reason": "name"})
    assert again.status_code == 422
    assert new.label in text(again)
    desk.post(reverse("fundraising:void_receipt", args=[new.uuid]), {"void-reason": "donor"})
    assert Receipt.objects.get(pk=new.pk).void.reason == "donor"
    assert "may not be used" in text(desk.get(reverse("fundraising:receipt", args=[new.uuid])))


def test_goods_are_typed_on_a_page_of_the_gift_and_a_mistake_keeps_what_was_typed(world, desk):
    address = reverse("fundraising:state_goods", args=[world.gift.uuid])
    wrong = desk.post(address, {"description": "a dinner", "value": "120"})
    assert wrong.status_code == 422
    assert "a dinner" in text(wrong)
    assert "less than the gift" in text(wrong)
    assert desk.post(address, {"description": "a dinner", "value": "abc"}).status_code == 422
    assert desk.post(address, {"description": "a dinner", "value": "30"}).status_code == 302
    assert Receipt.objects.get(replaces=world.receipt).kind == "quid_pro_quo"
    assert "a dinner" in text(desk.get(reverse("fundraising:gift", args=[world.gift.uuid])))


def test_statements_are_made_read_and_sent_again(world, desk):
    desk.post(reverse("fundraising:make_statement", args=[world.gift.uuid]))
    statement = YearStatement.objects.get()
    assert statement.label in text(desk.get(reverse("fundraising:statements", args=[world.delegation.slug])))
    page = text(desk.get(reverse("fundraising:statement", args=[statement.uuid])))
    assert world.receipt.label in page
    desk.post(reverse("fundraising:resend_statement", args=[statement.uuid]), {"form_token": uuid.uuid4()})
    assert OutboxMail.objects.filter(notice="fundraising.year_statement").count() == 2
    paper = desk.get(reverse("fundraising:statement_pdf", args=[statement.uuid]))
    assert paper.content.startswith(b"%PDF-")


def test_a_statement_with_gifts_elsewhere_is_for_who_reads_both_books(world, desk):
    elsewhere = make_pool(make_delegation())
    gift = make_gift(elsewhere, 20, email="m@example.org")
    statement = statements.make_statement(gift, make_staff(elsewhere.delegation, "treasurer"))
    assert statement.lines.count() == 2
    assert desk.get(reverse("fundraising:statement", args=[statement.uuid])).status_code == 403
    assert desk.get(reverse("fundraising:statement_pdf", args=[statement.uuid])).status_code == 403


def test_the_trace_goes_both_ways_for_staff(world, desk):
    cost = spend(world.gift.fund, 60_00)
    forward = text(desk.get(reverse("fundraising:gift_trace", args=[world.gift.uuid])))
    back_link = reverse("fundraising:cost_trace", args=[cost.uuid])
    assert back_link in forward
    backward = text(desk.get(back_link))
    assert "Marguerite Landry" in backward
    assert reverse("fundraising:gift_trace", args=[world.gift.uuid]) in backward
    assert back_link in text(desk.get(reverse("fundraising:costs", args=[world.delegation.slug])))


def test_the_settings_of_every_receipt_are_shown(world, desk, settings):
    settings.LAWYER_CONFIRMATION = {"name": "A. Lawyer", "date": "2026-01-31", "version": "2020-01"}
    settings.STATE_DISCLOSURES = {"Florida": "A copy is available."}
    page = text(desk.get(reverse("fundraising:receipts", args=[world.delegation.slug])))
    for words in (settings.NETWORK["ein"], "only version 2020-01", "A copy is available."):
        assert words in page


def test_lists_cost_the_same_questions_for_many(world, desk, django_assert_max_num_queries):
    addresses = [
        reverse(f"fundraising:{name}", args=[world.delegation.slug]) for name in ("receipts", "statements", "costs")
    ]

    def fill(count):
        for n in range(count):
            gift = make_gift(world.pool, 20, email=f"g{n}@example.org")
            statements.make_statement(gift, world.treasurer)
            receipts.reissue(gift.receipts.first(), world.treasurer, reason="name", name="N")
            spend(world.gift.fund, 1_00)

    def asked():
        found = []
        for address in addresses:
            from django.db import connection
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(connection) as captured:
                assert desk.get(address).status_code == 200
            found.append(len(captured))
        return found

    fill(2)
    asked()
    few = asked()
    fill(8)
    assert asked() == few
