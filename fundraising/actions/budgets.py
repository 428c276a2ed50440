"""What a journey costs, line by line, and the planning rates that turn francs into dollars."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import lock
from delegation.errors import Conflict, DomainError
from delegation.money import convert_minor
from delegation.permissions import require
from fundraising import budget_template
from fundraising.models import Budget, BudgetLine, PlanningRate

SNAPSHOT = (
    "code",
    "label",
    "basis",
    "quantity",
    "each_minor",
    "each_currency",
    "amount_minor",
    "required",
    "low_minor",
    "high_minor",
    "source",
    "source_as_of",
    "confidence",
    "note",
)
MAX_LINES = 40
MAX_LINE_MINOR = 10_000_000_00


@dataclass(frozen=True)
class LineInput:
    """One line as its author typed it. `uuid` is None for a new line; amounts in minor units of `currency`."""

    label: str
    quantity: int
    each_minor: int
    currency: str
    uuid: str | None = None
    basis: str = "once"
    required: bool = False
    note: str = ""


def fingerprint(budget) -> str:
    """Of the lines as stored: a form carries it, so that a second tab's save is noticed."""
    if budget is None or budget.pk is None:
        return "none"
    rows = budget.lines.order_by("position", "id").values_list(
        "uuid", "position", "label", "basis", "quantity", "each_minor", "each_currency", "required", "note"
    )
    return hashlib.sha256(json.dumps([[str(v) for v in r] for r in rows]).encode()).hexdigest()[:16]


def fill(delegate, *, region: str, room: str, extras=(), seen: str = "", by) -> Budget:
    """Lines of the Geneva template. Template lines that stand are replaced; lines the author added stay. Raises
    Conflict when the budget was saved elsewhere since `seen`."""
    if region not in budget_template.REGIONS or room not in budget_template.ROOMS:
        raise DomainError(_("Choose where you fly from and what room you need."), code="template_choice")
    with transaction.atomic():
        budget = _mine(delegate, by, seen)
        rates = latest_rates(delegate.delegation)
        paid_for = {line.code: line for line in _with_money(budget).exclude(code="")}
        budget.lines.exclude(code="").exclude(pk__in=[line.pk for line in paid_for.values()]).delete()
        wanted = budget_template.lines_for(region, room, extras)
        made = [_from_template(budget, line, rates, paid_for.pop(line.code, None)) for line in wanted]
        own = list(budget.lines.exclude(pk__in=[line.pk for line in made if line.pk]).order_by("position", "id"))
        spare = next((line for line in own if line.code == "contingency"), None)
        own = [line for line in own if line is not spare]
        subtotal = sum(line.amount_minor for line in [*made, *own])
        made.append(_from_template(budget, budget_template.contingency(subtotal, budget.currency), rates, spare))
        for position, line in enumerate([*made, *own]):
            line.position = position
            line.save()
        record("fundraising.edit_budget", budget, by)
    return budget


def save_lines(delegate, lines: list[LineInput], *, seen: str = "", by) -> Budget:
    """The whole budget as typed, in this order: what is not in it goes. Every line takes today's planning rate.
    Raises Conflict when the budget was saved elsewhere since `seen`."""
    if len(lines) > MAX_LINES:
        raise DomainError(_("A budget has at most %(n)d lines.") % {"n": MAX_LINES}, code="too_many_lines")
    with transaction.atomic():
        budget = _mine(delegate, by, seen)
        rates = latest_rates(delegate.delegation)
        standing = {str(line.uuid): line for line in budget.lines.all()}
        kept = {line.uuid for line in lines if line.uuid}
        _refuse_to_drop(_with_money(budget).exclude(uuid__in=kept).first())
        budget.lines.exclude(uuid__in=kept).delete()
        for position, typed in enumerate(lines):
            line = standing.get(str(typed.uuid)) or BudgetLine(budget=budget)
            _write(line, typed, position, rates)
        record("fundraising.edit_budget", budget, by)
    return budget


