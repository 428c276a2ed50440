"""Receipts and statements as PDF: what they say, that no name becomes a command, and that the same row is the same
file."""

import uuid
from datetime import UTC, datetime

import pypdfium2
import pytest
from django.utils import translation

from fundraising import documents
from fundraising.actions import receipts, statements
from fundraising.models import PrintedName, Receipt
from fundraising.queries import papers
from fundraising.queries.receipts import receipt_rows, statement_rows
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_appeal, make_gift, make_pool, usd

HOSTILE = "#strong[M] $a^2$ \\ \"q\" 'x' @ref <b> `code` // no \u202egnp.exe {% raw %} ~ * _ - é"
SHOWN = "#strong[M] $a^2$ \\ \"q\" 'x' @ref <b> `code` // no gnp.exe {% raw %} ~ * _ - é"


def words(pdf: bytes) -> str:
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    return " ".join(" ".join(pages).split())


def row(receipt) -> Receipt:
    return receipt_rows().get(pk=receipt.pk)


@pytest.fixture
def pool(db):
    return make_pool()


@pytest.mark.money_db
def test_a_receipt_is_one_page_that_says_everything(settings, db):
    settings.STATE_DISCLOSURES = {"Florida": "A copy of the registration is available."}
    appeal = make_appeal(shown_name="Ana R.")
    gift = make_gift(appeal.delegate.fund, 105, name="Marguerite Landry", cover_fees=True)
    receipt = row(gift.receipts.get())
    pdf = papers.receipt_pdf(receipt)
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    assert tuple(round(side) for side in document[0].get_size()) == (612, 792)
    assert document.get_metadata_value("Title") == f"Receipt {receipt.label}"
    said = words(pdf)
    for part in (
        receipt.label,
        "Thank you, Marguerite.",
        "Marguerite Landry",
        "Card fee you covered $2.68" if gift.fee_cover_minor == 268 else "Card fee you covered",
        "card ending 4242",
        "Journey of Ana R.",
        f"{settings.NETWORK['name']} (EIN {settings.NETWORK['ein']}, {settings.NETWORK['address']}) is tax-exempt",
        "No goods or services were provided in exchange for it.",
        "Florida: A copy of the registration is available.",
        "This is a demo.",
    ):
        assert part in said, part


@pytest.mark.money_db
def test_no_name_becomes_a_command(pool):
    receipt = make_gift(pool, 50, name=HOSTILE[:120]).receipts.get()
    assert f"From {SHOWN}" in words(papers.receipt_pdf(row(receipt)))


@pytest.mark.money_db
@pytest.mark.parametrize(
    ("name", "printed", "thanks"),
    [
        ("王小明", "王小明", "Thank you, 王小明."),
        ("さくら 田中", "さくら 田中", "Thank you, さくら."),
        ("김민준", "김민준", "Thank you, 김민준."),
        ("Ана Петровић", "Ана Петровић", "Thank you, Ана."),
        ("עדנה", "עדנה", "Thank you"),
        ("Rosa 🌻", "Rosa", "Thank you, Rosa."),
        # No letters for these: said so, and never as empty boxes.
        ("สมชาย ใจดี", "in letters this paper does not have", "Thank you for your gift."),
        ("அமுதா", "in letters this paper does not have", "Thank you for your gift."),
    ],
)
def test_a_name_is_printed_in_its_own_letters_or_not_at_all(pool, name, printed, thanks):
    receipt = make_gift(pool, 50, name=name).receipts.get()
    said = words(papers.receipt_pdf(row(receipt)))
    assert thanks in said
    if name != "עדנה":  # set from right to left, so read back in another order
        assert f"From {printed}" in said


def test_our_letters_know_what_they_cannot_draw():
    for text in ("Rosa Marín", "王小明", "김민준", "محمد", "Ангела", "Αγγελική", "ｱ"):
        assert documents.can_draw(text), text
    for text in ("สมชาย", "அமுதா", "🌻"):
        assert not documents.can_draw(text), text


@pytest.mark.money_db
@pytest.mark.parametrize("name", ["张伟", "Ана Петровић", "עדנה", "👩🏽‍🌾 Rosa", "a" * 120, "", "ﷺ"])
def test_any_name_gives_a_paper(pool, name):
    receipt = make_gift(pool, 50, name=name).receipts.get()
    assert papers.receipt_pdf(row(receipt)).startswith(b"%PDF-")


