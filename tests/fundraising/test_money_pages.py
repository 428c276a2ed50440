"""The staff's pages of money: who sees them, what they cost, what they answer."""

import csv
import io
import uuid

import pytest
from django.urls import reverse

from delegation.models import AuditEvent, OutboxMail
from fundraising.actions import funds
from fundraising.ledger import balances
from fundraising.models import Allocation, BooksCheck, StripeEvent
from tests.factories.delegation import make_delegate, make_person, make_staff
from tests.factories.fundraising import make_appeal, make_fund, make_gift, make_pool, start_gift, usd
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db


class Desk:
    def __init__(self, client):
        self.client = client
        self.pool = make_pool()
        self.delegation = self.pool.delegation
        self.treasurer = make_staff(self.delegation, "treasurer")
        self.director = make_staff(self.delegation, "director")
        self.fund = make_appeal(make_delegate(self.delegation)).delegate.fund
        client.force_login(self.treasurer)

    def url(self, name):
        return reverse(f"fundraising:{name}", args=[self.delegation.slug])

    def sign_in(self, person):
        self.client.force_login(person)

    def propose(self, amount=20, by=None):
        by = by or self.treasurer
        return funds.propose_allocation(by, self.fund, usd(amount), "gap", "For the fare.", uuid.uuid4())

    def text(self, url):
        response = self.client.get(url)
        assert response.status_code == 200, url
        return response.content.decode()


@pytest.fixture
def desk(client):
    return Desk(client)


# -- cost ----------------------------------------------------------------------------------------------
def test_the_money_desk_costs_the_same_at_3_and_30_funds(desk):
    def more(n):
        for _ in range(n):
            make_gift(make_appeal(make_delegate(desk.delegation)).delegate.fund, 20)
            StripeEvent.objects.create(
                event_id=uuid.uuid4(),
                type="payout.paid",
                object_id="po",
                livemode=False,
                happened_at="2026-01-01T00:00Z",
                state="not_booked",
            )

    assert_same_queries(desk.client, desk.url("money_desk"), more)


def test_the_list_of_gifts_costs_the_same_at_3_and_30(desk):
    assert_same_queries(desk.client, desk.url("gifts"), lambda n: [make_gift(desk.fund, 20) for _ in range(n)])


@pytest.mark.parametrize("tab", ["waiting", "decided"])
def test_the_list_of_allocations_costs_the_same_at_3_and_30(desk, tab):
    make_gift(desk.pool, 5000)

    def more(n):
        for _ in range(n):
            row = desk.propose(5)
            if tab == "decided":
                funds.decide(row, desk.director)

    assert_same_queries(desk.client, desk.url("allocations") + f"?tab={tab}", more)


def test_the_form_of_a_proposal_costs_the_same_at_3_and_30_people(desk):
    def more(n):
        for _ in range(n):
            make_fund(make_delegate(desk.delegation))

    assert_same_queries(desk.client, desk.url("propose_allocation"), more)


def test_one_gift_costs_the_same_whatever_happened_to_it(desk):
    gift = make_gift(desk.pool, 20)

    def more(n):
        for _ in range(n):
            StripeEvent.objects.create(
                event_id=uuid.uuid4(),
                type="charge.updated",
                object_id=gift.charge,
                payment_intent=gift.payment_intent,
                livemode=False,
                happened_at=gift.paid_at,
                state="done",
            )

    assert_same_queries(desk.client, reverse("fundraising:gift", args=[gift.uuid]), more)


# -- who -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["money_desk", "gifts", "propose_allocation", "allocations"])
def test_strangers_sign_in_or_hear_who_may(desk, name):
    desk.client.logout()
    assert desk.client.get(desk.url(name)).status_code == 302
    desk.sign_in(make_person())
    assert desk.client.get(desk.url(name)).status_code == 403


