"""Gifts by hand for staff: what waits for a second person, deposits, and the bank's lines with what they could be."""

import re
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, Sum

from delegation.models import AuditEvent, Delegation
from fundraising.models import Appeal, BankLine, BankStatement, Deposit, MatchPledge, OfflineGift, OfflineNote
from fundraising.queries.public import ON_THE_WAY

GIFT_TABS = {"waiting": ("recorded",), "decided": ("confirmed", "declined", "taken_back", "bounced")}
LINE_TABS = {
    "waiting": ("waiting",),
    "held": ("held", "returning"),
    "settled": ("matched", "placed", "returned"),
    "set_aside": ("set_aside",),
}
SUGGESTED = 3


# -- recorded gifts ------------------------------------------------------------------------------------
def gift_rows():
    notes = OfflineNote.objects.select_related("written_by").order_by("created_at")
    return OfflineGift.objects.select_related(
        "delegation", "donor", "fund__delegate__person", "fund__delegation", "appeal__delegate__person", "deposit",
        "line", "recorded_by", "decided_by", "bounced_by", "donation", "pledge__donor", "pledge__organisation",
    ).prefetch_related(Prefetch("notes", notes))  # fmt: skip


def gifts(delegation: Delegation, tab: str = "waiting"):
    """Those that wait, oldest first; those decided, newest first."""
    rows = gift_rows().filter(delegation=delegation, status__in=GIFT_TABS[tab])
    return rows.order_by("id") if tab == "waiting" else rows.order_by("-decided_at", "-id")


def gift_counts(delegation: Delegation) -> dict[str, int]:
    rows = OfflineGift.objects.filter(delegation=delegation)
    return {tab: rows.filter(status__in=statuses).count() for tab, statuses in GIFT_TABS.items()}


def to_decide(person, delegation):
    """Recorded gifts this person may confirm: not their own, and not those that go in a deposit."""
    return OfflineGift.objects.filter(
        delegation=delegation, status="recorded", deposit__isnull=True, line__isnull=True
    ).exclude(recorded_by=person)


def history(row) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(object_uuid=row.uuid).order_by("id"))


def appeals_for(delegation: Delegation):
    """Appeals a gift may wish to help: approved once, of people on the way."""
    return (
        Appeal.objects.filter(
            delegate__delegation=delegation, delegate__status__in=ON_THE_WAY, approved_version__isnull=False
        )
        .select_related("delegate__person", "approved_version__text", "delegate__delegation")
        .order_by("delegate__person__name_used")
    )


def pledges_for(delegation: Delegation):
    rows = MatchPledge.objects.filter(delegation=delegation, status__in=("agreed", "ended"))
    return rows.select_related("donor", "organisation", "appeal__delegate__person").order_by("-id")


# -- deposits ------------------------------------------------------------------------------------------
def deposits(delegation: Delegation):
    rows = Deposit.objects.filter(delegation=delegation).select_related("made_by", "counted_by", "confirmed_by")
    return rows.annotate(pieces=Count("gifts"), sum_minor=Sum("gifts__amount_minor")).order_by("-id")


def deposit_rows():
    return Deposit.objects.select_related("delegation", "made_by", "counted_by", "confirmed_by")


def gifts_in(deposit: Deposit) -> list[OfflineGift]:
    return list(gift_rows().filter(deposit=deposit).order_by("id"))


def gifts_for(deposit: Deposit):
    """What could still go into this deposit."""
    return (
        gift_rows()
        .filter(delegation=deposit.delegation_id, status="recorded", deposit__isnull=True, line__isnull=True)
        .filter(source__in=("cheque", "cash", "advised_fund", "employer"), currency=deposit.currency)
        .order_by("id")
    )


def open_deposits(delegation: Delegation):
    return Deposit.objects.filter(delegation=delegation, status="open").order_by("-id")


# -- the bank's lines ----------------------------------------------------------------------------------
def line_rows():
    return BankLine.objects.select_related(
        "delegation", "text", "statement", "imported_by", "decided_by", "return_proposed_by", "returned_by", "use"
    )


def lines(delegation: Delegation, tab: str = "waiting"):
    return line_rows().filter(delegation=delegation, status__in=LINE_TABS[tab]).order_by("-booked_on", "-id")


def line_counts(delegation: Delegation) -> dict[str, int]:
    rows = BankLine.objects.filter(delegation=delegation)
    return {tab: rows.filter(status__in=statuses).count() for tab, statuses in LINE_TABS.items()}


def statements(delegation: Delegation):
    return BankStatement.objects.filter(delegation=delegation).select_related("imported_by")[:10]


@dataclass(frozen=True)
class Suggestion:
    """What a line could be: a recorded gift, a counted deposit, or a sponsor who keeps a pledge. `likeness` orders."""

    likeness: int
    gift: OfflineGift | None = None
    deposit: Deposit | None = None
    pledge: MatchPledge | None = None

    @property
    def kind(self) -> str:
        return "gift" if self.gift else "deposit" if self.deposit else "pledge"

    @property
    def row(self):
        return self.gift or self.deposit or self.pledge

    @property
    def is_near(self) -> bool:
        """Name or reference says so, not the sum alone."""
        return self.likeness >= 2


def suggestions(found: list[BankLine], delegation: Delegation) -> dict[int, list[Suggestion]]:
    """By line, the likeliest first: three questions for a whole page."""
    wanted = {line.amount_minor for line in found if line.status == "waiting" and line.amount_minor > 0}
    if not wanted:
        return {}
    gifts = list(
        gift_rows().filter(
            delegation=delegation, status="recorded", deposit__isnull=True, line__isnull=True, amount_minor__in=wanted
        )
    )
    counted = list(Deposit.objects.filter(delegation=delegation, status="counted", counted_minor__in=wanted))
    pledges = list(pledges_for(delegation))
    return {line.pk: _of_line(line, gifts, counted, pledges) for line in found if line.amount_minor in wanted}


def _of_line(line: BankLine, gifts, counted, pledges) -> list[Suggestion]:
    said = _words(f"{line.text.name} {line.text.words} {line.reference}" if hasattr(line, "text") else line.reference)
    found = [
        Suggestion(
            1 + _likeness(said, gift.donor.name, gift.sponsor_name, gift.cheque_number, gift.bank_reference), gift
        )
        for gift in gifts
        if gift.amount_minor == line.amount_minor
    ]
    found += [Suggestion(2, deposit=row) for row in counted if row.counted_minor == line.amount_minor]
    for row in pledges:
        near = _likeness(said, row.donor.name, row.shown_name, str(row.organisation or ""))
        if near:
            found.append(Suggestion(near, pledge=row))
    return sorted(found, key=lambda one: -one.likeness)[:SUGGESTED]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2}


def _likeness(said: set[str], *names: str) -> int:
    return len(said & _words(" ".join(names)))


def waiting_lines(delegation: Delegation):
    """Money that came in and nobody has looked at."""
    return BankLine.objects.filter(delegation=delegation, status="waiting", amount_minor__gt=0)


def returns_to_confirm(person, delegation):
    return BankLine.objects.filter(Q(status="returning"), delegation=delegation).exclude(return_proposed_by=person)
