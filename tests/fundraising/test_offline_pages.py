"""Pages of gifts by hand, deposits, the statement, promises and things in kind; and what the public reads."""

import csv
import io
import re
import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from delegation import outbox
from delegation.models import OutboxMail
from fundraising.actions import deposits, in_kind
from fundraising.forms.in_kind import SALT
from fundraising.models import BankLine, Deposit, InKindOffer, MatchPledge, OfflineGift
from fundraising.notices.receipts import receipt_context
from tests.factories.appeals import bring_appeal
from tests.factories.delegation import make_delegate
from tests.factories.fundraising import make_gift, usd
from tests.factories.offline import Office, make_row
from tests.helpers import assert_same_queries, count_queries

pytestmark = pytest.mark.django_db


class Desk(Office):
    def __init__(self, client):
        super().__init__()
        self.client = client
        self.sign_in(self.treasurer)

    def sign_in(self, person):
        self.client.force_login(person)

    def url(self, name, *args):
        return reverse(f"fundraising:{name}", args=args or [self.delegation.slug])

    def get(self, name, *args):
        response = self.client.get(self.url(name, *args))
        assert response.status_code == 200, name
        return response.content.decode()

    def post(self, page, *args, **data):
        return self.client.post(self.url(page, *args), data)


@pytest.fixture
def desk(client):
    return Desk(client)


# -- cost ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("offline_gifts", lambda d: d.record(20)),
        ("deposits", lambda d: d.deposit(10)),
        ("bank_lines", lambda d: (d.line(20), d.record(20, source="bank_transfer"))),
        ("match_pledges", lambda d: d.pledge(50)),
        ("in_kind_offers", lambda d: d.offer()),
    ],
)
def test_a_list_costs_the_same_at_3_and_30_rows(desk, name, make):
    def more(n):
        for _ in range(n):
            make(desk)

    assert_same_queries(desk.client, desk.url(name), more)


def test_the_pool_page_costs_the_same_with_2_and_6_promises(desk):
    def cost(n):
        for _ in range(n):
            desk.pledge(50)
            make_gift(desk.pool, 10)
        cache.clear()
        return count_queries(desk.client, desk.url("give_pool"))

    cost(1)
    assert cost(1) == cost(4)


# -- by hand -------------------------------------------------------------------------------------------
def typed(**fields):
    return {
        "source": "cheque", "amount": "250", "given_on": timezone.localdate().isoformat(), "name": "Rosa Lund",
        "email": "rosa@example.org", "language": "en", "form_token": uuid.uuid4(),
    } | fields  # fmt: skip


def test_a_gift_is_recorded_then_confirmed_by_a_second_person(desk):
    desk.post("record_offlinegift", **typed(cheque_number="1042"))
    gift = OfflineGift.objects.get()
    assert "Rosa Lund" in desk.get("offline_gifts")
    assert "You recorded this gift" in desk.get("offline_gift", gift.uuid)
    assert desk.post("confirm_offlinegift", gift.uuid, bank_reference="SLIP-1").status_code == 403
    desk.sign_in(desk.director)
    wrong = desk.post("confirm_offlinegift", gift.uuid, note="Kept words.")
    assert wrong.status_code == 422
    assert "Kept words." in wrong.content.decode()
    assert desk.post("confirm_offlinegift", gift.uuid, bank_reference="SLIP-1").status_code == 302
    page = desk.get("offline_gift", gift.uuid)
    assert "SLIP-1" in page
    gift.refresh_from_db()
    whole = desk.get("gift", gift.donation.uuid)
    assert "cheque" in whole
    assert "not known yet" not in whole


def test_a_wrong_record_keeps_what_was_typed_and_says_where(desk):
    answer = desk.post("record_offlinegift", **typed(amount="a lot", name="Kept Name", source="advised_fund"))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "is not an amount we can read" in body
    assert "Kept Name" in body
    body = desk.post("record_offlinegift", **typed(source="advised_fund")).content.decode()
    assert "Name the fund" in body


