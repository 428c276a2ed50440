"""The pages of advances, claims and stipends, as a traveller and as staff: without a script, and nothing is lost."""

import io
import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fundraising.actions import claim_decisions, claims
from fundraising.models import ClaimLine, ExpenseClaim, ReceiptFile
from tests.factories.appeals import make_picture
from tests.factories.claims import Journey

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def journey():
    return Journey()


@pytest.fixture
def ana(journey, client):
    client.force_login(journey.person)
    return client


def photo(name="receipt.jpg", data=None):
    return SimpleUploadedFile(name, data or make_picture((70, 50)), "image/jpeg")


def costs(**fields):
    return {
        "kind": "receipt", "amount": "43.50", "currency": "USD", "spent_on": claims.today().isoformat(), "what": "Bus",
    } | fields  # fmt: skip


def begin(ana):
    ana.post(reverse("travel:draft_claim"))
    return ExpenseClaim.objects.get(status="draft")


def test_a_whole_claim_by_phone(journey, ana, client):
    claim = begin(ana)
    page = reverse("fundraising:add_line_claim", args=[claim.uuid])
    assert ana.post(page, costs(photo=photo())).status_code == 302
    day = claims.today()
    form = {
        "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2",
        "form-0-day": (day - timedelta(days=1)).isoformat(), "form-0-counts": "on", "form-0-kind": "travel",
        "form-1-day": day.isoformat(), "form-1-counts": "on", "form-1-kind": "full", "form-1-lunch": "on",
    }  # fmt: skip
    assert ana.post(reverse("fundraising:claim_days", args=[claim.uuid]), form).status_code == 302
    shown = ana.get(reverse("fundraising:my_claim", args=[claim.uuid])).content.decode()
    assert "$43.50" in shown
    assert shown.count('<svg class="chart') == 2
    answer = ana.post(reverse("fundraising:submit_claim", args=[claim.uuid]), {"note": ""})
    assert answer.status_code == 302
    client.force_login(journey.logistics)
    desk = client.get(reverse("fundraising:claim", args=[claim.uuid])).content.decode()
    assert "Approve all of it" in desk
    assert client.post(reverse("fundraising:approve_claim", args=[claim.uuid]), {"note": ""}).status_code == 302
    claim.refresh_from_db()
    assert claim.status == "approved"


def test_a_claim_sent_in_another_tab_says_so(journey, ana):
    """The refusal stood in a form the page no longer had: nothing seemed to happen."""
    claim = journey.claim(send=False)
    send = reverse("fundraising:submit_claim", args=[claim.uuid])
    assert ana.post(send, {"note": ""}).status_code == 302
    again = ana.post(send, {"note": ""})
    assert again.status_code == 422
    assert "This is no longer possible: it is now" in again.content.decode()


def test_a_photo_is_kept_whatever_else_is_wrong(ana):
    claim = begin(ana)
    page = reverse("fundraising:add_line_claim", args=[claim.uuid])
    answer = ana.post(page, costs(amount="much", photo=photo()))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "The photo is kept" in text
    assert 'value="much"' in text
    kept = re.search(r'name="receipt" value="([0-9a-f-]+)"', text).group(1)
    assert ana.post(page, costs(receipt=kept)).status_code == 302
    assert str(ClaimLine.objects.get(kind="receipt").receipt.uuid) == kept
    assert ReceiptFile.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"amount": ""}, "Write what it cost"),
        ({"kind": "mileage", "amount": ""}, "how many miles"),
        ({"spent_on": "2999-01-01"}, "still to come"),
        ({"photo": SimpleUploadedFile("x.pdf", b"%PDF-1.7", "application/pdf")}, "screenshot"),
        ({"statement": "5"}, "photo of the card statement"),
        ({"currency": "XXX"}, "Currency"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(ana, sent, words):
    claim = begin(ana)
    answer = ana.post(reverse("fundraising:add_line_claim", args=[claim.uuid]), costs(**sent))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert 'value="Bus"' in text


def test_a_receipt_is_for_its_traveller_and_whoever_decides(journey, ana, client):
    claim = journey.claim(5, send=False)
    address = reverse("fundraising:receipt_file", args=[claim.files.get().uuid])
    answer = ana.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "image/jpeg", "no-store")
    assert answer.content[:2] == b"\xff\xd8"
    expected = {journey.logistics: 404, Journey(journey.delegation).person: 404}
    for person, status in expected.items():
        client.force_login(person)
        assert client.get(address).status_code == status
    claims.submit(claim, by=journey.person)
    client.force_login(journey.logistics)
    assert client.get(address).status_code == 200
    client.force_login(Journey().logistics)
    assert client.get(address).status_code == 404


