"""Advances, claims and stipends of the demo in every state, by the same actions as real ones."""

import io
import uuid
from datetime import timedelta

from djmoney.money import Money
from PIL import Image, ImageDraw

from fundraising import wording
from fundraising.actions import (
    advance_payments,
    advances,
    claim_decisions,
    claims,
    commitments,
    disbursements,
    payees,
    stipends,
)
from fundraising.allowances.per_diem import CalendarDay
from fundraising.bankfiles.details import BankDetails
from fundraising.ledger import balances
from fundraising.models import Disbursement, Fund


def play(delegation, staff) -> None:
    """Kai of logistics decides what travellers ask, Dolores releases it, Ngozi sees that money came back."""
    stage = _Stage(delegation, staff)
    if len(stage.people) < 4:
        return
    _in_hand(stage)
    _paid_out(stage)
    _what_waits(stage)
    _taxable(stage)


class _Stage:
    """Travellers whose fund has something left, the richest of them first: the first one's payments leave."""

    def __init__(self, delegation, staff):
        self.kai, self.dolores, self.ngozi = staff["kai"], staff["dolores"], staff["ngozi"]
        rows = Fund.objects.filter(delegation=delegation, delegate__status="nominated", delegate__payee=None)
        rows = rows.select_related("delegate__person", "delegate__delegation")
        found = [(balances.of_fund(fund).available, fund) for fund in rows]
        self.people = [fund.delegate for room, fund in sorted(found, key=lambda f: (-f[0], f[1].pk)) if room > 250_00]
        self.number = 0

    def hold(self, delegate, units: int) -> None:
        line = delegate.budget.lines.filter(code="daily").first()
        cost = {"purpose": "meals", "what": "Meals in Geneva", "line": line, "form_token": uuid.uuid4()}
        row = commitments.propose_commitment(delegate.fund, self.kai, cost=Money(units, "USD"), **cost)
        commitments.approve(row, self.dolores)

    def ask(self, delegate, units: int):
        day = claims.today() + timedelta(days=20)
        fields = {"cost_on": day, "ends_on": day + timedelta(days=8), "form_token": uuid.uuid4()}
        note = "For meals and buses; my card is often refused abroad."
        return advances.request_advance(delegate, Money(units, "USD"), note=note, by=delegate.person, **fields)

    def leaves(self, about) -> None:
        """Cash against signature, released and seen on the statement by Dolores."""
        payment = Disbursement.objects.get(about_uuid=about.uuid)
        payee = payment.payee
        if payee.details is None:
            person = payee.delegate.person
            told = payees.change_payee(payee, person, BankDetails("cash", "USD", str(person)), form_token=uuid.uuid4())
            payees.confirm_payee(told, self.dolores)
        payment = disbursements.approve_disbursement(payment, self.dolores)
        payment = disbursements.send_disbursement(payment, self.dolores, bank_account="main")
        self.number += 1
        reference = f"CASH {self.number:03}"
        disbursements.settle_disbursement(payment, self.dolores, reference=reference, on=claims.today())

    def back(self, advance, units: int):
        self.number += 1
        return advances.record_hand_back(
            advance, Money(units, "USD"), received_on=claims.today(), bank_reference=f"IN {self.number:03}",
            form_token=uuid.uuid4(), by=self.kai,
        )  # fmt: skip

    def advance(self, delegate, units: int):
        row = self.ask(delegate, units)
        advance_payments.approve(row, by=self.kai)
        self.leaves(row)
        row.refresh_from_db()
        return row


def _in_hand(stage) -> None:
    """One cleared by receipts and money back, one in hand with more on its way back, one to be paid."""
    first, second = stage.people[:2]
    stage.hold(first, 120)
    cleared = stage.advance(first, 60)
    claim_decisions.approve(_sent(first, ("Meals at the station", "50", "USD"), code="daily"), by=stage.kai)
    advances.confirm_hand_back(stage.back(cleared, 10), by=stage.ngozi)
    stage.hold(second, 100)
    held = stage.advance(second, 60)
    advances.decline_hand_back(stage.back(held, 15), by=stage.ngozi)
    stage.back(held, 5)
    advance_payments.approve(stage.ask(second, 30), by=stage.kai)