def test_a_cheque_bounces_and_its_giver_is_told(desk):
    gift = desk.give(60)
    desk.post("bounce_offlinegift", gift.uuid, bank_reference="BACK-1", note="")
    gift.refresh_from_db()
    assert gift.status == "bounced"
    mail = outbox.build(OutboxMail.objects.get(notice="fundraising.gift_bounced"), "rosa@example.org")
    assert "$60.00" in mail.subject
    assert gift.donation.receipts.get().label in mail.body


@pytest.mark.parametrize(("source", "said"), [("advised_fund", "which you advised"), ("employer", "matches what you")])
def test_who_advised_a_fund_is_thanked_without_a_word_about_taxes(desk, source, said):
    gift = desk.give(100, source=source, sponsor_name="Lakeside Charitable Fund")
    receipt = gift.donation.receipts.get()
    with translation.override("en"):
        legal = " ".join(receipt_context(receipt)["legal"])
    assert receipt.kind == "advised"
    assert said in legal
    assert "Lakeside" in legal
    assert "501(c)(3)" not in legal
    assert "tax" not in legal


# -- deposits ------------------------------------------------------------------------------------------
def test_a_deposit_from_the_first_piece_to_the_banks_slip(desk):
    gift = desk.record(40)
    desk.post("open_deposit", form_token=uuid.uuid4())
    deposit = Deposit.objects.get()
    assert desk.post("fill_deposit", deposit.uuid).status_code == 422
    desk.post("fill_deposit", deposit.uuid, gifts=[gift.uuid])
    wrong = desk.post("count_deposit", deposit.uuid, total="41")
    assert wrong.status_code == 422
    assert "Count again" in wrong.content.decode()
    desk.post("count_deposit", deposit.uuid, total="40")
    assert "$40.00" in desk.get("deposit_slip", deposit.uuid)
    desk.sign_in(desk.director)
    today = timezone.localdate().isoformat()
    desk.post("confirm_deposit", deposit.uuid, total="40", deposited_on=today, bank_reference="SLIP-9")
    deposit.refresh_from_db()
    assert deposit.status == "confirmed"
    assert "SLIP-9" in desk.get("deposit", deposit.uuid)


def test_a_deposit_is_called_by_a_number_and_its_day_everywhere(desk):
    first = deposits.open_deposit(desk.delegation, desk.treasurer, form_token=uuid.uuid4())
    second = deposits.open_deposit(desk.delegation, desk.treasurer, form_token=uuid.uuid4())
    gift = desk.record(40)
    deposits.put_in(second, [gift], desk.treasurer)
    day = second.created_at.astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)).strftime("%-d %b %Y")
    pages = [
        desk.get("deposit", second.uuid),
        desk.get("deposit_slip", second.uuid),
        desk.get("offline_gift", gift.uuid),
        desk.get("record_offlinegift", desk.delegation.slug),
        desk.get("deposits", desk.delegation.slug),
    ]
    assert (first.number, second.number) == (1, 2)
    for page in pages:
        assert f"Deposit 2 of {day}" in page
        assert str(second.uuid)[:8] not in re.sub(r'(href|action|value)="[^"]*"', "", page)


# -- the statement -------------------------------------------------------------------------------------
FILE = b"Date,Description,Amount,Reference\n11/02/2026,ROSA LUND,250.00,WF-100\n11/17/2026,FEE,-4.50,WF-101\nx,y,z,w\n"


def upload(desk, content=FILE, name="statement.csv"):
    return desk.post("import_statement", account="main", file=SimpleUploadedFile(name, content))


def sent(response, **more):
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | more


def test_a_statement_is_looked_at_then_stored_once(desk):
    shown = upload(desk)
    assert shown.status_code == 200
    assert "250.00 came in" in shown.content.decode()
    assert not BankLine.objects.exists()
    again = desk.post("import_statement", **sent(shown, date_format="%d/%m/%Y"))
    assert "1 line can be read" in again.content.decode()
    for _ in range(2):
        assert desk.post("import_statement", **sent(shown, store="1")).status_code == 302
    assert BankLine.objects.count() == 2
    assert "ROSA LUND" in desk.get("bank_lines")


