"""A page with as many gifts as asked for, written at once: ten thousand settled one by one would take minutes. What
is written is what settling leaves, and `verify_books` holds over it."""

import uuid
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.urls import reverse

from delegation import triggers
from fundraising import donor_links
from fundraising.actions import funds
from fundraising.models import Account, Donation, DonationNote, Donor, JournalEntry, JournalLine, Receipt, ReceiptSeries
from tests.factories.appeals import bring_appeal
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_gift
from tests.factories.receipts import spend

# A balance may only move line by line; here it moves by a thousand of them.
GUARD = "fundraising_account_by_line"


class ManyGifts:
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
        guard = triggers.TRIGGERS[GUARD]
        _run(guard.drop(connection.vendor))
        while self.count < count:
            step = min(1000, count - self.count)
            self._clone(step)
            self.count += step
        _run(guard.create(connection.vendor))
        # Plans follow what the tables hold, as autovacuum would see to within a minute.
        _run(["ANALYZE"])

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
            JournalEntry(kind=like.kind, key=_key(like.kind, gift), about_kind=like.about_kind, about_uuid=gift.uuid,
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


def _key(kind: str, gift: Donation) -> str:
    return f"fee:{gift.balance_transaction}" if kind == "fee_known" else f"donation:{gift.payment_intent}"


def _run(statements) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


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


def addresses(page: ManyGifts) -> dict[str, tuple[str, Client]]:
    """Address and who asks for it, by the page's name."""
    anybody, staff = Client(), Client()
    staff.force_login(page.director)
    slug = page.delegation.slug
    last = Donation.objects.order_by("-id").first()

    def desk(name, *args):
        return reverse(f"fundraising:{name}", args=args), staff

    return {
        "public appeal, drawn anew": (reverse("fundraising:appeal_public", args=[page.appeal.slug]), anybody),
        "money desk": desk("money_desk", slug),
        "fund": desk("fund", page.fund.uuid),
        "gifts": desk("gifts", slug),
        "gifts, one searched": (desk("gifts", slug)[0] + "?q=Rosa", staff),
        "gift, the first": desk("gift", page.first.uuid),
        "gift, the newest": desk("gift", last.uuid),
        "receipts": desk("receipts", slug),
        "books": desk("books", slug),
        "trace of the first gift, staff": desk("gift_trace", page.first.uuid),
        "trace of the newest gift, staff": desk("gift_trace", last.uuid),
        "trace, the giver's": (
            reverse("fundraising:my_trace", args=[donor_links.token("trace", page.first.uuid)]), anybody,
        ),
        "trace of a cost": desk("cost_trace", page.cost.uuid),
        "offline gifts": desk("offline_gifts", slug),
        "payments": desk("payments", slug),
    }  # fmt: skip
