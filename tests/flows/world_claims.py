"""What the addresses of advances, claims and stipends stand on."""

import uuid
from datetime import timedelta

from fundraising import wording
from fundraising.actions import advance_payments, advances, claims, commitments, stipends
from fundraising.models import Disbursement
from tests.factories.appeals import make_picture
from tests.factories.claims import Journey, pay, to_bank
from tests.factories.fundraising import make_gift, usd


def add(delegation, people, owner, rows):
    """The owner has an advance asked for, one in hand with money on its way back, a draft, and a claim that waits; the
    other delegate a question; stipends wait for an answer and for approval."""
    other, logistics = rows["other"], people["logistics"]
    rows["claim_draft"] = _claim(owner, send=False)
    rows["claim_line_draft"] = rows["claim_draft"].lines.get()
    rows["receipt_file"] = rows["claim_draft"].files.get()
    rows["claim_waiting"] = _claim(other, 30)
    rows["claim_line_waiting"] = rows["claim_waiting"].lines.get()
    _in_hand(delegation, people, owner, rows)
    rows["advance_asked"] = _ask(owner, 20)
    for name, who in (("stipend_asked", owner), ("stipend_agreed", other)):
        rows[name] = stipends.propose_stipend(who, usd(90), reason="wages", form_token=uuid.uuid4(), by=logistics)
    stipends.agree(rows["stipend_agreed"], wording_version=wording.STIPEND_VERSION, by=other.person)


def _claim(delegate, units=12, *, send=True):
    row = claims.draft_claim(delegate, by=delegate.person)
    photo = claims.add_file(row, make_picture((40 + units, 30)), by=delegate.person)
    typed = claims.LineInput(kind="receipt", spent_on=claims.today(), what="Bus", amount=usd(units), receipt=photo)
    claims.save_line(row, typed, by=delegate.person)
    return claims.submit(row, by=delegate.person) if send else row


def _ask(delegate, units):
    day = claims.today()
    fields = {"cost_on": day, "ends_on": day + timedelta(days=9), "note": "Meals in Geneva", "form_token": uuid.uuid4()}
    return advances.request_advance(delegate, usd(units), by=delegate.person, **fields)


def _in_hand(delegation, people, owner, rows):
    """An advance that was paid, by the same hands that pay in life."""
    make_gift(rows["fund"], 300, fee=0)
    to_bank(250_00)
    cost = {"purpose": "meals", "what": "Meals in Geneva", "form_token": uuid.uuid4()}
    row = commitments.propose_commitment(rows["fund"], people["logistics"], cost=usd(100), **cost)
    commitments.approve(row, people["director"])
    advance = rows["advance_paid"] = _ask(owner, 50)
    advance_payments.approve(advance, by=people["logistics"])
    stand_in = Journey.__new__(Journey)
    stand_in.delegate, stand_in.person = owner, owner.person
    stand_in.logistics, stand_in.treasurer, stand_in.director = (
        people["logistics"], people["treasurer"], people["director"],
    )  # fmt: skip
    pay(Disbursement.objects.get(about_uuid=advance.uuid), stand_in)
    rows["hand_back"] = advances.record_hand_back(
        advance, usd(5), received_on=claims.today(), bank_reference=f"IN {uuid.uuid4().hex[:8]}",
        form_token=uuid.uuid4(), by=people["treasurer"],
    )  # fmt: skip