@pytest.mark.parametrize("content", [b"", b"\0\0", b"hello", b"a,b\n" * 6000, b"\xff\xfe\x00\xd8"])
def test_a_file_that_is_no_statement_is_refused_at_its_field(desk, content):
    answer = upload(desk, content)
    assert answer.status_code in (200, 422)
    assert not BankLine.objects.exists()


def test_what_we_did_not_pack_is_not_read(desk):
    answer = desk.post("import_statement", packed="forged:by:hand", store="1")
    assert answer.status_code == 422
    assert not BankLine.objects.exists()


def test_a_line_suggests_and_is_matched_held_or_recorded(desk):
    gift = desk.record(77, source="bank_transfer", name="Wilhelmina Odegaard")
    bank_row = make_row(77, "WIRE-77", name="ODEGAARD WILHELMINA", words="gift")
    line = desk.statement(bank_row).lines.get()
    desk.sign_in(desk.director)
    page = desk.get("bank_line", line.uuid)
    assert "Wilhelmina Odegaard" in page
    assert "likely" in page
    assert desk.post("match_bankline", line.uuid, what="gift:nonsense").status_code == 422
    desk.post("match_bankline", line.uuid, what=f"gift:{gift.uuid}")
    line.refresh_from_db()
    assert line.status == "matched"
    other = desk.line(12)
    desk.post("hold_bankline", other.uuid)
    desk.post("propose_return_bankline", other.uuid)
    desk.sign_in(desk.treasurer)
    desk.post("confirm_return_bankline", other.uuid)
    other.refresh_from_db()
    assert other.status == "returned"
    third = desk.line(13)
    assert "13.00" in desk.client.get(desk.url("record_offlinegift") + f"?line={third.uuid}").content.decode()
    fields = typed(source="bank_transfer", amount="13")
    desk.client.post(desk.url("record_offlinegift") + f"?line={third.uuid}", fields)
    assert OfflineGift.objects.get(line=third).bank_reference == third.reference


def test_another_delegations_rows_are_not_there(desk, client):
    other = Office()
    for name, row in (
        ("offline_gift", other.record(5)), ("deposit", other.deposit()), ("bank_line", other.line(5)),
        ("match_pledge", other.pledge()), ("in_kind_offer", other.offer()),
    ):  # fmt: skip
        assert desk.client.get(desk.url(name, row.uuid)).status_code == 404


# -- promises ------------------------------------------------------------------------------------------
def test_a_promise_is_recorded_agreed_asked_and_shown(desk, client):
    today = timezone.localdate()
    desk.post(
        "record_matchpledge", limit="500", cap="", ratio_gives="1", ratio_for="2", name="Harbor Foundation",
        starts_on=(today - timedelta(days=1)).isoformat(), ends_on=(today + timedelta(days=9)).isoformat(),
        email="h@example.org", language="en", shown_name="Harbor Foundation", form_token=uuid.uuid4(),
    )  # fmt: skip
    pledge = MatchPledge.objects.get()
    assert "Matched gifts" not in desk.get("give_pool")
    desk.sign_in(desk.director)
    desk.post("agree_matchpledge", pledge.uuid)
    make_gift(desk.pool, 61)
    public = desk.get("give_pool")
    assert "Matched gifts" in public
    assert "Promised so far $30, received $0." in public
    assert "1 for each 2 given" in public
    desk.post("ask_matchpledge", pledge.uuid, form_token=uuid.uuid4())
    mail = outbox.build(OutboxMail.objects.get(notice="fundraising.match_ask"), "h@example.org")
    assert "$30.50" in mail.subject
    gift = make_gift(desk.pool, 40)
    label = gift.receipts.get().label
    assert desk.post("count_matchpledge", pledge.uuid, gift="nothing").status_code == 422
    desk.post("count_matchpledge", pledge.uuid, gift=label)
    assert label in desk.get("match_pledge", pledge.uuid)
    assert "received $40." in desk.get("give_pool")


