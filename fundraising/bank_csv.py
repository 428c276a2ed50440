"""Reads a bank's CSV, whatever the bank thinks a CSV is: bytes in, rows of text out, and a guess at what each column
means that a person looks at before anything is stored. Pure, bounded, and afraid of what it reads."""

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

MOST_BYTES = 500_000
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_CELL = 400
LOOKED_AT = 40
DELIMITERS = (",", ";", "\t", "|")
# Words in a head of column, in the languages of the banks we meet, most telling first.
HEADS = {
    "date": ("booking date", "posting date", "transaction date", "buchungsdatum", "fecha", "date", "datum", "valuta"),
    "amount": ("amount", "betrag", "importe", "montant", "monto"),
    "credit": ("credit", "gutschrift", "abono", "deposit", "paid in", "money in", "haber"),
    "debit": ("debit", "belastung", "cargo", "withdrawal", "paid out", "money out", "debe"),
    "reference": ("reference", "referenz", "referencia", "transaction id", "fitid", "bank ref", "trn", "ref"),
    "name": ("name", "payer", "payee", "counterparty", "auftraggeber", "ordenante", "debtor", "from"),
    "words": (
        "description",
        "details",
        "memo",
        "message",
        "purpose",
        "verwendungszweck",
        "concepto",
        "text",
        "buchungstext",
    ),
}
MEANINGS = tuple(HEADS)
DATE_FORMATS = (
    "%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%m/%d/%y", "%d/%m/%y", "%d.%m.%y", "%Y/%m/%d", "%Y%m%d",
    "%d-%m-%Y", "%m-%d-%Y", "%d %b %Y", "%b %d, %Y", "%d-%b-%Y",
)  # fmt: skip
POINT, COMMA = ".", ","
_AROUND = re.compile(r"[\s’'$€£¥+]|USD|CHF|EUR|GBP|CAD|JPY")


class Unreadable(Exception):
    """Why a file cannot be read: one of `size`, `binary`, `rows`, `columns`, `empty`, `broken`."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Table:
    """The file as rows of text. `head` is the row with the columns' names, or empty."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    encoding: str

    @property
    def width(self) -> int:
        return max((len(row) for row in (self.head, *self.rows)), default=0)

    def column(self, place: int) -> list[str]:
        return [row[place] if place < len(row) else "" for row in self.rows]


@dataclass(frozen=True)
class Reading:
    """Which column means what (places from 0, None where there is none), and how dates and amounts are written."""

    columns: dict[str, int | None] = field(default_factory=dict)
    date_format: str = DATE_FORMATS[0]
    decimal: str = POINT


@dataclass(frozen=True)
class Read:
    """One row that could be read: an amount of the currency's units, negative where money left."""

    number: int
    on: date
    amount: Decimal
    reference: str
    name: str
    words: str


# -- bytes to rows -------------------------------------------------------------------------------------
def read_table(content: bytes) -> Table:
    """Raises Unreadable."""
    text, encoding = _decode(content)
    delimiter = _delimiter(text)
    try:
        rows = _rows(text, delimiter)
    except csv.Error:
        raise Unreadable("broken") from None
    rows = [row for row in rows if any(row)]
    if not rows:
        raise Unreadable("empty")
    at = _head_at(rows)
    head = rows[at] if at is not None else ()
    body = rows[at + 1 :] if at is not None else rows
    if not body:
        raise Unreadable("empty")
    return Table(tuple(head), tuple(body), delimiter, encoding)


