"""Pay sheets: whoever is paid by hand has a line to sign on, two people sign for the whole, and no number of an account
is on the paper."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from fundraising.actions import disbursements
from fundraising.queries import pay_sheets
from fundraising.queries.spending import batch_rows, disbursement_rows
from tests.factories.spending import Team
from tests.fundraising.test_papers import HOSTILE, SHOWN, words

pytestmark = [pytest.mark.money_db, pytest.mark.django_db]


def batch_sheet(batch) -> bytes:
    return pay_sheets.batch_pdf(batch_rows().get(pk=batch.pk))


@pytest.fixture
def team():
    return Team()


def test_cash_is_signed_for_line_by_line_and_by_two_people(team):
    payees = [team.payee("cash", label=name) for name in ("Bus driver", "Interpreter")]
    paid = [team.approved(pay, payee=payee) for pay, payee in zip((30, 45), payees, strict=True)]
    batch = team.sent_batch(*paid)
    said = words(batch_sheet(batch))
    assert said.count("signature, day") == 2
    assert said.index("Bus driver") < said.index("Interpreter") < said.index("Together")
    for part in (
        "Cash against signature",
        "Six nights",
        str(team.fund),
        "$30.00",
        "$45.00",
        "2 payments $75.00",
        "handed out in all",
        "Handed over by",
        "In the presence of",
        str(team.delegation),
        f"Approved by {team.treasurer}, marked as sent by {team.treasurer}",
        pay_sheets.batch_number(batch),
    ):
        assert part in said, part


def test_a_transfer_is_signed_by_two_and_shows_no_more_of_an_account_than_its_end(team):
    payee = team.payee("ach", account="123456789")
    batch = team.sent_batch(team.approved(100, payee=payee, reference="INV-7"))
    said = words(batch_sheet(batch))
    assert "••6789 · INV-7" in said
    assert "First signatory" in said
    assert "Second signatory" in said
    assert "signature, day" not in said
    assert "12345678" not in said


def test_what_came_back_is_on_no_sheet_and_in_no_total(team):
    paid = [team.approved(pay, payee=team.payee("cash", label=name)) for pay, name in ((30, "One"), (45, "Two"))]
    batch = team.sent_batch(*paid)
    disbursements.fail_disbursement(disbursement_rows().get(pk=paid[0].pk), team.treasurer, "She never came.")
    said = words(batch_sheet(batch))
    assert "1 payment $45.00" in said
    assert "$30.00" not in said


def test_one_payment_has_a_sheet_without_another_name_on_it(team):
    team.sent(70)
    payment = disbursements.send_disbursement(
        team.approved(30, payee=team.payee("cash", label="Bus driver")), team.treasurer, bank_account="main"
    )
    said = words(pay_sheets.payment_pdf(disbursement_rows().get(pk=payment.pk)))
    assert "Bus driver" in said
    assert "1 payment $30.00" in said
    assert "Hotel" not in said


def test_sixty_people_have_a_line_each_and_no_name_is_a_command(team):
    payees = [team.payee("cash", label=f"{HOSTILE[:60]} {n:02}") for n in range(2)]
    batch = team.sent_batch(*[team.approved(1, payee=payees[n % 2]) for n in range(60)])
    pdf = batch_sheet(batch)
    said = words(pdf)
    assert said.count("signature, day") == 60
    assert SHOWN[:50] in said
    assert "60 payments $60.00" in said


def test_the_same_rows_are_the_same_file(team):
    batch = team.sent_batch(team.approved(30, payee=team.payee("cash")))
    assert batch_sheet(batch) == batch_sheet(batch)
    with translation.override("es"):
        assert batch_sheet(batch).startswith(b"%PDF-")


def test_there_is_no_sheet_before_the_books_have_it(team, client):
    payee = team.payee("cash")
    payment = team.approved(30, payee=payee)
    batch = team.batch(payment)
    client.force_login(team.treasurer)
    sheets = [
        reverse("fundraising:batch_pay_sheet", args=[batch.uuid]),
        reverse("fundraising:pay_sheet", args=[payment.uuid]),
    ]
    pages = [
        reverse("fundraising:batch", args=[batch.uuid]),
        reverse("fundraising:disbursement", args=[payment.uuid]),
    ]
    assert [client.get(url).status_code for url in sheets] == [404, 404]
    assert not any(sheet in client.get(page).content.decode() for page in pages for sheet in sheets)
    payment = disbursements.send_disbursement(team.approved(20, payee=payee), team.treasurer, bank_account="main")
    sheet = reverse("fundraising:pay_sheet", args=[payment.uuid])
    assert sheet in client.get(reverse("fundraising:disbursement", args=[payment.uuid])).content.decode()
    response = client.get(sheet)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert f"{timezone.localdate():%Y-%m-%d}" in response.headers["Content-Disposition"]