@pytest.mark.money_db
def test_the_same_row_is_the_same_file_whatever_changed_since(pool, settings):
    receipt = make_gift(pool, 50, name="Marguerite Landry").receipts.get()
    first = papers.receipt_pdf(row(receipt))
    settings.NETWORK = {
        **settings.NETWORK,
        "name": "Renamed",
        "address": "Moved",
        "ein": "99-9999999",
        "deductible": False,
    }
    settings.STATE_DISCLOSURES = {"NY": "New."}
    donor = receipt.donation.donor
    donor.name = "Somebody Else"
    donor.save()
    assert papers.receipt_pdf(row(receipt)) == first
    PrintedName.objects.update(name="")
    assert "Marguerite" not in words(papers.receipt_pdf(row(receipt)))


@pytest.mark.money_db
def test_a_void_receipt_says_so_and_names_its_successor(pool):
    treasurer = make_staff(pool.delegation, "treasurer")
    old = make_gift(pool, 100).receipts.get()
    new = receipts.state_goods(old.donation, treasurer, description="a dinner", value=usd(30))
    assert f"Receipt {new.label} stands in its place." in words(papers.receipt_pdf(row(old)))
    said = words(papers.receipt_pdf(row(new)))
    assert f"This takes the place of {old.label}." in said
    assert "which we value at $30.00 in good faith" in said
    assert "You received a dinner" in said


@pytest.mark.money_db
def test_a_spanish_paper_carries_the_english_text_that_binds(pool):
    receipt = row(make_gift(pool, 50, language="es").receipts.get())
    with translation.override("es"):
        said = words(papers.receipt_pdf(receipt))
    assert "No goods or services were provided in exchange for it." in said
    assert papers.binding(lambda: ["x"]) == []


@pytest.mark.money_db
def test_a_statement_lists_every_gift_over_as_many_pages_as_it_needs(pool):
    treasurer = make_staff(pool.delegation, "treasurer")
    for _ in range(3):
        gift = make_gift(pool, 25, email="m@example.org", name="Marguerite Landry")
    statement = statements.make_statement(gift, treasurer)
    pdf = papers.statement_pdf(statement_rows().get(pk=statement.pk))
    said = words(pdf)
    assert "$75.00" in said
    assert all(line.receipt.label in said for line in statement.lines.all())
    assert f"Your gifts in {statement.year}" in said
    assert papers.statement_pdf(statement_rows().get(pk=statement.pk)) == pdf


def test_hundreds_of_gifts_flow_over_pages():
    part = {
        "title": "Gifts", "note": "", "columns": ["Date", "Receipt", "Gift", "Given back", "Remains"],
        "rows": [["1 May", f"2026-{n:06d}", "$5.00", "–", "$5.00"] for n in range(300)],
        "total": ["", "Together", "$1,500.00", "–", "$1,500.00"],
    }  # fmt: skip
    values = {
        "title": "Statement", "kind": "Statement", "number": "S-1", "language": "en", "cloth": [1, 2, 3],
        "network": {"name": "N", "address": "A", "ein_line": ""}, "replaces": "", "void": "", "binding": [],
        "binding_line": "", "foot": "", "heading": "Your gifts", "lede": "", "parts": [part], "total": "$1,500.00",
        "total_label": "Given", "legal": [], "small": [],
    }  # fmt: skip
    pdf = documents.render("statement", values, created=datetime(2027, 1, 5, tzinfo=UTC))
    assert len(pypdfium2.PdfDocument(pdf)) > 5
    assert "2026-000299" in words(pdf)


def test_a_thing_is_thanked_for_without_a_value():
    pdf = papers.in_kind_letter(
        "a room for six nights",
        "Rosa Luna",
        number="T-1",
        written_at=datetime(2026, 5, 1, tzinfo=UTC),
        uuid=uuid.UUID(int=7),
    )
    said = words(pdf)
    assert "Thank you for a room for six nights. We do not state a value." in said
    assert "$" not in said


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(documents, "_WAIT_SECONDS", 0.01)
    with documents._AT_ONCE, documents._AT_ONCE, pytest.raises(documents.Busy):
        documents.render("receipt", {}, created=datetime(2026, 1, 1, tzinfo=UTC))
