"""What a delegate does next: one thing, in words, with the door to it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fundraising.models import Offer, Review
from travel.readiness.board import Row


@dataclass(frozen=True)
class Step:
    title: str
    text: str
    url: str = ""
    button: str = ""
    due: object = None

    @property
    def is_mine(self) -> bool:
        return bool(self.url)


def latest_review(delegate) -> Review | None:
    return (
        Review.objects.filter(version__appeal__delegate=delegate)
        .exclude(status="taken_back")
        .select_related("version__appeal")
        .order_by("-version__number")
        .first()
    )


def next_step(delegate, row: Row, documents, appeal, review) -> Step:
    """The delegate's own most urgent step; else whom we all wait for; else that everything is done."""
    own = (_offer_step(delegate), _appeal_step(delegate, appeal, review), *_own_steps(row, documents))
    mine = [step for step in own if step]
    if mine:
        return mine[0]
    return _others_step(row)


def _offer_step(delegate) -> Step | None:
    """Money that is held for them does not wait long."""
    offer = Offer.objects.filter(fund__delegate=delegate, status="offered").order_by("answer_by", "pk").first()
    if offer is None:
        return None
    return Step(
        _("Answer what the pool offers you"),
        _("Money is held for you alone until your answer. Accept it, ask for another amount, or leave it to others."),
        reverse("fundraising:my_offer", args=[offer.uuid]),
        _("See it and answer"),
        offer.answer_by,
    )


def _appeal_step(delegate, appeal, review) -> Step | None:
    if delegate.status not in {"nominated", "travelling"}:
        return None
    if review is not None and review.status == "changes_requested":
        return Step(
            _("Answer your reviewer"),
            _("Your reviewer asks for changes in your appeal. Amend it and send it again; the page opens after that."),
            reverse("fundraising:my_appeal"),
            _("Read what is asked"),
        )
    if appeal is None or (appeal.status == "draft" and review is None):
        return Step(
            _("Write your appeal"),
            _(
                "It tells people who you are and what the journey costs. A budget for Geneva is filled in for you to "
                "change. Nothing is public until you send it and a reviewer has read it."
            ),
            reverse("fundraising:my_appeal"),
            _("Write it now") if appeal is None else _("Go on writing"),
        )
    return None


def _own_steps(row: Row, documents) -> list[Step]:
    owing = [standing for standing in row.open if standing.owner == "delegate"]
    return [step for step in (_own_step(standing, documents) for standing in owing) if step]


def _own_step(standing, documents) -> Step | None:
    if standing.code == "passport_valid":
        return _passport_step(standing)
    if standing.code == "funding":
        return Step(
            _("Write your budget"),
            _("The lines are filled in for Geneva with usual prices. Change what is different for you."),
            reverse("fundraising:my_budget"),
            _("Open the budget"),
            standing.due,
        )
    if standing.code == "briefing":
        return _briefing_step(standing, documents)
    if standing.code == "accred_ok":
        return Step(
            standing.words,
            _badge_words(standing),
            reverse("travel:my_journey") + "#help",
            _("Whom to ask"),
            standing.due,
        )
    return None


def _passport_step(standing) -> Step:
    if standing.state == "todo":
        text = _(
            "Three things from its photo page: the country and two dates. No number, no picture. We see at once "
            "whether it lasts long enough."
        )
        return Step(
            _("Give the dates of your passport"), text, reverse("travel:my_papers"), _("Give the dates"), standing.due
        )
    text = _("%(why)s A renewal takes four to six weeks; ask us about the urgent way. Then give the new dates.") % {
        "why": standing.words
    }
    return Step(_("Renew your passport"), text, reverse("travel:my_papers"), _("Give the new dates"), standing.due)


def _briefing_step(standing, documents) -> Step | None:
    left = [d for d in documents if d.briefing.required and not d.is_read]
    if not left:
        return None
    first = left[0]
    minutes = ngettext("%(n)s minute.", "%(n)s minutes.", first.minutes) % {"n": first.minutes}
    if first.read_older:
        text = _("It changed since you read it. %(minutes)s") % {"minutes": minutes}
    else:
        text = minutes
    if len(left) > 1:
        more = ngettext("%(n)s more document waits after it.", "%(n)s more documents wait after it.", len(left) - 1)
        text = f"{text} {more % {'n': len(left) - 1}}"
    return Step(
        _("Read “%(title)s”") % {"title": first.title},
        text,
        reverse("travel:briefing", args=[first.briefing.uuid]),
        _("Read it now"),
        standing.due,
    )


def _badge_words(standing) -> str:
    if standing.state == "rejected":
        return _("Look into your mail, also into the spam folder: Indico.UN writes from there. Then tell us.")
    return _(
        "Indico.UN asks for name, passport and photo exactly as in the passport. The log-in link in its mail lives for "
        "20 minutes. Logistics can sit beside you on a call."
    )


def _others_step(row: Row) -> Step:
    if row.first is None:
        return Step(
            _("You are ready"),
            _("Everything we check is done. If a date moves, what depends on it comes back here."),
        )
    owner = row.owner_of(row.first, own=True)
    return Step(
        _("You do nothing now"),
        _("%(what)s This is owed by %(owner)s.") % {"what": row.first.words, "owner": owner},
        due=row.first.due,
    )
