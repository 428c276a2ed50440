"""A morning's queue: what waits for one person on one delegation, oldest first. Every source is one bounded question,
asked only of those whose role answers it."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegation.figures import day_text, money_text
from delegation.models import Delegate, OutboxMail
from delegation.permissions import roles_of
from delegation.pictures import day_chart
from fundraising.models import Allocation, AppealUpdate, Donation, Review, StripeEvent
from fundraising.queries.ledger import last_check
from travel.models import Accreditation, Booking, Passport

SHOWN = 6


@dataclass(frozen=True)
class Item:
    """One thing that waits. `since` is when it began to wait; `due` an instant or a day, if there is one."""

    since: object
    title: str
    url: str
    who: str = ""
    help: str = ""
    due: object = None

    @property
    def age(self) -> timedelta:
        return timezone.now() - self.since

    @property
    def days(self) -> int:
        return max(self.age.days, 0)

    @property
    def hours(self) -> int:
        return max(int(self.age.total_seconds() // 3600), 0)

    @property
    def state(self) -> str:
        return "blocked" if self.days >= 3 else "waiting" if self.days >= 1 else "info"

    @property
    def icon(self) -> str:
        """A clock while it is young: the sign for information would say something else here."""
        return "" if self.state == "blocked" else "waiting"

    @property
    def age_words(self) -> str:
        if self.days:
            return ngettext("%(n)s day", "%(n)s days", self.days) % {"n": self.days}
        return ngettext("%(n)s hour", "%(n)s hours", max(self.hours, 1)) % {"n": max(self.hours, 1)}


@dataclass
class Queue:
    """One section of the desk. `count` is of all that waits, also of what is not shown."""

    code: str
    title: str
    all_url: str
    items: list[Item] = field(default_factory=list)
    count: int = 0

    def add(self, items: list[Item], count: int):
        self.items = sorted([*self.items, *items], key=lambda item: item.since)[:SHOWN]
        self.count += count


def queues(person, delegation) -> list[Queue]:
    """The sections that hold something, for this person's roles."""
    roles = roles_of(person, delegation)
    slug = delegation.slug
    people = Queue("people", _("People"), reverse("delegation:people", args=[slug]) + "?tab=applied")
    appeals = Queue("appeals", _("Appeals"), reverse("fundraising:appeals_desk", args=[slug]))
    money = Queue("money", _("Money"), reverse("fundraising:allocations", args=[slug]))
    journeys = Queue("journeys", _("Journeys and badges"), reverse("travel:board", args=[slug]))
    mail = Queue("mail", _("Mail"), reverse("delegation:people", args=[slug]))
    if roles & {"reviewer", "director"}:
        people.add(*_applications(person, delegation))
    if "reviewer" in roles:
        appeals.add(*_reviews(person, delegation))
    if roles & {"reviewer", "communications"}:
        appeals.add(*_updates(person, delegation))
    if roles & {"treasurer", "director"}:
        money.add(*_allocations(person, delegation))
        money.add(*_unbooked(delegation))
    if roles & {"communications", "reviewer", "director"}:
        money.add(*_messages(delegation))
    if roles & {"logistics", "director"}:
        journeys.add(*_passports(person, delegation))
        journeys.add(*_holds(delegation))
        journeys.add(*_badges(person, delegation))
        mail.add(*_failed_mails(delegation))
    return [queue for queue in (people, appeals, money, journeys, mail) if queue.count]


def _counted(rows, build, order: str):
    """The oldest rows as items, and how many there are: two questions, one when there are few."""
    found = list(rows.order_by(order, "pk")[: SHOWN + 1])
    count = len(found) if len(found) <= SHOWN else rows.count()
    return [build(row) for row in found[:SHOWN]], count


def _applications(person, delegation):
    rows = Delegate.objects.filter(delegation=delegation, status="applied").exclude(person=person)
    return _counted(
        rows.select_related("person", "organisation"),
        lambda row: Item(
            row.created_at,
            _("Answer an application: %(name)s") % {"name": row},
            reverse("delegation:person", args=[row.uuid]),
            who=str(row.person).split(" ")[0],
            help=" · ".join(str(part) for part in (row.organisation, row.region, row.theme) if part),
        ),
        "created_at",
    )


def _reviews(person, delegation):
    rows = (
        Review.objects.filter(status="waiting", version__appeal__delegate__delegation=delegation)
        .exclude(version__appeal__delegate__person=person)
        .exclude(version__made_by=person)
        .select_related("version__appeal__delegate__person", "version__text")
    )

    def build(row):
        version = row.version
        first = _("first version") if version.number == 1 else _("version %(n)s") % {"n": version.number}
        name = version.appeal.delegate
        return Item(
            row.created_at,
            _("Review an appeal: %(name)s, %(version)s") % {"name": name, "version": first},
            reverse("fundraising:review", args=[version.appeal.uuid]),
            who=str(name).split(" ")[0],
            help=version.text.title if hasattr(version, "text") else "",
        )

    return _counted(rows, build, "created_at")