# -- in kind -------------------------------------------------------------------------------------------
@pytest.fixture
def appeal(desk):
    return bring_appeal(delegate=make_delegate(desk.delegation))


def offered(client, url, monkeypatch, **fields):
    from django.core import signing

    drawn = signing.dumps(timezone.now().timestamp() - 60, salt=SALT)
    values = {
        "kind": "ticket", "description": "A flight from Denver", "quantity": "1", "email": "wing@example.org",
        "name": "Wing", "words": "", "form_token": uuid.uuid4(), "drawn": drawn,
    }  # fmt: skip
    return client.post(url, values | fields)


def test_somebody_offers_a_ticket_and_the_page_asks_for_less(desk, appeal, client, monkeypatch):
    client.logout()
    url = reverse("fundraising:other_ways_appeal", args=[appeal.slug])
    assert url in client.get(reverse("fundraising:appeal_public", args=[appeal.slug])).content.decode()
    assert offered(client, url, monkeypatch, email="none").status_code == 422
    assert offered(client, url, monkeypatch, drawn="").status_code == 422
    assert offered(client, url, monkeypatch).status_code == 302
    offer = InKindOffer.objects.get()
    assert offer.delegate == appeal.delegate
    flight = appeal.delegate.budget.lines.order_by("position")[0]
    desk.sign_in(desk.director)
    assert "A flight from Denver" in desk.get("in_kind_offers")
    too_much = desk.post("accept_inkindoffer", offer.uuid, line=flight.uuid, covers="99999")
    assert too_much.status_code == 422
    desk.post("accept_inkindoffer", offer.uuid, line=flight.uuid)
    client.logout()
    body = client.get(reverse("fundraising:appeal_public", args=[appeal.slug])).content.decode()
    assert "covered in kind" in body
    assert "A flight from Denver" not in body
    said = client.get(reverse("fundraising:api_appeal", args=[appeal.slug])).json()
    assert any(line["covered_in_kind"] for line in said["lines"])


def test_one_place_cannot_send_offers_without_end(desk, appeal, client, monkeypatch):
    client.logout()
    cache.clear()
    url = reverse("fundraising:other_ways_pool", args=[desk.delegation.slug])
    answers = [offered(client, url, monkeypatch).status_code for _ in range(12)]
    assert answers[:10] == [302] * 10
    assert answers[10:] == [422] * 2


@pytest.mark.parametrize("turn", ["accepted", "declined", "used"])
def test_mails_about_a_thing_state_no_value(desk, turn):
    row = desk.offer(description="A room near the lake")
    if turn == "declined":
        in_kind.decline(row, desk.director)
    else:
        row = in_kind.accept(row, desk.director)
        if turn == "used":
            in_kind.use(row, desk.director)
    mail = outbox.build(OutboxMail.objects.get(notice=f"fundraising.in_kind_{turn}"), "giver@example.org")
    assert "A room near the lake" in mail.body
    assert "$" not in mail.body
    assert ("We do not state a value." in mail.body) is (turn == "used")


def test_the_accountants_list_has_an_empty_value_and_no_formula(desk):
    row = in_kind.accept(desk.offer(description="=HYPERLINK(1)", name="@Somebody"), desk.director)
    in_kind.use(row, desk.director)
    answer = desk.post("export_in_kind", year=str(timezone.localdate().year))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(r["what"], r["from"], r["value"]) for r in rows] == [("'=HYPERLINK(1)", "'@Somebody", "")]


def test_the_desk_says_what_waits_for_a_second_person(desk):
    desk.record(20)
    desk.line(30)
    desk.pledge(50, agreed=False)
    desk.offer(description="A tent")
    deposits.count(desk.deposit(10), desk.treasurer, total=usd(10))
    desk.sign_in(desk.director)
    page = desk.client.get(reverse("travel:desk")).content.decode()
    for words in (
        "Confirm a gift by hand: $20", "Confirm a deposit: $10", "1 payment at the bank", "Agree to a promise",
        "Answer an offer: A tent",
    ):  # fmt: skip
        assert words in page, words
