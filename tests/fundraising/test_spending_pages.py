"""The pages of spending: a payment walked from the form to the statement by three people, what the second person reads,
what pages cost."""

import re
import uuid

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from delegation import outbox, sealed
from delegation.models import AuditEvent
from fundraising.actions import budgets, payees
from fundraising.actions.budgets import LineInput
from fundraising.ledger import balances
from fundraising.models import Budget, BudgetLine, Commitment, Disbursement, Payee, PaymentBatch
from fundraising.queries.bank_accounts import next_payout_on
from fundraising.queries.payment_checks import HIGH, checks_of
from fundraising.queries.spending import journey_amounts
from tests.factories.delegation import make_delegate, make_delegation
from tests.factories.fundraising import make_gift, start_gift
from tests.factories.spending import ROUTING, Team, make_details
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db


class Office(Team):
    def __init__(self, client, **kwargs):
        super().__init__(**kwargs)
        self.client = client

    def post(self, person, name, *args, expect=302, **data):
        self.client.force_login(person)
        response = self.client.post(reverse(f"fundraising:{name}", args=args), data, follow=expect == 200)
        assert response.status_code == expect, response.content.decode()[:3000]
        return response

    def page(self, person, name, *args, query=""):
        self.client.force_login(person)
        response = self.client.get(reverse(f"fundraising:{name}", args=args) + query)
        assert response.status_code == 200
        return response.content.decode()


@pytest.fixture
def office(client):
    return Office(client)


TYPED = {"method": "ach", "currency": "USD", "holder": "Peachtree Travel", "routing": ROUTING, "account": "12345678",
         "account_type": "checking"}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_three_people_walk_a_payment_from_the_form_to_the_statement(client):
    office = Office(client)
    slug, kai, dolores, ngozi = office.delegation.slug, office.logistics, office.treasurer, office.director
    office.post(kai, "add_payee", slug, kind="vendor", label="Peachtree", form_token=uuid.uuid4())
    payee = Payee.objects.get()
    office.post(kai, "change_payee", payee.uuid, form_token=uuid.uuid4(), **TYPED)
    office.post(dolores, "confirm_payee", payee.uuid)
    url = reverse("fundraising:propose_commitment", args=[slug]) + f"?fund={office.fund.uuid}"
    client.force_login(kai)
    cost = {"what": "Flight", "amount": "640.50", "currency": "USD", "purpose": "fare", "payee": payee.uuid}
    assert client.post(url, cost | {"form_token": uuid.uuid4()}).status_code == 302
    commitment = Commitment.objects.get()
    office.post(ngozi, "approve_commitment", commitment.uuid, note="Cheapest.")
    assert "$640.50" in office.page(kai, "commitment", commitment.uuid)
    pay = {"payee": payee.uuid, "amount": "640.50", "currency": "USD", "reference": "PT-1"}
    office.post(kai, "prepare_disbursement", commitment.uuid, form_token=uuid.uuid4(), **pay)
    payment = Disbursement.objects.get()
    assert "first payment" in office.page(dolores, "disbursement", payment.uuid)
    office.post(dolores, "approve_disbursement", payment.uuid, note="")
    today = timezone.localdate()
    office.post(kai, "create_batch", slug, payments=payment.uuid, account="main", pay_on=today, form_token=uuid.uuid4())
    batch = PaymentBatch.objects.get()
    office.post(dolores, "approve_batch", batch.uuid)
    for _ in range(2):
        office.post(dolores, "send_batch", batch.uuid)
    assert balances.of_network("USD")["bank"] == 1000_00 - 640_50
    file = office.post(dolores, "download_batch", batch.uuid, expect=200)
    assert file.headers["Content-Disposition"].endswith('.ach"')
    assert file.headers["Cache-Control"] == "no-store"
    assert b"PEACHTREE TRAVEL" in file.content
    office.post(dolores, "settle_batch", batch.uuid, reference="ACH 1", on=today)
    payment.refresh_from_db()
    assert (payment.status, payment.bank_reference) == ("settled", "ACH 1/1")
    office.post(dolores, "record_return", payment.uuid, amount="40", reference="B 1", on=today, form_token=uuid.uuid4())
    assert balances.of_fund(office.fund).available == 1000_00 - 640_50 + 40_00
    assert "Cost paid" in office.page(dolores, "fund", office.fund.uuid)


@pytest.mark.django_db(transaction=True)
def test_details_are_masked_until_somebody_looks_and_that_is_on_record(client):
    office = Office(client)
    payee = office.payee(account="123456789")
    text = office.page(office.treasurer, "payee", payee.uuid)
    assert "123456789" not in text
    assert "6789" in text
    shown = office.post(office.treasurer, "reveal_payee", payee.uuid, expect=200)
    assert b"123456789" in shown.content
    assert shown.headers["Cache-Control"] == "no-store"
    assert AuditEvent.objects.filter(verb="delegation.reveal", purpose="payee: details").count() == 1
    office.post(office.logistics, "reveal_payee", payee.uuid, expect=403)


