from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Delegation, Person
from delegation.models.base import Created, Named


class PlanningRate(Named, Created):
    """What one unit of `currency` costs in the delegation's currency, for planning only. A new rate is a new row."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="rates")
    currency = models.CharField(_("currency"), max_length=3)
    quote = models.CharField(max_length=3, default="USD")
    rate = models.DecimalField(_("rate"), max_digits=12, decimal_places=6)
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=160)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["delegation_id", "currency", "-as_of", "-id"]
        constraints = [models.CheckConstraint(condition=Q(rate__gt=0), name="rate_positive")]

    def __str__(self):
        return f"1 {self.currency} = {self.rate.normalize()} {self.quote}"


class Budget(Named, Created):
    """What one delegate's journey costs, line by line; in the delegation's currency."""

    delegate = models.OneToOneField(Delegate, models.PROTECT, related_name="budget")
    currency = models.CharField(max_length=3, default="USD")


class BudgetLine(Named, Created):
    """One cost: quantity × price each, in its own currency, and in the budget's by a planning rate."""

    class Basis(models.TextChoices):
        TRIP = "per trip", _("trip")
        NIGHT = "per night", _("nights")
        DAY = "per day", _("days")
        ONCE = "once", _("once")
        WAY = "per way", _("ways")

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    label = models.CharField(_("line"), max_length=80)
    basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.ONCE)
    quantity = models.PositiveSmallIntegerField(_("how many"), default=1)
    each_minor = models.BigIntegerField()
    each_currency = models.CharField(max_length=3, default="USD")
    rate = models.ForeignKey(PlanningRate, models.PROTECT, null=True, blank=True, related_name="+")
    amount_minor = models.BigIntegerField()
    required = models.BooleanField(_("without it there is no journey"), default=True)
    # The usual range, in the line's own currency, with where it is from; shown as an editable default, never a rule.
    low_minor = models.BigIntegerField(null=True, blank=True)
    high_minor = models.BigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=160, blank=True)
    source_as_of = models.CharField(max_length=10, blank=True)
    confidence = models.CharField(max_length=10, blank=True)
    note = models.CharField(_("why it differs"), max_length=200, blank=True)

    class Meta:
        ordering = ["budget_id", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=0) & Q(each_minor__gte=0), name="line_not_negative"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="line_quantity_at_least_one"),
        ]

    def __str__(self):
        return self.label

    @property
    def out_of_range(self):
        too_low = self.low_minor is not None and self.each_minor < self.low_minor
        too_high = self.high_minor is not None and self.each_minor > self.high_minor
        return "low" if too_low else "high" if too_high else ""
