"""Advances, claims and a stipend of the demo, by the same actions as real ones: every state is there to be seen."""

import io
import uuid
from datetime import timedelta

from djmoney.money import Money
from PIL import Image, ImageDraw

from fundraising import wording
from fundraising.actions import advance_payments, advances, claim_decisions, claims, commitments, stipends
from fundraising.allowances.per_diem import CalendarDay


def stage(play) -> None:
    """`play` knows the staff and the delegates by name."""
    dolores, ngozi, kai = (play.staff(name) for name in ("dolores", "ngozi", "kai"))
    ana, marcus, winona = (play.delegate(name) for name in ("ana", "marcus", "winona"))
    _hold(ana, 250, kai, dolores)
    _ask(marcus, 120)
    advance_payments.approve(_ask(ana, 200), by=kai)
    claims.submit(_claim(winona, ("Bus to the airport", "43.50", "USD"), ("Phone card", "20", "CHF")), by=winona.person)
    asked = claims.submit(_claim(ana, ("Passport photos", "17.99", "USD")), by=ana.person)
    claim_decisions.flag(asked, {}, note="One receipt shows two people. Which of the two photos is yours?", by=kai)
    _claim(marcus, ("Train to the embassy", "31", "USD"))
    offer = _stipend(ana, 300, kai)
    stipends.agree(offer, wording_version=wording.STIPEND_VERSION, by=ana.person)
    _stipend(marcus, 250, ngozi)


def _hold(delegate, units: int, proposer, approver):
    fund = delegate.fund
    line = delegate.budget.lines.filter(code="daily").first()
    cost = {"purpose": "meals", "what": "Meals in Geneva", "line": line, "form_token": uuid.uuid4()}
    row = commitments.propose_commitment(fund, proposer, cost=Money(units, fund.currency), **cost)
    return commitments.approve(row, approver)


def _ask(delegate, units: int):
    day = claims.today() + timedelta(days=20)
    return advances.request_advance(
        delegate,
        Money(units, "USD"),
        cost_on=day,
        ends_on=day + timedelta(days=8),
        note="For meals and buses; my card is often refused abroad.",
        form_token=uuid.uuid4(),
        by=delegate.person,
    )


def _claim(delegate, *costs):
    days = [CalendarDay(claims.today() - timedelta(days=1), "travel", frozenset({"breakfast"}))]
    row = claims.draft_claim(delegate, days=days, by=delegate.person)
    for number, (what, units, currency) in enumerate(costs):
        photo = claims.add_file(row, _receipt(what, units, currency), by=delegate.person)
        cost = claims.LineInput(
            kind="receipt",
            spent_on=claims.today() - timedelta(days=number + 1),
            what=what,
            amount=Money(units, currency),
            receipt=photo,
        )
        claims.save_line(row, cost, by=delegate.person)
    return row


def _receipt(what: str, units: str, currency: str) -> bytes:
    """A drawn slip of paper, so that there is something to look at."""
    picture = Image.new("RGB", (320, 420), "#fbfaf8")
    pen = ImageDraw.Draw(picture)
    for y, words in ((40, "RECEIPT"), (120, what), (180, f"{currency} {units}"), (340, "Thank you")):
        pen.text((40, y), words, fill="#1e1a22")
    pen.line((40, 230, 280, 230), fill="#544c59", width=2)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _stipend(delegate, units: int, by):
    return stipends.propose_stipend(delegate, Money(units, "USD"), reason="wages", form_token=uuid.uuid4(), by=by)