@pytest.mark.django_db(transaction=True)
def test_a_cash_list_is_printed_with_room_for_signatures(client):
    office = Office(client)
    batch = office.sent_batch(office.approved(20, payee=office.payee("cash", holder="Bus Driver")))
    sheet = office.post(office.treasurer, "batch_sheet", batch.uuid, expect=200).content.decode()
    assert "Bus Driver" in sheet
    assert "Signature" in sheet


def test_the_list_says_how_each_is_paid_and_what_a_batch_comes_to(office):
    office.prepare(15, payee=office.payee("ach", account="123456789"))
    office.batch(office.approved(10, payee=office.payee("cheque")), office.approved(20, payee=office.payee("cheque")))
    text = office.page(office.treasurer, "payments", office.delegation.slug)
    assert "••6789" in text
    assert re.search(r"2 payments · .*?\$30\.00", text, re.DOTALL)


def test_a_gift_without_a_receipt_is_not_called_by_an_identifier(office):
    gift = start_gift(office.fund, 40, name="Rosa Lund")
    text = office.page(office.treasurer, "gift", gift.uuid)
    (crumbs,) = re.findall(r'<ol class="crumbs">(.*?)</ol>', text)
    assert "Rosa Lund" in crumbs
    assert str(gift.uuid) not in crumbs


def test_what_was_typed_stands_beside_its_error(office):
    payee = office.payee()
    response = office.post(
        office.logistics, "change_payee", payee.uuid, expect=422, form_token=uuid.uuid4(), **(TYPED | {"routing": "1"})
    )
    text = response.content.decode()
    assert "Peachtree Travel" in text
    assert "does not add up" in text


def test_a_refusal_stands_on_the_page_of_the_payment(office):
    payment = office.sent(10)
    response = office.post(office.treasurer, "settle_disbursement", payment.uuid, expect=422, reference="",
                           on=timezone.localdate())  # fmt: skip
    assert "reference of the bank statement" in response.content.decode()


def test_a_page_that_moved_on_says_so_and_gives_back_what_was_typed(office):
    """Two tabs, or an impatient second click: the form is gone from the page, the words are not."""
    payment = office.prepare(10)
    office.post(office.treasurer, "approve_disbursement", payment.uuid, note="")
    again = {"note": "Checked <twice>", "expect": 422}
    text = office.post(office.treasurer, "approve_disbursement", payment.uuid, **again).content.decode()
    assert text.count("This is no longer possible") == 1
    assert "You had written: “Checked &lt;twice&gt;”" in text
    once = office.prepare(10)
    text = office.post(office.treasurer, "cancel_disbursement", once.uuid, note="x" * 700, expect=422).content.decode()
    assert text.count("You had written") == 0
    assert "x" * 700 in text


def test_ids_on_the_page_of_a_cost_and_of_a_payment_are_there_once(office):
    for name, row in (("commitment", office.commit(10)), ("disbursement", office.sent(10))):
        ids = re.findall(r'\bid="([^"]+)"', office.page(office.treasurer, name, row.uuid))
        assert len(ids) == len(set(ids)), name


# -- a traveller's own --------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_traveller_says_how_they_are_paid_and_sees_what_was_sent(client):
    office = Office(client)
    me = office.delegate.person
    office.post(me, "my_payee", form_token=uuid.uuid4(), **(TYPED | {"holder": str(me)}))
    payee = office.delegate.payee
    assert payee.versions.get().confirmed_by is None
    assert b"12345678" in office.post(me, "reveal_my_payee", expect=200).content
    office.confirm(payee)
    office.sent_batch(office.approved(25, payee=payee))
    assert "$25.00" in office.page(me, "my_payee")
    office.post(make_delegate(make_delegation()).person, "reveal_my_payee", expect=404)


@pytest.mark.django_db(transaction=True)
def test_mails_go_to_the_old_address_and_name_no_account(client):
    office = Office(client)
    payee = office.payee(email="old@hotel.example")
    office.change(payee, account="99887766", email="new@thief.example")
    office.sent(10, reference="R-7")
    while outbox.deliver():
        pass
    mails = {message.to[0]: message for message in mail.outbox}
    assert "old@hotel.example" in mails
    assert "new@thief.example" not in mails
    assert "99887766" not in mails["old@hotel.example"].body
    sent = next(message for message in mails.values() if "on its way" in message.subject)
    assert "$10.00" in sent.body
    assert "R-7" in sent.body


# -- what the second person reads -----------------------------------------------------------------------
def words_of(payment):
    return {check.words: check.level for check in checks_of([payment])[payment.pk]}


