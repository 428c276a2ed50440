"""`python -m tests.many_gifts [10 10000]`: what the money pages cost behind few gifts and behind many, on a database of
its own (SQLite; a test database of the server DATABASE_URL names). Queries are exact; milliseconds are of this machine,
so only their ratio means anything. docs/operations.md keeps the figures of one run."""

import sys
import time
import uuid
from datetime import timedelta

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from delegation import triggers
from fundraising import donor_links
from fundraising.actions import funds
from fundraising.models import Account, Donation, DonationNote, Donor, JournalEntry, JournalLine, Receipt, ReceiptSeries
from tests import bench  # noqa: F401  settings and a scratch database, before any model is imported
from tests.factories.appeals import bring_appeal
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_gift
from tests.factories.receipts import spend

TRIES = 7
GUARD = "fundraising_account_by_line"


class Page:
    """One delegation with an open appeal, and as many gifts to it as asked for."""

    def __init__(self):
        self.appeal = bring_appeal("open")
        self.delegation = self.appeal.delegate.delegation
        self.fund = funds.open_travel_fund(self.appeal.delegate)
        self.director = make_staff(self.delegation, "director")
        self.first = make_gift(self.fund, 50, name="Rosa Lund", message="Good luck", shown_name="Rosa")
        self.cost = spend(self.fund, 20_00)
        self.count = 1

    def grow_to(self, count: int) -> None:
        """More gifts like the first, as settling leaves them: gift, giver, words, receipt, two entries."""
        with connection.schema_editor() as editor:
            triggers.remove(editor, [GUARD])
        while self.count < count:
            step = min(1000, count - self.count)
            self._clone(step)
            self.count += step
        with connection.schema_editor() as editor:
            triggers.install(editor, [GUARD])
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def _clone(self, count: int) -> None:
        like = Donation.objects.get(pk=self.first.pk)
        donors = Donor.objects.bulk_create(
            Donor(name="Rosa Lund", email=f"{uuid.uuid4().hex}@example.org") for _ in range(count)
        )
        gifts = Donation.objects.bulk_create(_gift(like, donor, n) for n, donor in enumerate(donors))
        DonationNote.objects.bulk_create(DonationNote(donation=g, shown_name="Rosa", message="") for g in gifts)
        self._receipts(gifts)
        for kind in ("gift_settled", "fee_known"):
            self._entries(gifts, JournalEntry.objects.get(about_uuid=like.uuid, kind=kind))

    def _receipts(self, gifts) -> None:
        like = Receipt.objects.get(donation=self.first)
        series = ReceiptSeries.objects.get(series=like.series, year=like.year)
        copied = ("series", "year", "kind", "amount_minor", "currency", "charged_on", "is_family", "template_version")
        values = {name: getattr(like, name) for name in copied} | {"issuer": like.issuer}
        Receipt.objects.bulk_create(
            Receipt(donation=gift, number=series.last_number + n, **values) for n, gift in enumerate(gifts, start=1)
        )
        series.last_number += len(gifts)
        series.save()

    def _entries(self, gifts, like) -> None:
        legs = list(like.lines.select_related("account").order_by("id"))
        entries = JournalEntry.objects.bulk_create(
            JournalEntry(kind=like.kind, key=f"many:{uuid.uuid4()}", about_kind=like.about_kind, about_uuid=gift.uuid,
                         happened_at=gift.paid_at)
            for gift in gifts
        )  # fmt: skip
        lines = []
        for account_id in sorted({leg.account_id for leg in legs}):
            account = Account.objects.get(pk=account_id)
            leg = next(leg for leg in legs if leg.account_id == account_id)
            for entry in entries:
                account.balance_minor += leg.amount_minor
                account.version += 1
                lines.append(
                    JournalLine(entry=entry, account=account, currency=leg.currency, amount_minor=leg.amount_minor,
                                balance_after_minor=account.balance_minor, account_version=account.version)
                )  # fmt: skip
            account.moved_at = entries[-1].posted_at
            account.save()
        JournalLine.objects.bulk_create(lines, batch_size=500)
        JournalEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(sealed=True)

    def addresses(self) -> dict[str, tuple[str, Client]]:
        """Address and who asks for it, by the page's name."""
        anybody, staff = Client(), Client()
        staff.force_login(self.director)
        slug = self.delegation.slug
        last = Donation.objects.order_by("-id").first()

        def desk(name, *args):
            return reverse(f"fundraising:{name}", args=args), staff

        return {
            "public appeal, drawn anew": (reverse("fundraising:appeal_public", args=[self.appeal.slug]), anybody),
            "money desk": desk("money_desk", slug),
            "fund": desk("fund", self.fund.uuid),
            "gifts": desk("gifts", slug),
            "gifts, one searched": (desk("gifts", slug)[0] + "?q=Rosa", staff),
            "gift, the first": desk("gift", self.first.uuid),
            "gift, the newest": desk("gift", last.uuid),
            "receipts": desk("receipts", slug),
            "books": desk("books", slug),
            "trace of the first gift, staff": desk("gift_trace", self.first.uuid),
            "trace of the newest gift, staff": desk("gift_trace", last.uuid),
            "trace, the giver's": (
                reverse("fundraising:my_trace", args=[donor_links.token("trace", self.first.uuid)]), anybody,
            ),
            "trace of a cost": desk("cost_trace", self.cost.uuid),
            "offline gifts": desk("offline_gifts", slug),
            "payments": desk("payments", slug),
        }  # fmt: skip


def _gift(like: Donation, donor: Donor, n: int) -> Donation:
    name = uuid.uuid4().hex
    copied = (
        "source", "fund", "appeal", "version", "status", "amount_minor", "currency", "settled_minor",
        "settled_currency", "mode", "fee_minor", "language",
    )  # fmt: skip
    return Donation(
        donor=donor, form_token=uuid.uuid4(), payment_intent=f"pi_{name}", charge=f"ch_{name}",
        balance_transaction=f"txn_{name}", paid_at=like.paid_at + timedelta(seconds=n),
        **{field: getattr(like, field) for field in copied},
    )  # fmt: skip


def cost_of(path: str, client: Client) -> tuple[int, float]:
    """Queries, and the quickest of some tries in milliseconds: whatever else the machine does only adds to it."""
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    queries = len(seen)
    assert answer.status_code == 200, (path, answer.status_code)
    spent = []
    for _ in range(TRIES):
        cache.clear()
        start = time.perf_counter()
        client.get(path)
        spent.append((time.perf_counter() - start) * 1000)
    return queries, min(spent)


def main(*sizes: int) -> None:
    page = Page()
    found: dict[str, list[tuple[int, float]]] = {}
    for size in sizes:
        page.grow_to(size)
        for name, (path, client) in page.addresses().items():
            found.setdefault(name, []).append(cost_of(path, client))
    print(f"{connection.vendor}: queries and milliseconds behind " + " / ".join(map(str, sizes)) + " gifts")
    for name, costs in found.items():
        queries = " / ".join(str(queries) for queries, _ms in costs)
        print(f"{name:<34} {queries:>12}   {' / '.join(f'{ms:.1f}' for _queries, ms in costs):>18} ms")


if __name__ == "__main__":
    own = connection.vendor == "postgresql"
    if own:
        connection.creation.create_test_db(verbosity=0, serialize=False)
    else:
        call_command("migrate", verbosity=0)
    try:
        with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
            main(*(int(text) for text in sys.argv[1:] or ("10", "10000")))
    finally:
        if own:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