def test_line_by_line_through_the_page(journey, client):
    claim = journey.claim(50, 20)
    first, second = claim.lines.order_by("position")
    client.force_login(journey.treasurer)
    fields = {f"amount-{first.uuid}": "45", f"reason-{first.uuid}": "", f"amount-{second.uuid}": "20"}
    page = reverse("fundraising:part_approve_claim", args=[claim.uuid])
    wrong = client.post(page, fields)
    assert wrong.status_code == 422
    assert 'value="45"' in wrong.content.decode()
    assert client.post(page, fields | {f"reason-{first.uuid}": "other_amount"}).status_code == 302
    assert journey.payment_of(claim).amount_minor == 65_00


def test_a_question_reaches_the_traveller(journey, ana, client):
    claim = journey.claim(50)
    claim_decisions.flag(claim, {claim.lines.get().uuid: "no_receipt"}, note="Which bus?", by=journey.treasurer)
    assert "Somebody has a question" in ana.get(reverse("fundraising:my_money")).content.decode()
    page = reverse("fundraising:my_claim", args=[claim.uuid])
    assert "Which bus?" in ana.get(page).content.decode()
    assert ana.post(reverse("fundraising:answer_claim", args=[claim.uuid]), {"note": ""}).status_code == 422
    assert ana.post(reverse("fundraising:answer_claim", args=[claim.uuid]), {"note": "The 9."}).status_code == 302


def test_the_statements_figure_through_the_page(journey, client):
    claim = journey.claim(100, currency="CHF")
    client.force_login(journey.treasurer)
    page = reverse("fundraising:set_figure_claim_line", args=[claim.lines.get().uuid])
    assert client.post(page, {"amount": "114.37"}).status_code == 422
    assert client.post(page, {"amount": "114.37", "photo": photo()}).status_code == 302
    assert claim.lines.get().statement_minor == 114_37


def test_an_advance_through_the_pages(journey, ana, client):
    journey.hold(200)
    day = claims.today() + timedelta(days=3)
    sent = {"amount": "150", "cost_on": day, "ends_on": day, "note": "Meals", "form_token": uuid.uuid4()}
    for _twice in range(2):
        assert ana.post(reverse("fundraising:request_advance"), sent).status_code == 302
    row = journey.delegate.advances.get()
    client.force_login(journey.logistics)
    assert "Approve the advance" in client.get(reverse("fundraising:advance", args=[row.uuid])).content.decode()
    assert client.post(reverse("fundraising:approve_advance", args=[row.uuid]), {"note": ""}).status_code == 302
    row.refresh_from_db()
    assert row.status == "approved"


@pytest.mark.parametrize("name", ["claims", "advances", "stipends"])
def test_a_list_costs_the_same_however_long(journey, client, name):
    client.force_login(journey.director)
    page = reverse(f"fundraising:{name}", args=[journey.delegation.slug])

    def more(count):
        for _ in range(count):
            other = Journey(journey.delegation, units=5)
            other.claim(5, photo=False)
            other.ask(5)

    def asked():
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    more(1)
    few = asked()
    more(3)
    assert asked() == few


def test_no_picture_is_drawn_wrong():
    from xml.etree import ElementTree

    from delegation.pictures import DaySquare, day_squares

    squares = [DaySquare("<b>", "5 & 6", n * 10, 50, (True, False, True)) for n in range(9)]
    for columns in (3, 7):
        drawn = ElementTree.parse(
            io.StringIO(day_squares(squares, columns=columns, title="t", description="d", ident="x"))
        )
        assert len(drawn.findall("rect")) == 9 * 4 + 8