@pytest.mark.parametrize(("name", "role", "status"), [
    ("money_desk", "auditor", 200), ("money_desk", "reviewer", 403),
    ("gifts", "auditor", 200), ("gifts", "communications", 403),
    ("allocations", "reviewer", 200), ("propose_allocation", "auditor", 403),
])  # fmt: skip
def test_each_role_sees_its_own(desk, name, role, status):
    desk.sign_in(make_staff(desk.delegation, role))
    assert desk.client.get(desk.url(name)).status_code == status


def test_another_delegations_money_does_not_exist(desk):
    gift, allocation = make_gift(desk.pool, 20), desk.propose()
    desk.sign_in(make_staff(make_pool().delegation, "treasurer", "director"))
    for name, row in (("gift", gift), ("allocation", allocation)):
        assert desk.client.get(reverse(f"fundraising:{name}", args=[row.uuid])).status_code == 404
    for verb in ("decide", "decline", "take_back"):
        url = reverse(f"fundraising:{verb}_allocation", args=[allocation.uuid])
        assert desk.client.post(url, {"note": "x"}).status_code == 404


@pytest.mark.parametrize("verb", ["decide_allocation", "decline_allocation", "take_back_allocation", "resend_receipt"])
def test_verbs_take_posts_only(desk, verb):
    assert desk.client.get(reverse(f"fundraising:{verb}", args=[uuid.uuid4()])).status_code == 405


# -- the desk ------------------------------------------------------------------------------------------
def test_the_desk_says_what_is_there_and_whether_to_trust_it(desk):
    make_gift(desk.pool, 100, fee=250)
    BooksCheck.objects.create(entries=2)
    text = desk.text(desk.url("money_desk"))
    assert "The books balance." in text
    assert "$97.50" in text
    BooksCheck.objects.create(entries=2, red="L8")
    assert "No money goes out until it is cleared" in desk.text(desk.url("money_desk"))


def test_what_stripe_told_and_the_books_do_not_know_is_shown(desk):
    StripeEvent.objects.create(
        event_id="evt_9",
        type="payout.paid",
        object_id="po_9",
        livemode=False,
        happened_at="2026-01-01T00:00Z",
        state="not_booked",
    )
    text = desk.text(desk.url("money_desk"))
    assert "payout.paid" in text
    assert "not yet booked" in text


# -- gifts ---------------------------------------------------------------------------------------------
def test_a_gift_is_found_by_receipt_address_name_and_amount(desk):
    gift = make_gift(desk.pool, "77.50", email="zofia@example.org", name="Zofia Nowak")
    make_gift(desk.pool, 20, email="other@example.org")
    for words in (gift.receipts.get().label, "zofia@", "Nowak", "77.50", "$77.50"):
        text = desk.text(desk.url("gifts") + f"?q={words}")
        assert "zofia@example.org" in text, words
        assert "other@example.org" not in text, words


def test_gifts_are_filtered_by_state(desk):
    make_gift(desk.pool, 20, email="paid@example.org")
    start_gift(desk.pool, 20, email="started@example.org")
    text = desk.text(desk.url("gifts") + "?status=started")
    assert "started@example.org" in text
    assert "paid@example.org" not in text


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "9" * 70,
        "q=1e999999",
        "q=-",
        "status=nonsense",
        "page=x",
        "page=-1",
        "q=NaN",
        "q=$$",
        "q=Infinity",
    ],
)
def test_odd_questions_are_answered(desk, query):
    make_gift(desk.pool, 20)
    desk.text(desk.url("gifts") + "?" + query)


def test_one_gift_shows_its_whole_story(desk):
    gift = make_gift(desk.fund, 50, fee=140, message="Travel well.", name="Zofia")
    text = desk.text(reverse("fundraising:gift", args=[gift.uuid]))
    for words in (
        "$50.00",
        "$1.40",
        "$48.60",
        gift.receipts.get().label,
        "Travel well.",
        f"donation:{gift.payment_intent}",
    ):
        assert words in text


def test_a_gift_still_under_way_has_a_page_too(desk):
    gift = start_gift(desk.pool, 20)
    assert "Nothing is booked" in desk.text(reverse("fundraising:gift", args=[gift.uuid]))


