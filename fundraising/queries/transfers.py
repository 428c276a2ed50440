"""What could move on: unspent money by the published rule; transfers as staff see them, with the wishes that came."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Sum

from delegation.models import AuditEvent, Delegation, Person
from fundraising.ledger import balances
from fundraising.ledger.kinds import RETURNED, SPENT, kinds_of
from fundraising.models import Fund, FundTransfer, FundTransferNote, JournalLine, Telling, Wish
from fundraising.queries.allocations import decider_people
from fundraising.queries.funds import MAY_RECEIVE, goals_of

TABS = {"waiting": ("proposed",), "decided": ("moved", "declined", "taken_back")}
# Whose journey will not take place: all that is unspent is free.
DOES_NOT_TRAVEL = frozenset({"applied", "declined", "withdrawn", "remote"})
IS_OVER = frozenset({"home", "closed"})


@dataclass(frozen=True)
class Movable:
    """What the rule lets move out of one travel fund; minor units. `kind` is empty where the rule moves nothing."""

    fund: Fund
    available_minor: int
    need_minor: int
    kind: str
    open_transfer: FundTransfer | None = None

    @property
    def amount_minor(self) -> int:
        return max(self.available_minor - self.need_minor, 0) if self.kind else 0


def movable_rows(funds: list[Fund]) -> list[Movable]:
    """A fixed number of queries however many funds."""
    held, goals, spent = balances.of_funds(funds), goals_of(funds), spent_by_fund(funds)
    waiting = {t.source_id: t for t in FundTransfer.objects.filter(source__in=funds, status="proposed")}
    rows = []
    for fund in funds:
        stands = held[fund.pk]
        kind, need = _by_rule(fund, goals.get(fund.delegate_id or 0, 0), spent.get(fund.pk, 0) + stands.committed)
        rows.append(Movable(fund, stands.available, need, kind, waiting.get(fund.pk)))
    return rows


def movable(fund: Fund) -> Movable:
    return movable_rows([fund])[0]


def _by_rule(fund: Fund, goal_minor: int, used_minor: int) -> tuple[str, int]:
    """The kind of transfer the published rule asks for, and what the journey still needs."""
    status = fund.delegate.status if fund.delegate else ""
    if status in DOES_NOT_TRAVEL:
        return FundTransfer.Kind.WITHDRAWAL, 0
    if status in IS_OVER:
        return FundTransfer.Kind.SURPLUS, 0
    if status in MAY_RECEIVE and goal_minor:
        return FundTransfer.Kind.SURPLUS, max(goal_minor - used_minor, 0)
    return "", 0


def spent_by_fund(funds) -> dict[int, int]:
    """What each fund has paid for its journey, less what came back; minor units by fund id."""
    rows = JournalLine.objects.filter(account__fund__in=funds, entry__kind__in=kinds_of(SPENT, RETURNED)).order_by()
    return dict(rows.values_list("account__fund").annotate(total=Sum("amount_minor")))


# -- transfers ----------------------------------------------------------------------------------------
def transfer_rows():
    notes = FundTransferNote.objects.select_related("written_by").order_by("created_at")
    return FundTransfer.objects.select_related(
        "source__delegation",
        "source__delegate__person",
        "source__delegate__appeal",
        "target__delegation",
        "target__delegate__person",
        "proposed_by",
        "decided_by",
    ).prefetch_related(Prefetch("notes", notes))


def transfers(delegation: Delegation, tab: str = "waiting"):
    """Those that wait, oldest first; those decided, newest first."""
    rows = transfer_rows().filter(source__delegation=delegation, status__in=TABS[tab])
    return rows.order_by("id") if tab == "waiting" else rows.order_by("-decided_at", "-id")


def counts(delegation: Delegation) -> dict[str, int]:
    rows = FundTransfer.objects.filter(source__delegation=delegation).aggregate(
        **{tab: Count("id", filter=Q(status__in=statuses)) for tab, statuses in TABS.items()}
    )
    return {tab: rows[tab] or 0 for tab in TABS}


def targets(fund: Fund):
    """Where a decision may redirect a travel fund's money: the pool, and those who travel."""
    return (
        Fund.objects.filter(delegation=fund.delegation, currency=fund.currency)
        .filter(Q(kind=Fund.Kind.POOL) | Q(delegate__status__in=MAY_RECEIVE))
        .exclude(pk=fund.pk)
        .select_related("delegate__person", "delegation")
        .order_by("kind", "delegate__person__name_used")
    )


def next_pools(delegation: Delegation):
    """Pools of the other delegations that are not over: where the rest of a closed one is kept."""
    return (
        Fund.objects.filter(kind=Fund.Kind.POOL, currency=delegation.currency)
        .exclude(delegation=delegation)
        .exclude(delegation__travel_status__in=("history", "closed"))
        .select_related("delegation")
        .order_by("delegation__name")
    )


@dataclass(frozen=True)
class Wishes:
    """How those who gave answered: how many were told, and the newest wish of each by choice."""

    told: int
    answered: int
    by_choice: list[tuple[str, str, int]]


def about_same_news(transfer: FundTransfer) -> Q:
    """Tellings of this transfer, and of others that stand and move the same fund's money for the same cause: their
    givers got one mail, and one wish answers for all."""
    return Q(transfer__source=transfer.source_id, transfer__kind=transfer.kind) & Q(
        transfer__status__in=("proposed", "moved")
    )


def wishes_about(*, transfer=None, postponement=None) -> Wishes:
    about = Telling.objects.filter(transfer=transfer) if transfer else Telling.objects.filter(postponement=postponement)
    wishes = Wish.objects.filter(telling=OuterRef("pk"))
    if transfer:
        ids = Telling.objects.filter(about_same_news(transfer)).values("pk")
        same = Q(telling__in=ids, telling__donation__donor__email__iexact=OuterRef("donation__donor__email"))
        wishes = Wish.objects.filter(Q(telling=OuterRef("pk")) | same)
    newest = Subquery(wishes.order_by("-id").values("choice")[:1])
    found = dict(about.annotate(wish=newest).order_by().values_list("wish").annotate(n=Count("id")))
    told = sum(found.values())
    by_choice = [(value, str(label), found[value]) for value, label in Wish.Choice.choices if value in found]
    return Wishes(told, told - found.get(None, 0), by_choice)


def history(transfer: FundTransfer) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(object_uuid=transfer.uuid).order_by("id"))


def deciders(transfer: FundTransfer) -> list[Person]:
    """Who may decide it today."""
    from_and_to = [fund.delegate.person_id for fund in (transfer.source, transfer.target) if fund.delegate]
    return list(decider_people(transfer.source.delegation).exclude(pk__in=[transfer.proposed_by_id, *from_and_to]))
