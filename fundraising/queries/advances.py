"""Advances for pages and decisions: what of each is still open, and where its clock stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, Sum

from delegation.models import Delegate, Delegation
from fundraising.allowances.clock import Clock, Stage
from fundraising.models import Advance, AdvanceCover, AdvanceNote, ClaimPart, Disbursement, HandBack
from fundraising.models.disbursements import LIVE

TABS = {
    "waiting": ("requested",),
    "approved": ("approved",),
    "open": ("paid",),
    "done": ("settled", "declined", "taken_back"),
}


def clock_of(advance: Advance) -> Clock:
    return Clock(advance.cost_on, advance.ends_on)


def open_minor(advance: Advance) -> int:
    """What the traveller has not accounted for yet; minor units."""
    return open_by_advance([advance])[advance.pk]


def open_by_advance(advances) -> dict[int, int]:
    """Paid, less what claims accounted for and the bank got back; two queries. Nothing before it is paid."""
    ids = [a.pk for a in advances]
    used = dict(
        Advance.objects.filter(pk__in=ids).order_by().values_list("pk").annotate(total=Sum("uses__amount_minor"))
    )
    back = dict(
        HandBack.objects.filter(advance__in=ids, status="confirmed")
        .order_by()
        .values_list("advance")
        .annotate(total=Sum("amount_minor"))
    )
    return {
        a.pk: a.amount_minor - (used.get(a.pk) or 0) - (back.get(a.pk) or 0) if a.status in {"paid", "settled"} else 0
        for a in advances
    }


# -- what an advance draws on -----------------------------------------------------------------------------
def promised(commitments: Iterable[int], *, of=("approved", "paid"), besides: Advance | None = None) -> dict[int, int]:
    """What advances still draw on each of these costs, by the cost's id; minor units, five queries. An advance draws on
    its costs in the order it was covered by them, never on more than is open of it: a receipt that was accounted for
    from another cost leaves less to draw here."""
    covers = list(_covers_about(set(commitments), of, besides))
    advances = {cover.advance_id: cover.advance for cover in covers}
    left, used = _out(list(advances.values())), _used(advances)
    found: dict[int, int] = {}
    for cover in covers:
        rest = max(cover.amount_minor - used.get((cover.advance_id, cover.commitment_id), 0), 0)
        mine = min(rest, left[cover.advance_id])
        left[cover.advance_id] -= mine
        found[cover.commitment_id] = found.get(cover.commitment_id, 0) + mine
    return found


def _covers_about(commitments: set[int], of, besides: Advance | None):
    """All covers of every open advance that one of these costs covers, in their order."""
    rows = Advance.objects.filter(covers__commitment__in=commitments, status__in=of)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    return AdvanceCover.objects.filter(advance__in=rows.values("pk")).select_related("advance").order_by("id")


def _out(advances: list[Advance]) -> dict[int, int]:
    """In the traveller's hand, or on its way there. An approved advance whose payment was cancelled or came back draws
    on nothing until another one is prepared."""
    left = open_by_advance(advances)
    waiting = {a.uuid: a for a in advances if a.status == Advance.Status.APPROVED}
    on_their_way = Disbursement.objects.filter(about_uuid__in=waiting, status__in=LIVE)
    for uuid in on_their_way.values_list("about_uuid", flat=True):
        left[waiting[uuid].pk] = waiting[uuid].amount_minor
    return left


def _used(advances: Iterable[int]) -> dict[tuple[int, int], int]:
    """What claims accounted for already, by advance and cost."""
    parts = ClaimPart.objects.filter(advance__in=list(advances)).order_by()
    rows = parts.values("advance", "commitment").annotate(total=Sum("amount_minor"))
    return {(row["advance"], row["commitment"]): row["total"] for row in rows}


def covers_of(advance: Advance) -> list[AdvanceCover]:
    return list(advance.covers.select_related("commitment__budget_line").order_by("id"))


def covers_on(commitment) -> list[AdvanceCover]:
    """Advances that draw on this cost, or did."""
    return list(commitment.advance_covers.select_related("advance__delegate__person").order_by("id"))


@dataclass(frozen=True)
class AdvanceRow:
    """An advance with what is open of it and where its clock stands today."""

    advance: Advance
    open_minor: int
    stage: Stage

    @property
    def is_late(self) -> bool:
        return self.advance.status == "paid" and self.stage in {Stage.ACCOUNT_LATE, Stage.RETURN_LATE}

    @property
    def may_be_income(self) -> bool:
        """More than 120 days after its end what is left is no longer an accountable advance."""
        return self.advance.status == "paid" and self.stage is Stage.RETURN_LATE and self.open_minor > 0

    @property
    def share(self) -> int:
        return self.advance.amount_minor - self.open_minor if self.advance.status in {"paid", "settled"} else 0


def advance_rows(advances, today: date) -> list[AdvanceRow]:
    advances = list(advances)
    left = open_by_advance(advances)
    return [AdvanceRow(a, left[a.pk], clock_of(a).stage(today)) for a in advances]


def with_words():
    notes = AdvanceNote.objects.select_related("written_by").order_by("created_at")
    backs = HandBack.objects.select_related("recorded_by", "decided_by").order_by("id")
    return Advance.objects.select_related(
        "delegate__person", "delegate__delegation", "fund__delegation", "requested_by", "decided_by"
    ).prefetch_related(Prefetch("notes", notes), Prefetch("hand_backs", backs))


def advances(delegation: Delegation, tab: str = "waiting"):
    """Those that wait or are open by their day, the others newest first."""
    rows = with_words().filter(delegate__delegation=delegation, status__in=TABS[tab])
    return rows.order_by("account_by", "id") if tab in {"waiting", "open", "approved"} else rows.order_by("-id")


def counts(delegation: Delegation) -> dict[str, int]:
    rows = Advance.objects.filter(delegate__delegation=delegation)
    return {tab: rows.filter(status__in=statuses).count() for tab, statuses in TABS.items()}


def advances_of(delegate: Delegate):
    return with_words().filter(delegate=delegate).order_by("-id")


def late(delegation: Delegation, today: date):
    """Paid and past the day of account, the latest first; and money back that waits for a second person."""
    return Advance.objects.filter(delegate__delegation=delegation, status="paid", account_by__lt=today).order_by(
        "account_by"
    )


def hand_backs_waiting(delegation: Delegation):
    return HandBack.objects.filter(advance__delegate__delegation=delegation, status="recorded").select_related(
        "advance__delegate__person", "recorded_by"
    )


def waiting(delegation: Delegation):
    return Advance.objects.filter(Q(status="requested"), delegate__delegation=delegation).select_related(
        "delegate__person"
    )


def entry_uuids(advance: Advance) -> list:
    """What the entries of an advance are about: its payment, what claims accounted for, what came back."""
    paid = Disbursement.objects.filter(about_uuid=advance.uuid).values_list("uuid", flat=True)
    return [
        advance.uuid,
        *paid,
        *advance.uses.values_list("uuid", flat=True),
        *(b.uuid for b in advance.hand_backs.all()),
    ]
