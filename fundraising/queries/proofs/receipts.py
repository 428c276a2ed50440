"""Receipts and statements: one living receipt a gift, no gap in the numbers, and sums that are their gifts'."""

from django.db.models import Count, F, Max, Q, Sum

from fundraising.models import Donation, Receipt, YearStatement, YearStatementLine
from fundraising.queries.proofs.ask import Proof
from fundraising.queries.receipts import ADVISED


def receipts_missing():
    """A paid gift has one chain of receipts that ends in one receipt, which is living or was made void by name; every
    other one of the chain is void. The living one is of the gift's amount and kind."""
    paid = Donation.objects.filter(status=Donation.Status.PAID)
    counted = paid.annotate(
        ends=Count("receipts", filter=Q(receipts__replaced_by__isnull=True)),
        living=Count("receipts", filter=Q(receipts__void__isnull=True)),
        first=Count("receipts", filter=Q(receipts__replaces__isnull=True)),
    )
    broken = counted.exclude(ends=1, first=1, living__lte=1).values_list("uuid", "ends", "living")
    replaced_and_living = Receipt.objects.filter(replaced_by__isnull=False, void__isnull=True)
    strangers = Receipt.objects.filter(replaces__isnull=False).exclude(donation=F("replaces__donation"))
    return [
        *broken,
        *replaced_and_living.values_list("uuid", "number"),
        *strangers.values_list("uuid", "number"),
        *_unlike().values_list("uuid", "number"),
    ]


def _unlike():
    """Living receipts that are not what their gift is."""
    advised = Q(donation__source__in=ADVISED)
    has_goods = Q(donation__goods_value_minor__gt=0)
    family = Q(donation__is_family=True)
    right = (
        Q(kind="family") & family
        | Q(kind="advised") & ~family & advised
        | Q(kind="quid_pro_quo", goods_value_minor=F("donation__goods_value_minor")) & ~family & ~advised & has_goods
        | Q(kind="gift") & ~family & ~advised & ~has_goods
    )
    same = Q(amount_minor=F("donation__amount_minor"), currency=F("donation__currency"), donation__status="paid")
    return Receipt.objects.filter(void__isnull=True).exclude(right & same)


def number_gaps():
    """Void numbers stay; so the last number is how many there are. Receipts and statements have series of their own."""
    found = []
    for model in (Receipt, YearStatement):
        series = model.objects.order_by().values("series", "year").annotate(n=Count("id"), last=Max("number"))
        found += series.exclude(n=F("last")).values_list("series", "year", "n", "last")
    return found


def statement_sums():
    """A statement's figures are its lines', each line is its receipt's gift, each version follows the last."""
    apart = ("family", "advised")
    mine = Q(lines__kind__in=("gift", "quid_pro_quo"))
    summed = YearStatement.objects.annotate(
        given=Sum("lines__amount_minor", filter=mine, default=0),
        back=Sum("lines__returned_minor", filter=mine, default=0),
        goods=Sum("lines__goods_minor", filter=mine, default=0),
        other=Sum(F("lines__amount_minor") - F("lines__returned_minor"), filter=Q(lines__kind__in=apart), default=0),
    )
    wrong = summed.exclude(
        given=F("given_minor"), back=F("returned_minor"), goods=F("goods_minor"), other=F("apart_minor")
    ).values_list("uuid", "given", "given_minor")
    lines = YearStatementLine.objects.exclude(
        amount_minor=F("donation__amount_minor"),
        receipt__donation=F("donation"),
        kind=F("receipt__kind"),
        given_on=F("receipt__charged_on"),
        statement__currency=F("donation__currency"),
        statement__year=F("receipt__charged_on__year"),
    )
    versions = YearStatement.objects.filter(replaces__isnull=False).exclude(
        version=F("replaces__version") + 1, donor=F("replaces__donor"), year=F("replaces__year")
    )
    return [*wrong, *lines.values_list("statement__uuid", "position"), *versions.values_list("uuid", "version")]


PROOFS: tuple[Proof, ...] = (
    ("R1", "each paid gift has one living receipt of its amount and kind, or one made void by name", receipts_missing),
    ("R2", "receipt and statement numbers have no gap", number_gaps),
    ("R3", "a statement is the sum of its gifts less what was given back", statement_sums),
)