def test_the_file_of_gifts_runs_no_formula_and_leaves_an_audit_row(desk):
    make_gift(desk.pool, 20, name='=HYPERLINK("http://evil.example")')
    response = desk.client.post(desk.url("export_gifts"))
    assert response.status_code == 200
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][6].startswith("'=")
    assert rows[1][3:5] == ["20.00", "USD"]
    assert AuditEvent.objects.filter(verb="fundraising.export_gifts").count() == 1


def test_the_receipt_is_sent_again_once_however_often_the_button_is_pressed(desk):
    gift = make_gift(desk.pool, 20)
    url, token = reverse("fundraising:resend_receipt", args=[gift.uuid]), uuid.uuid4()
    for _ in range(2):
        assert desk.client.post(url, {"form_token": token}).status_code == 302
    assert OutboxMail.objects.filter(notice="fundraising.receipt").count() == 2
    assert desk.client.post(url, {"form_token": "x"}).status_code == 404


# -- allocations ---------------------------------------------------------------------------------------
def _proposal(desk, **fields):
    values = {"fund": desk.fund.uuid, "amount": "250", "reason": "gap", "note": "", "form_token": uuid.uuid4()}
    return values | fields


def test_propose_then_decide_by_another(desk):
    make_gift(desk.pool, 1000, fee=0)
    response = desk.client.post(desk.url("propose_allocation"), _proposal(desk))
    allocation = Allocation.objects.get()
    assert response.url == reverse("fundraising:allocation", args=[allocation.uuid])
    assert "You cannot decide your own proposal." in desk.text(response.url)
    desk.sign_in(desk.director)
    assert "Allocate" in desk.text(response.url)
    desk.client.post(reverse("fundraising:decide_allocation", args=[allocation.uuid]), {"note": "Agreed."})
    assert balances.of_fund(desk.fund).available == 250_00
    text = desk.text(response.url)
    assert "Agreed." in text
    assert "Allocation" in text


def test_the_form_sent_twice_is_one_proposal(desk):
    given = _proposal(desk)
    for _ in range(2):
        assert desk.client.post(desk.url("propose_allocation"), given).status_code == 302
    assert Allocation.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": ""},
        {"amount": "abc"},
        {"amount": "0"},
        {"amount": "-5"},
        {"amount": "1.005"},
        {"amount": "9" * 40},
        {"fund": ""},
        {"fund": "x"},
        {"fund": str(uuid.UUID(int=0))},
        {"reason": "nonsense"},
        {"reason": "other", "note": ""},
        {"form_token": "x"},
        {"note": "x" * 700},
    ],
)
def test_a_wrong_proposal_keeps_what_was_typed_and_says_where(desk, wrong):
    response = desk.client.post(desk.url("propose_allocation"), _proposal(desk, **({"note": "My words"} | wrong)))
    assert response.status_code == 422
    assert not Allocation.objects.exists()
    if "note" not in wrong:
        assert "My words" in response.content.decode()


def test_a_decision_that_cannot_be_stays_on_the_page_with_the_reason(desk):
    make_gift(desk.pool, 100, fee=0)
    allocation = desk.propose(99)
    desk.sign_in(desk.director)
    response = desk.client.post(reverse("fundraising:decide_allocation", args=[allocation.uuid]), {"note": "Go."})
    assert response.status_code == 422
    assert "The pool can give at most $95.00 now." in response.content.decode()
    assert "Go." in response.content.decode()
    response = desk.client.post(reverse("fundraising:decline_allocation", args=[allocation.uuid]), {"note": ""})
    assert response.status_code == 422


def test_ones_own_proposal_cannot_be_decided_by_its_address(desk):
    make_gift(desk.pool, 100)
    allocation = desk.propose()
    assert (
        desk.client.post(reverse("fundraising:decide_allocation", args=[allocation.uuid]), {"note": ""}).status_code
        == 403
    )
    response = desk.client.post(reverse("fundraising:take_back_allocation", args=[allocation.uuid]))
    assert response.status_code == 302
    assert Allocation.objects.get().status == "taken_back"