def _decode(content: bytes) -> tuple[str, str]:
    if len(content) > MOST_BYTES:
        raise Unreadable("size")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _clean(_or_broken(content, encoding)), encoding
    if b"\0" in content:
        raise Unreadable("binary")
    try:
        return _clean(content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _clean(_or_broken(content, "cp1252")), "cp1252"


def _or_broken(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("binary") from None


def _clean(text: str) -> str:
    if "\0" in text:
        raise Unreadable("binary")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(text: str) -> str:
    """The sign that cuts the most of the first lines into the same number of cells."""
    sample = "\n".join(text.split("\n")[:LOOKED_AT])

    def evenness(sign: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=sign) if len(row) > 1)
        except csv.Error:
            return (0, 0)
        return max(((lines, width) for width, lines in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=evenness)


def _rows(text: str, delimiter: str) -> list[tuple[str, ...]]:
    found = []
    for row in csv.reader(io.StringIO(text), delimiter=delimiter):
        if len(row) > MOST_COLUMNS:
            raise Unreadable("columns")
        found.append(tuple(_cell(cell) for cell in row))
        if len(found) > MOST_ROWS:
            raise Unreadable("rows")
    return found


def _cell(text: str) -> str:
    """One line of plain words: no control characters, nothing that turns a line around, not without end."""
    plain = unicodedata.normalize("NFC", text[:MOST_CELL])
    kept = "".join(c if unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn", "Cf"} else " " for c in plain)
    return " ".join(kept.split())


def _head_at(rows: list[tuple[str, ...]]) -> int | None:
    """The first row that names at least a day and a sum."""
    for place, row in enumerate(rows[:LOOKED_AT]):
        named = {meaning for meaning in MEANINGS if _named(meaning, row) is not None}
        if "date" in named and named & {"amount", "credit", "debit"}:
            return place
    return None


def _named(meaning: str, head, taken=frozenset()) -> int | None:
    """The column whose head says `meaning`; a whole word counts more than a part."""
    cells = [cell.casefold() for cell in head]
    for word in HEADS[meaning]:
        for place, cell in enumerate(cells):
            if place not in taken and cell == word:
                return place
    for word in HEADS[meaning]:
        for place, cell in enumerate(cells):
            if place not in taken and re.search(rf"\b{re.escape(word)}\b", cell) and len(cell) <= 40:
                return place
    return None


# -- what the columns mean -----------------------------------------------------------------------------
def guess(table: Table, *, month_first: bool = True) -> Reading:
    """A first reading. Where days cannot be told from months, `month_first` decides: the reader sees it and may say
    otherwise."""
    columns: dict[str, int | None] = {}
    taken: set[int] = set()
    for meaning in MEANINGS:
        place = _named(meaning, table.head, taken) if table.head else None
        columns[meaning] = place
        if place is not None:
            taken.add(place)
    if columns["date"] is None:
        columns["date"] = next((i for i in range(table.width) if _is_mostly(table.column(i), _looks_like_day)), None)
    sums = (columns["amount"], columns["credit"], columns["debit"])
    if all(place is None for place in sums):
        columns["amount"] = next(
            (i for i in range(table.width) if i != columns["date"] and _is_mostly(table.column(i), _looks_like_sum)),
            None,
        )
    if columns["amount"] is not None:
        columns["credit"] = columns["debit"] = None
    return Reading(columns, _date_format(table, columns["date"], month_first), _decimal(table, columns))


def _is_mostly(cells: list[str], test) -> bool:
    filled = [cell for cell in cells[:LOOKED_AT] if cell]
    return bool(filled) and sum(map(test, filled)) * 10 >= len(filled) * 8


def _looks_like_day(cell: str) -> bool:
    return any(to_day(cell, pattern) for pattern in DATE_FORMATS)


def _looks_like_sum(cell: str) -> bool:
    return bool(re.search(r"[.,]\d{2}\b", cell)) and to_amount(cell, POINT if "." in cell[-3:] else COMMA) is not None


def _date_format(table: Table, place: int | None, month_first: bool) -> str:
    if place is None:
        return DATE_FORMATS[0]
    cells = [cell for cell in table.column(place) if cell][:400]
    order = DATE_FORMATS if month_first else sorted(DATE_FORMATS, key=lambda p: p.startswith("%m"))
    return max(order, key=lambda pattern: sum(to_day(cell, pattern) is not None for cell in cells))


def _decimal(table: Table, columns: dict[str, int | None]) -> str:
    """Whichever sign stands last before two digits, in most of the sums."""
    places = [columns[name] for name in ("amount", "credit", "debit") if columns.get(name) is not None]
    cells = [cell for place in places for cell in table.column(place)[:400] if cell]
    commas = sum(bool(re.search(r",\d{1,2}\D*$", cell)) for cell in cells)
    points = sum(bool(re.search(r"\.\d{1,2}\D*$", cell)) for cell in cells)
    return COMMA if commas > points else POINT


# -- rows to values ------------------------------------------------------------------------------------
def to_day(cell: str, pattern: str) -> date | None:
    text = cell.strip()[:20]
    for part in (text, text.split(" ", maxsplit=1)[0], text.split("T", maxsplit=1)[0]):
        try:
            day = datetime.strptime(part, pattern).date()  # noqa: DTZ007 - a day of a statement has no zone
        except ValueError:
            continue
        if 2000 <= day.year <= 2100:
            return day
    return None


def to_amount(cell: str, decimal: str) -> Decimal | None:
    """“1,234.50”, “1.234,50-”, “(12.00)”, “12.00 CR”; None when it is no sum."""
    text = _AROUND.sub("", cell.upper().replace("−", "-"))
    sign = 1
    for mark in ("DR", "D"):
        if text.endswith(mark):
            text, sign = text.removesuffix(mark), -1
            break
    text = text.removesuffix("CR").removesuffix("C")
    if text.startswith("(") and text.endswith(")"):
        text, sign = text[1:-1], -sign
    if text.endswith("-"):
        text = "-" + text[:-1]
    if text.startswith("-"):
        text, sign = text[1:], -sign
    text = text.replace(POINT if decimal == COMMA else COMMA, "").replace(decimal, POINT)
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,4})?", text):
        return None
    try:
        return sign * Decimal(text)
    except InvalidOperation:
        return None


def read_rows(table: Table, reading: Reading) -> tuple[list[Read], list[int]]:
    """What could be read, and the numbers (from 1) of the rows that could not: a day or a sum is missing there."""
    good, bad = [], []
    for number, row in enumerate(table.rows, start=1):
        on = to_day(_of(row, reading, "date"), reading.date_format)
        amount = _amount_of(row, reading)
        if on is None or amount is None:
            bad.append(number)
        elif amount:
            texts = (_of(row, reading, name) for name in ("reference", "name", "words"))
            good.append(Read(number, on, amount, *texts))
    return good, bad


def _of(row: tuple[str, ...], reading: Reading, meaning: str) -> str:
    place = reading.columns.get(meaning)
    return row[place] if place is not None and place < len(row) else ""


def _amount_of(row: tuple[str, ...], reading: Reading) -> Decimal | None:
    if reading.columns.get("amount") is not None:
        return to_amount(_of(row, reading, "amount"), reading.decimal)
    credit, debit = _of(row, reading, "credit"), _of(row, reading, "debit")
    came = to_amount(credit, reading.decimal) if credit else Decimal(0)
    left = to_amount(debit, reading.decimal) if debit else Decimal(0)
    if came is None or left is None or not (credit or debit):
        return None
    return came - abs(left)