def _updates(person, delegation):
    rows = (
        AppealUpdate.objects.filter(appeal__delegate__delegation=delegation, approved_at=None, hidden_at=None)
        .exclude(written_by=person)
        .select_related("appeal__delegate__person")
    )
    return _counted(
        rows,
        lambda row: Item(
            row.created_at,
            _("Read an update before it appears: %(name)s") % {"name": row.appeal.delegate},
            reverse("fundraising:review", args=[row.appeal.uuid]),
            who=str(row.appeal.delegate).split(" ")[0],
            help=row.title,
        ),
        "created_at",
    )


def _allocations(person, delegation):
    rows = (
        Allocation.objects.filter(status="proposed", pool__delegation=delegation)
        .exclude(proposed_by=person)
        .exclude(fund__delegate__person=person)
        .select_related("fund__delegate__person", "proposed_by")
    )
    return _counted(
        rows,
        lambda row: Item(
            row.created_at,
            _("Decide an allocation: %(sum)s to %(name)s")
            % {"sum": money_text(row.amount_minor, row.currency), "name": row.fund},
            reverse("fundraising:allocation", args=[row.uuid]),
            who=str(row.proposed_by).split(" ")[0],
            help=_("proposed by %(name)s; %(reason)s") % {"name": row.proposed_by, "reason": row.get_reason_display()},
        ),
        "created_at",
    )


def _unbooked(delegation):
    """Events of Stripe the books could not place: one line for all of them."""
    found = StripeEvent.objects.filter(state__in=["not_booked", "failed"]).aggregate(
        n=Count("pk"), since=Min("received_at")
    )
    if not found["n"]:
        return [], 0
    words = ngettext(
        "%(n)s event from Stripe is not booked yet", "%(n)s events from Stripe are not booked yet", found["n"]
    )
    item = Item(
        found["since"],
        words % {"n": found["n"]},
        reverse("fundraising:money_desk", args=[delegation.slug]),
        help=_("Money that moved in a way the books do not know yet. Nothing is lost; look at each."),
    )
    return [item], 1


def _messages(delegation):
    waiting = Donation.objects.filter(
        fund__delegation=delegation,
        status="paid",
        note__message_shown_at=None,
        note__message_hidden_at=None,
    ).exclude(note__message="")
    waiting = waiting.filter(note__isnull=False)
    found = waiting.aggregate(n=Count("pk"), since=Min("paid_at"))
    if not found["n"]:
        return [], 0
    words = ngettext("Read %(n)s message from a donor", "Read %(n)s messages from donors", found["n"])
    item = Item(
        found["since"],
        words % {"n": found["n"]},
        reverse("fundraising:messages", args=[delegation.slug]),
        help=_("A message appears on a page only after somebody read it."),
    )
    return [item], 1


def _passports(person, delegation):
    rows = (
        Passport.objects.filter(
            status="declared", delegate__delegation=delegation, delegate__status__in=("nominated", "travelling")
        )
        .exclude(delegate__person=person)
        .select_related("delegate__person")
    )
    return _counted(
        rows,
        lambda row: Item(
            row.declared_at,
            _("See a passport in a call: %(name)s") % {"name": row.delegate},
            reverse("travel:delegate_file", args=[row.delegate.uuid]) + "#papers",
            who=str(row.delegate.person).split(" ")[0],
            help=_("Country and dates are given; hold them against the passport."),
        ),
        "declared_at",
    )


def _holds(delegation):
    rows = Booking.objects.filter(delegation=delegation, status="held").prefetch_related("travellers__delegate__person")

    def build(row):
        names = ", ".join(str(t.delegate) for t in row.travellers.all())
        return Item(
            row.created_at,
            _("Buy or release a held fare: %(names)s") % {"names": names},
            reverse("travel:booking", args=[row.uuid]),
            help=_("The fare is held; it is no ticket yet.") if row.held_until else _("Recorded, not ticketed yet."),
            due=row.held_until,
        )

    return _counted(rows, build, "created_at")


def _badges(person, delegation):
    """Refused or lapsed; and those whose passport was seen and whom no letter names yet, as one line."""
    rows = (
        Accreditation.objects.filter(delegate__delegation=delegation, status__in=("rejected", "expired"))
        .filter(delegate__status__in=("nominated", "travelling"), status_since__isnull=False)
        .exclude(delegate__person=person)
        .select_related("delegate__person")
    )
    items, count = _counted(
        rows,
        lambda row: Item(
            row.status_since,
            _("Settle a badge: %(name)s") % {"name": row.delegate},
            reverse("travel:delegate_file", args=[row.delegate.uuid]) + "#badge",
            who=str(row.delegate.person).split(" ")[0],
            help=_("The accreditation is %(status)s.") % {"status": row.get_status_display()},
        ),
        "status_since",
    )
    unnamed = Delegate.objects.filter(
        delegation=delegation, status__in=("nominated", "travelling"), passport__status="seen"
    ).filter(Q(accreditation__isnull=True) | Q(accreditation__status__in=("not_started", "withdrawn")))
    found = unnamed.aggregate(n=Count("pk"), since=Min("passport__declared_at"))
    if found["n"]:
        words = ngettext("Ask for a letter: %(n)s name", "Ask for letters: %(n)s names", found["n"]) % {"n": found["n"]}
        url = reverse("travel:accreditations", args=[delegation.slug]) + "?show=unnamed"
        items.append(Item(found["since"], words, url, help=_("Their passports are seen; no letter names them yet.")))
        count += 1
    return items, count


