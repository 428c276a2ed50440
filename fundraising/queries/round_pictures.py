"""A round as a picture: whole units, the table below holds every cent."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegation.figures import money_text
from delegation.pictures import Claimant, Rule
from delegation.pictures import policies as draw
from fundraising.queries.rounds import Row, Simulation


def policies(found: Simulation) -> SafeString:
    """Everybody who lacks something required, the highest score on top."""
    currency = found.round.currency
    rows = [row for row in found.rows if row.minimum_minor]
    rules = [Rule(outcome.label, completed_words(outcome.completed, len(rows))) for outcome in found.outcomes]
    told = "; ".join(f"{rule.label}: {rule.words}" for rule in rules)
    desc = _("%(told)s. Every figure is in the table below.") % {"told": told}
    people = [_claimant(row, currency) for row in rows]
    return draw(rules, people, title=_("The same money under three rules"), desc=desc)


def completed_words(completed: int, of: int) -> str:
    words = ngettext("%(n)s of %(of)s journey paid in full", "%(n)s of %(of)s journeys paid in full", of)
    return words % {"n": completed, "of": of}


def _claimant(row: Row, currency: str) -> Claimant:
    return Claimant(
        name=str(row.delegate),
        missing=row.minimum_minor,
        needs=_("lacks %(sum)s") % {"sum": money_text(row.minimum_minor, currency)},
        given=tuple(award.minor for award in row.awards),
        words=tuple(
            money_text(award.minor, currency)
            if award.minor
            else _("short %(sum)s") % {"sum": money_text(row.minimum_minor, currency)}
            for award in row.awards
        ),
    )
