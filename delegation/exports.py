"""Lists as files. Words that a spreadsheet would run as a formula get an apostrophe in front; a number is handed over
as a number, so that one below zero is still added up."""

import csv
import io
from decimal import Decimal

_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")


def safe_cell(value) -> str:
    if isinstance(value, (int, Decimal)):
        return str(value)
    text = "" if value is None else str(value)
    # Some programs trim a cell before they look at it.
    return "'" + text if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def to_csv(header, rows) -> bytes:
    """UTF-8 with a mark, since spreadsheets guess wrongly without it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def people_csv(delegates) -> bytes:
    header = ["id", "name to use", "e-mail", "region", "organisation", "works on", "status", "asked", "decided"]
    return to_csv(
        header,
        (
            [
                d.uuid,
                d.person.name_used,
                d.person.email,
                d.region,
                d.organisation or "",
                d.theme,
                d.status,
                d.created_at.date().isoformat(),
                d.decided_at.date().isoformat() if d.decided_at else "",
            ]
            for d in delegates
        ),
    )