def _failed_mails(delegation):
    found = OutboxMail.objects.filter(state="failed").aggregate(n=Count("pk"), since=Min("created_at"))
    if not found["n"]:
        return [], 0
    words = ngettext("%(n)s mail could not be delivered", "%(n)s mails could not be delivered", found["n"])
    item = Item(
        found["since"],
        words % {"n": found["n"]},
        reverse("admin:delegation_outboxmail_changelist") + "?state__exact=failed",
        help=_("The address may be wrong. Ask the person another way."),
    )
    return [item], 1


def waits_for_others(person, delegation) -> list[str]:
    """Sentences: who owes what, how many, the oldest since when."""
    sentences = []
    un = _since(Accreditation.objects.filter(delegate__delegation=delegation, status__in=("submitted", "pending")))
    if un:
        sentences.append(
            ngettext(
                "UN secretariat: %(n)s badge, oldest %(days)s days.",
                "UN secretariat: %(n)s badges, oldest %(days)s days.",
                un["n"],
            ) % un
        )  # fmt: skip
    ngo = _since(Accreditation.objects.filter(delegate__delegation=delegation, status="letter_requested"))
    if ngo:
        sentences.append(
            ngettext(
                "Accrediting organisations: %(n)s letter, oldest %(days)s days.",
                "Accrediting organisations: %(n)s letters, oldest %(days)s days.",
                ngo["n"],
            ) % ngo
        )  # fmt: skip
    changes = (
        Review.objects.filter(status="changes_requested", version__appeal__delegate__delegation=delegation)
        .filter(version__appeal__status="draft")
        .count()
    )
    if changes:
        words = ngettext("Authors: %(n)s appeal to amend.", "Authors: %(n)s appeals to amend.", changes)
        sentences.append(words % {"n": changes})
    mine = Allocation.objects.filter(status="proposed", pool__delegation=delegation, proposed_by=person).count()
    if mine:
        words = ngettext(
            "A second person: %(n)s allocation you proposed.", "A second person: %(n)s allocations you proposed.", mine
        )
        sentences.append(words % {"n": mine})
    return sentences


def _since(rows) -> dict | None:
    found = rows.aggregate(n=Count("pk"), since=Min("status_since"))
    if not found["n"]:
        return None
    return {"n": found["n"], "days": (timezone.now() - found["since"]).days if found["since"] else 0}


@dataclass(frozen=True)
class Gifts:
    """Gifts of a delegation, by day in the network's zone; minor units of its currency."""

    days: list  # (day, minor)
    yesterday_minor: int
    yesterday_count: int
    currency: str

    @property
    def total_minor(self) -> int:
        return sum(minor for _day, minor in self.days)

    @property
    def chart(self):
        values = [minor for _day, minor in self.days]
        label = _("Gifts a day for %(n)s days, between %(low)s and %(high)s") % {
            "n": len(values),
            "low": money_text(min(values), self.currency),
            "high": money_text(max(values), self.currency),
        }
        return day_chart(values, day_text(self.days[0][0], short=True), _("today"), label)


def gifts(delegation, days: int = 14) -> Gifts:
    zone = timezone.zoneinfo.ZoneInfo(settings.NETWORK_TIME_ZONE)
    today = timezone.localdate(timezone=zone)
    first = today - timedelta(days=days - 1)
    paid = Donation.objects.filter(fund__delegation=delegation, status="paid", settled_currency=delegation.currency)
    by_day = dict(
        paid.filter(paid_at__gte=timezone.now() - timedelta(days=days + 1))
        .order_by()
        .annotate(day=TruncDate("paid_at", tzinfo=zone))
        .values_list("day")
        .annotate(total=Sum("settled_minor"))
    )
    recent = paid.filter(paid_at__gte=timezone.now() - timedelta(days=1)).aggregate(
        total=Sum("settled_minor"), count=Count("pk")
    )
    row = [(first + timedelta(days=n), by_day.get(first + timedelta(days=n), 0)) for n in range(days)]
    return Gifts(row, recent["total"] or 0, recent["count"], delegation.currency)


def books():
    """The newest proof of the books, or None before the first."""
    return last_check()


def next_hold(delegation):
    """When the next held fare lapses, and how many are held."""
    return Booking.objects.filter(delegation=delegation, status="held", held_until__gte=timezone.now()).aggregate(
        first=Min("held_until"), count=Count("pk")
    )
