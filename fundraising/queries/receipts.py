"""Receipts and statements as rows: the living one of a gift, lists for staff, and what a year's statement says."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from delegation.models import Delegation
from fundraising.models import Donation, Receipt, ReceiptVoid, YearStatement
from fundraising.queries.returned import returned_minor

ADVISED = (Donation.Source.ADVISED_FUND, Donation.Source.EMPLOYER)
APART = (Receipt.Kind.FAMILY, Receipt.Kind.ADVISED)


# -- one gift ---------------------------------------------------------------------------------------
def last_receipt(gift: Donation) -> Receipt | None:
    """The end of the gift's chain of receipts, living or void."""
    return (
        Receipt.objects.select_related("void").filter(donation=gift, replaced_by__isnull=True).order_by("-id").first()
    )


def living_receipt(gift: Donation) -> Receipt | None:
    last = last_receipt(gift)
    return last if last is not None and not is_void(last) else None


def is_void(paper: Receipt) -> bool:
    return hasattr(paper, "void")


def kind_of(gift: Donation) -> str:
    """What a receipt of this gift would be. The box of the family wins, then who gave it."""
    if gift.is_family:
        return Receipt.Kind.FAMILY
    if gift.source in ADVISED:
        return Receipt.Kind.ADVISED
    return Receipt.Kind.QUID_PRO_QUO if gift.goods_value_minor else Receipt.Kind.GIFT


# -- lists ------------------------------------------------------------------------------------------
STATES = {
    "living": Q(replaced_by__isnull=True, void__isnull=True),
    "void": Q(void__isnull=False),
    "without": Q(replaced_by__isnull=True, void__isnull=False),
}


def receipt_rows():
    return Receipt.objects.select_related(
        "void__voided_by",
        "printed",
        "replaces",
        "replaced_by",
        "donation__donor",
        "donation__offline",
        "donation__fund__delegation",
        "donation__fund__delegate__person",
        "donation__appeal",
        "donation__version__text",
        "donation__monthly__donor",
        "donation__monthly__fund__delegation",
    )


def receipts(delegation: Delegation, *, state: str = "", search: str = ""):
    """Newest first. `search` is a number or its end, or a part of the name or the address."""
    rows = receipt_rows().filter(donation__fund__delegation=delegation)
    if state in STATES:
        rows = rows.filter(STATES[state])
    return rows.filter(_matches(search)) if search else rows


def _matches(search: str) -> Q:
    number = search.rpartition("-")[2]
    if number.isdigit() and len(number) <= 9:
        return Q(number=int(number))
    return Q(printed__name__icontains=search) | Q(donation__donor__email__icontains=search)


def receipt_counts(delegation: Delegation) -> dict[str, int]:
    """Void ones are few and counted by themselves; every other one is living, since only what is void is replaced."""
    whole = Receipt.objects.filter(donation__fund__delegation=delegation).count()
    void = ReceiptVoid.objects.filter(receipt__donation__fund__delegation=delegation)
    gone = void.count()
    without = void.filter(receipt__replaced_by__isnull=True).count()
    return {"living": whole - gone, "void": gone, "without": without}


def receipts_of(gift: Donation) -> list[Receipt]:
    return list(receipt_rows().filter(donation=gift).order_by("id"))


def statement_rows():
    return YearStatement.objects.select_related("donor", "printed", "replaces", "replaced_by")


def statements_of(email: str):
    """The statements of an address that hold, newest year first."""
    return statement_rows().filter(donor__email__iexact=email, replaced_by=None).order_by("-year", "currency")


def statements(delegation: Delegation, *, year: int | None = None, search: str = ""):
    """Statements with a gift to this delegation, newest first. `search` as for receipts."""
    mine = YearStatement.objects.filter(lines__donation__fund__delegation=delegation).values("pk")
    rows = statement_rows().filter(pk__in=mine)
    if year:
        rows = rows.filter(year=year)
    if not search:
        return rows
    number = search.rpartition("-")[2]
    if number.isdigit() and len(number) <= 9:
        return rows.filter(number=int(number))
    return rows.filter(Q(printed__name__icontains=search) | Q(donor__email__icontains=search))