def enter_rate(delegation, *, currency: str, rate: Decimal, as_of: date, source: str, by) -> PlanningRate:
    """A new row each time: what a goal once used stays readable. Lines that waited for a rate are converted now;
    lines with a rate keep theirs until their author saves."""
    with transaction.atomic():
        require("fundraising.enter_rate", by, delegation)
        if currency == delegation.currency:
            raise DomainError(
                _("The budget is already in %(currency)s.") % {"currency": currency}, code="same", field="currency"
            )
        if not source.strip():
            raise DomainError(_("Say where the rate is from."), code="source", field="source")
        if not rate.is_finite() or rate <= 0:
            raise DomainError(_("A rate is more than zero."), code="rate", field="rate")
        row = PlanningRate.objects.create(
            delegation=delegation,
            currency=currency,
            quote=delegation.currency,
            rate=rate,
            as_of=as_of,
            source=source.strip(),
            entered_by=by,
        )
        newest = latest_rates(delegation)[currency]
        waiting = BudgetLine.objects.select_for_update(of=("self",)).filter(
            budget__delegate__delegation=delegation, each_currency=currency, rate=None
        )
        for line in waiting.select_related("budget"):
            _convert(line, {currency: newest})
            line.save(update_fields=["rate", "amount_minor"])
        record("fundraising.enter_rate", row, by)
    return row


def latest_rates(delegation) -> dict[str, PlanningRate]:
    """The rate in force for each currency: newest day, then newest entry."""
    found: dict[str, PlanningRate] = {}
    for rate in PlanningRate.objects.filter(delegation=delegation, quote=delegation.currency).order_by("-as_of", "-id"):
        found.setdefault(rate.currency, rate)
    return found


def snapshot(budget) -> list[dict]:
    """The lines as they stand, for a version's text. Amounts in minor units; `rate` is None in the budget's own
    currency."""
    if budget is None or budget.pk is None:
        return []
    return [_dict_of(line) for line in budget.lines.select_related("rate").order_by("position", "id")]


def _dict_of(line) -> dict:
    plain = {name: getattr(line, name) for name in SNAPSHOT}
    rate = line.rate
    plain["uuid"] = str(line.uuid)
    plain["rate"] = rate and {
        "uuid": str(rate.uuid),
        "rate": format(rate.rate.normalize(), "f"),
        "quote": rate.quote,
        "as_of": rate.as_of.isoformat(),
        "source": rate.source,
    }
    return plain


def _mine(delegate, by, seen) -> Budget:
    """The delegate's budget, locked; made on first use."""
    require("fundraising.edit_budget", by, delegate)
    lock(delegate)
    budget, _made = Budget.objects.get_or_create(delegate=delegate, defaults={"currency": delegate.delegation.currency})
    if seen and seen != "none" and seen != fingerprint(budget):
        raise Conflict(
            _("Your budget was saved in another window meanwhile. Nothing was overwritten: compare and save again."),
            code="stale",
        )
    return budget


def _with_money(budget):
    """Lines that costs were proposed for: they stay, whatever becomes of the estimate."""
    return budget.lines.filter(commitments__isnull=False).distinct()


def _refuse_to_drop(line: BudgetLine | None) -> None:
    if line is not None:
        raise DomainError(
            _("There is money on “%(line)s” already, so the line stays. You may set its amount to 0.")
            % {"line": budget_template.shown_label(line.code, line.label)},
            code="line_has_money",
        )


def _from_template(budget, line: budget_template.TemplateLine, rates, row: BudgetLine | None = None) -> BudgetLine:
    row = row or BudgetLine(budget=budget)
    row.code, row.label, row.basis, row.quantity = line.code, line.label, line.basis, line.quantity
    row.each_minor, row.each_currency, row.required = line.each_minor, line.currency, line.required
    row.low_minor, row.high_minor = line.low_minor, line.high_minor
    row.source, row.source_as_of, row.confidence = line.source, line.source_as_of, line.confidence
    _convert(row, rates)
    return row


def _write(line: BudgetLine, typed: LineInput, position: int, rates) -> None:
    line.position = position
    line.label = typed.label.strip()
    line.quantity = typed.quantity
    line.each_minor = typed.each_minor
    line.required = typed.required
    line.note = typed.note.strip()
    if not line.code:
        # A template line keeps its currency and unit, since its range is told in them.
        line.basis, line.each_currency = typed.basis, typed.currency
    _convert(line, rates)
    if line.amount_minor > MAX_LINE_MINOR:
        raise DomainError(_("“%(line)s” is too large.") % {"line": line.label}, code="too_large")
    line.save()


def _convert(line: BudgetLine, rates) -> None:
    """Quantity × each, into the budget's currency. Without a rate the line counts nothing and is told apart."""
    whole = line.quantity * line.each_minor
    if line.each_currency == line.budget.currency:
        line.rate, line.amount_minor = None, whole
        return
    line.rate = rates.get(line.each_currency)
    line.amount_minor = (
        convert_minor(whole, line.each_currency, line.rate.rate, line.budget.currency) if line.rate else 0
    )
