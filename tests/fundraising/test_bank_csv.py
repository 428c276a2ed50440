"""Whatever a bank thinks a CSV is."""

import random
from datetime import date
from decimal import Decimal

import pytest

from fundraising import bank_csv

US = b"""Date,Description,Amount,Reference
11/02/2026,"ZELLE FROM ROSA LUND",250.00,WF1
11/03/2026,"CHECK 1042",-1200.00,WF2
11/17/2026,"ACH HARBOR FDN","1,500.50",WF3
"""
SWISS = (
    "Kontoauszug;;;\nIBAN;CH00;;\n\nBuchungsdatum;Buchungstext;Belastung;Gutschrift;Referenz\n"
    "02.11.2026;Überweisung Rösli;;1'250,00;R-1\n03.11.2026;Gebühr;4,50;;R-2\n"
)


def read(content, **fields):
    table = bank_csv.read_table(content)
    return bank_csv.read_rows(table, bank_csv.guess(table, **fields))


def test_an_american_bank():
    good, bad = read(US)
    assert [(r.on, r.amount, r.reference) for r in good] == [
        (date(2026, 11, 2), Decimal("250.00"), "WF1"),
        (date(2026, 11, 3), Decimal("-1200.00"), "WF2"),
        (date(2026, 11, 17), Decimal("1500.50"), "WF3"),
    ]
    assert good[0].words == "ZELLE FROM ROSA LUND"
    assert bad == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_swiss_bank_in_any_encoding(encoding):
    good, bad = read(SWISS.encode(encoding))
    assert [(r.on, r.amount) for r in good] == [
        (date(2026, 11, 2), Decimal("1250.00")),
        (date(2026, 11, 3), Decimal("-4.50")),
    ]
    assert good[0].words == "Überweisung Rösli"
    assert bad == []


def test_days_are_told_from_months_where_they_can_be():
    rows = b"Date;Amount\n02/11/2026;5,00\n17/11/2026;7,00\n"
    assert [r.on for r in read(rows)[0]] == [date(2026, 11, 2), date(2026, 11, 17)]
    unclear = b"Date;Amount\n02/11/2026;5,00\n"
    assert read(unclear)[0][0].on == date(2026, 2, 11)
    assert read(unclear, month_first=False)[0][0].on == date(2026, 11, 2)


def test_without_heads_the_columns_are_guessed():
    good, _bad = read(b"2026-11-02\tRosa\t12.50\n2026-11-03\tAna\t-3.00\n")
    assert [(r.on, r.amount) for r in good] == [(date(2026, 11, 2), Decimal("12.50")), (date(2026, 11, 3), Decimal(-3))]


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("1,234.50", ".", "1234.50"), ("1.234,50", ",", "1234.50"), ("(12.00)", ".", "-12"), ("12.00-", ".", "-12"),
        ("12.00 CR", ".", "12"), ("12.00 DR", ".", "-12"), ("$ 5", ".", "5"), ("−7,5", ",", "-7.5"),
        ("12.3.4", ".", None), ("=1+1", ".", None), ("1e9", ".", None), ("", ".", None), ("9" * 40, ".", None),
        ("NaN", ".", None), ("Infinity", ".", None), ("٣", ".", None),
    ],
)  # fmt: skip
def test_sums(text, decimal, amount):
    assert bank_csv.to_amount(text, decimal) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\n\n;;\n", "empty"),
        (b"Date,Amount\n", "empty"),
        (b"a,b\0c\n", "binary"),
        (b"x" * (bank_csv.MOST_BYTES + 1), "size"),
        (b"1,2\n" * (bank_csv.MOST_ROWS + 2), "rows"),
        (b"1," * 200 + b"\n", "columns"),
        (b"\xff\xfe\x00", "binary"),
        (b'"' + b"a" * 200_000 + b'"\n', "broken"),
    ],
)
def test_what_is_refused(content, why):
    with pytest.raises(bank_csv.Unreadable) as refused:
        bank_csv.read_table(content)
    assert refused.value.why == why


def test_hostile_words_become_plain_ones():
    rows = 'Date,Name,Amount\n2026-11-02,"a\u202eb\x07c\n<script>",5.00\n'.encode()
    good, _bad = read(rows)
    assert good[0].name == "a b c <script>"


def test_rows_that_cannot_be_read_are_named():
    good, bad = read(b"Date,Amount\n2026-11-02,5.00\nsoon,5.00\n2026-11-03,much\n2026-11-04,0.00\n")
    assert [r.number for r in good] == [1]
    assert bad == [2, 3]


def test_noise_never_breaks_it():
    chance = random.Random(7)
    signs = "0123456789,;|\t\n\"'.-/()éDate Amount\ufeff"
    for _ in range(300):
        noise = "".join(chance.choice(signs) for _ in range(chance.randrange(200))).encode()
        try:
            read(noise)
        except bank_csv.Unreadable:
            continue