def statement_years(delegation: Delegation) -> list[int]:
    mine = YearStatement.objects.filter(lines__donation__fund__delegation=delegation)
    return list(mine.order_by("-year").values_list("year", flat=True).distinct())


def delegations_of(statement: YearStatement) -> list[Delegation]:
    return list(Delegation.objects.filter(funds__donations__statement_lines__statement=statement).distinct())


# -- a year of one address ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """One gift of the year. Amounts in minor units of the statement's currency."""

    receipt: Receipt
    returned_minor: int

    @property
    def is_apart(self) -> bool:
        return self.receipt.kind in APART

    @property
    def goods_minor(self) -> int:
        """What was received for it, as far as the gift outweighs it and was not given back."""
        return min(self.receipt.goods_value_minor, self.receipt.amount_minor - self.returned_minor)


@dataclass(frozen=True)
class Content:
    """What a statement would say now. `digest` is the same as long as it would say the same."""

    year: int
    currency: str
    until: date
    lines: list[Line] = field(default_factory=list)

    def _sum(self, value, *, apart: bool) -> int:
        return sum(value(line) for line in self.lines if line.is_apart is apart)

    @property
    def given_minor(self) -> int:
        return self._sum(lambda line: line.receipt.amount_minor, apart=False)

    @property
    def returned_minor(self) -> int:
        return self._sum(lambda line: line.returned_minor, apart=False)

    @property
    def goods_minor(self) -> int:
        return self._sum(lambda line: line.goods_minor, apart=False)

    @property
    def apart_minor(self) -> int:
        return self._sum(lambda line: line.receipt.amount_minor - line.returned_minor, apart=True)

    @property
    def digest(self) -> str:
        said = [
            [
                str(line.receipt.donation.uuid), line.receipt.label, line.receipt.kind, str(line.receipt.charged_on),
                line.receipt.amount_minor, line.returned_minor, line.goods_minor,
            ]
            for line in self.lines
        ]  # fmt: skip
        whole = [self.year, self.currency, self.until == date(self.year, 12, 31), said]
        return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def tips(year: int, mode: str):
    """The last receipt of each gift of the year, in the order of the gifts."""
    return (
        Receipt.objects.filter(replaced_by__isnull=True, charged_on__year=year, donation__mode=mode)
        .select_related("donation__donor", "void")
        .order_by("charged_on", "donation_id")
    )


def content_of(email: str, year: int, currency: str) -> Content:
    """What this address gave: of the rows with it, whose gifts stand alone otherwise."""
    rows = tips(year, settings.STRIPE_MODE).filter(donation__donor__email__iexact=email, currency=currency)
    return _content(list(rows), year, currency)


def contents(year: int) -> dict[tuple[str, str], Content]:
    """By address in lower case and currency: every statement the year would have. Four queries, whatever was given."""
    grouped: dict[tuple[str, str], list[Receipt]] = {}
    rows = list(tips(year, settings.STRIPE_MODE))
    for receipt in rows:
        email = receipt.donation.donor.email
        if email:
            grouped.setdefault((email.lower(), receipt.currency), []).append(receipt)
    back = _returned(rows)
    return {key: _content(found, year, key[1], back) for key, found in grouped.items()}


def _returned(rows: list[Receipt]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(rows), 500):
        found |= returned_minor(receipt.donation for receipt in rows[start : start + 500])
    return found


def _content(rows: list[Receipt], year: int, currency: str, back: dict[int, int] | None = None) -> Content:
    back = _returned(rows) if back is None else back
    lines = [Line(receipt, back.get(receipt.donation_id, 0)) for receipt in rows]
    return Content(year, currency, min(date(year, 12, 31), today()), lines)


def today() -> date:
    """The day in the network's zone."""
    return timezone.now().astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)).date()


def newest_statements(years: Iterable[int]) -> dict[tuple[str, int, str], YearStatement]:
    """By address in lower case, year and currency; one that another replaced is left out."""
    rows = YearStatement.objects.filter(year__in=list(years), replaced_by__isnull=True, series=statement_series())
    rows = rows.annotate(address=Lower("donor__email"))
    return {(row.address, row.year, row.currency): row for row in rows}


def statement_series() -> str:
    return {"demo": "DEMO-S", "test": "TEST-S", "live": "S"}[settings.STRIPE_MODE]