def test_a_shared_account_is_grave_and_names_only_ones_own_payees(office):
    office.payee(account="777777777", label="Old Friend")
    payment = office.prepare(10, payee=office.payee(account="777777777", label="New Friend"))
    found = words_of(payment)
    assert found["The same account is, or was, used by Old Friend."] == HIGH
    elsewhere = Team(make_delegation(), units=0)
    elsewhere.payee(account="777777777", label="Elsewhere")
    assert any("another delegation" in words for words in words_of(payment))
    assert not any("Elsewhere" in words for words in words_of(payment))


def test_first_unusual_other_name_and_beyond_the_bank(office):
    payee = office.payee("cheque", label="Hotel du Lac", holder="Somebody Else")
    first = office.approved(10, payee=payee)
    assert {"This is the first payment to them.", "The account holder's name differs from the payee's."} <= set(
        words_of(first)
    )
    from fundraising.actions import disbursements

    disbursements.send_disbursement(first, office.treasurer, bank_account="main")
    second = office.prepare(21, payee=payee)
    assert any("unusual" in words for words in words_of(second))
    assert not any("unusual" in words for words in words_of(office.prepare(20, payee=payee)))
    big = office.prepare(900, payee=payee)
    assert not any("above what the bank" in words for words in words_of(big))
    # Approved is more than the bank holds: some of it is still with Stripe.
    make_gift(office.fund, 500, fee=0)
    both = checks_of([big, office.approved(45, payee=payee), office.approved(46, payee=payee)])
    assert all(any("above what the bank" in check.words for check in found) for found in both.values())


def test_checks_cost_the_same_for_one_and_many(office, django_assert_num_queries):
    rows = [office.prepare(5) for _ in range(4)]
    for sample in (rows[:1], rows):
        with django_assert_num_queries(5):
            checks_of(sample)


def test_no_payout_is_known_without_rows_of_payouts():
    assert next_payout_on("USD") is None


# -- four amounts a line --------------------------------------------------------------------------------
def test_four_amounts_of_each_line(office):
    budget = Budget.objects.create(delegate=office.delegate, currency="USD")
    line = BudgetLine.objects.create(budget=budget, label="Room", each_minor=300_00, amount_minor=300_00)
    office.sent(100, commitment=office.commit(250, line=line))
    office.commit(40)
    journey = journey_amounts(office.delegate)
    found = [(r.estimated_minor, r.approved_minor, r.spent_minor, r.authorised_minor) for r in journey.lines]
    assert found == [(300_00, 250_00, 100_00, 150_00), (0, 40_00, 0, 40_00)]
    assert (journey.total.approved_minor, journey.total.authorised_minor) == (290_00, 190_00)
    office.client.force_login(office.delegate.person)
    assert "$150.00" in office.client.get(reverse("fundraising:my_budget")).content.decode()


def test_a_line_with_money_stays_in_the_budget(office):
    budget = budgets.fill(office.delegate, region="east", room="shared", by=office.delegate.person)
    line = budget.lines.get(code="lodging_shared")
    office.commit(10, line=line)
    other = LineInput(label="Other", quantity=1, each_minor=5_00, currency="USD")
    with pytest.raises(budgets.DomainError):
        budgets.save_lines(office.delegate, [other], by=office.delegate.person)
    budgets.fill(office.delegate, region="east", room="single", by=office.delegate.person)
    assert budget.lines.filter(pk=line.pk).exists()
    assert budget.lines.filter(code="lodging_single").count() == 1


# -- cost of pages --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["payees", "commitments", "payments"])
def test_lists_cost_the_same_however_long(office, name):
    def more(n):
        for _ in range(n):
            office.propose(1)
            payees.add_payee(office.delegation, office.logistics, kind="vendor", label="More", form_token=uuid.uuid4())
            payee = office.payee("cheque")
            office.prepare(1, payee=payee)

    office.client.force_login(office.treasurer)
    assert_same_queries(office.client, reverse(f"fundraising:{name}", args=[office.delegation.slug]), more, (2, 8))


def test_a_batch_and_a_fund_cost_the_same_however_full(office):
    def batch_of(n):
        return office.batch(*[office.approved(1) for _ in range(n)])

    office.client.force_login(office.treasurer)
    urls = [reverse("fundraising:batch", args=[batch_of(n).uuid]) for n in (2, 6)]
    assert _queries(office.client, urls[0]) == _queries(office.client, urls[1])
    fund = reverse("fundraising:fund", args=[office.fund.uuid])
    before = _queries(office.client, fund)
    for _ in range(4):
        office.commit(1)
    assert _queries(office.client, fund) == before


def _queries(client, url):
    from tests.helpers import count_queries

    return count_queries(client, url)


def test_sealed_words_are_masked_for_pages(office):
    assert sealed.mask(office.payee().versions.get(), "details") == sealed.MASK
    assert make_details().problem() is None