def _paid_out(stage) -> None:
    first, _second, third = stage.people[:3]
    paid = claim_decisions.approve(_sent(first, ("Bus to the airport", "43.50", "USD")), by=stage.kai)
    stage.leaves(paid)
    claim_decisions.approve(_sent(third, ("Phone card", "20", "CHF")), by=stage.kai)
    part = _sent(third, ("Train to the embassy", "31", "USD"), ("Magazine", "9", "USD"))
    magazine = part.lines.get(what="Magazine")
    claim_decisions.part_approve(part, {magazine.uuid: claim_decisions.Verdict(0, "personal")}, by=stage.kai)


def _what_waits(stage) -> None:
    _first, _second, third, fourth = stage.people[:4]
    _sent(third, ("Passport photos", "17.99", "USD"))
    asked = _sent(fourth, ("Taxi", "64", "USD"))
    line = asked.lines.get(what="Taxi")
    claim_decisions.flag(
        asked, {line.uuid: "no_receipt"}, note="The photo is dark. Can you take it again?", by=stage.kai
    )
    declined = _sent(fourth, ("A hotel in Paris", "120", "USD"))
    claim_decisions.decline(declined, note="This was not part of the journey.", by=stage.kai)
    claims.discard(_draft(fourth, ("Tea", "4", "CHF")), by=fourth.person)
    _draft(fourth, ("Bag at the airport", "35", "USD"))
    stage.ask(fourth, 120)
    advances.take_back(stage.ask(fourth, 900), by=fourth.person)
    advances.decline(stage.ask(third, 700), note="The room is paid already. Ask for meals.", by=stage.kai)


def _taxable(stage) -> None:
    """Each answer a person can give, and what follows it."""
    first, second, third, fourth = stage.people[:4]
    _offer(stage, second, 300)
    _agreed(stage, third, 150)
    stipends.refuse(_offer(stage, third, 90), by=third.person)
    stipends.decline(_agreed(stage, fourth, 900), by=stage.ngozi)
    stipends.take_back(_offer(stage, fourth, 80), by=stage.kai)
    stipends.approve(_agreed(stage, first, 40), by=stage.ngozi)
    paid = stipends.approve(_agreed(stage, first, 30), by=stage.ngozi)
    stage.leaves(paid)


def _offer(stage, delegate, units: int):
    token = uuid.uuid4()
    return stipends.propose_stipend(delegate, Money(units, "USD"), reason="wages", form_token=token, by=stage.kai)


def _agreed(stage, delegate, units: int):
    return stipends.agree(_offer(stage, delegate, units), wording_version=wording.STIPEND_VERSION, by=delegate.person)


# -- claims -----------------------------------------------------------------------------------------------
def _sent(delegate, *costs, code: str = ""):
    return claims.submit(_draft(delegate, *costs, code=code), by=delegate.person)


def _draft(delegate, *costs, code: str = ""):
    """Costs with a drawn receipt each; the first claim of a person has a day of travel too."""
    first = not delegate.claims.exists() and not code
    days = [CalendarDay(claims.today() - timedelta(days=1), "travel", frozenset({"breakfast"}))] if first else None
    row = claims.draft_claim(delegate, days=days, by=delegate.person)
    line = delegate.budget.lines.filter(code=code).first() if code else None
    for number, (what, units, currency) in enumerate(costs, start=1):
        photo = claims.add_file(row, _receipt(what, units, currency), by=delegate.person)
        cost = claims.LineInput(
            kind="receipt",
            spent_on=claims.today() - timedelta(days=number),
            what=what,
            amount=Money(units, currency),
            budget_line=line,
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
