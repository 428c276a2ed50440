"""Gifts by card in any order of telling, in other currencies too; payments that fit no gift."""

import uuid

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from delegation.money import from_minor
from fundraising.actions import donations, held
from fundraising.actions.funds import open_pool
from fundraising.models import Appeal, HeldApart
from tests.factories.fundraising import make_asked, make_balance, make_payment
from tests.factories.payments import later
from tests.fundraising.machine.base import AMOUNTS, FEES, PICK, REFUSED, SELDOM, Base
from tests.fundraising.machine.world import Card

TOLD = st.lists(st.sampled_from(["bare", "full", "fee"]), min_size=1, max_size=5)
RATES = st.sampled_from(["0.91", "1.08", "1.125"])


class CardGifts(Base):
    def begin(self, owner, amount, currency="USD"):
        """The donor was sent to the payment page; nothing is in the books."""
        appeal = None if owner == "pool" else Appeal.objects.get(delegate_id=owner)
        asked = make_asked(self.world.delegation, amount=from_minor(amount, currency), appeal=appeal)
        return donations.start(asked).donation

    @rule(to=PICK, amount=AMOUNTS, fee=FEES, told=TOLD)
    def a_gift_by_card(self, to, amount, fee, told):
        """Its payment with and without the fee, and the fee alone, one to three times in any order."""
        donation = self.begin(self.owner(to), amount)
        full = make_payment(donation, fee=fee)
        card = Card(full, self.owner(to), amount, "USD", amount, donation, state="", is_fee_booked=False)
        for what in told:
            if what == "fee":
                assert self.do(donations.record_fee, donation, full.balance) is not REFUSED
            else:
                payment = later(full, balance=None) if what == "bare" else full
                assert self.do(donations.settle, payment) is not REFUSED
                self._settled(card)
            if what != "bare":
                self._fee(card, fee)
        if card.state:
            card.donation.refresh_from_db()
            self.cards.append(card)

    def _settled(self, card):
        if not card.state:
            card.state = "paid"
            self.oracle.into_stripe(card.amount, card.currency)
            self.oracle.change(("available", card.owner, card.currency), card.amount)

    def _fee(self, card, fee):
        if card.state and not card.is_fee_booked:
            card.is_fee_booked = True
            self.oracle.bear(card.owner, fee, card.currency)
            self.oracle.out_of_stripe(fee, card.currency)

    @rule(
        to=PICK,
        amount=st.integers(10_00, 80_00),
        currency=st.sampled_from(["EUR", "CHF", "JPY"]),
        rate=RATES,
        fee=FEES,
        told=TOLD,
        stays=SELDOM,
    )
    def a_gift_in_another_currency(self, to, amount, currency, rate, fee, told, stays):
        """In the books at what it came to; held apart where Stripe keeps the other currency (`stays`)."""
        owner = self.owner(to)
        donation = self.begin(owner, amount, currency)
        came = amount if stays else int(amount * float(rate))
        balance = make_balance(came, fee, currency=currency if stays else "USD", exchange_rate=None if stays else rate)
        full = make_payment(donation, balance=balance)
        card = Card(full, owner, came, balance.currency, amount, donation, state="", is_fee_booked=False)
        for what in told:
            if what == "fee":
                assert self.do(donations.record_fee, donation, balance) is not REFUSED
                continue
            assert self.do(donations.settle, full if what == "full" else later(full, balance=None)) is not REFUSED
            if what == "full" and stays:
                self._held(card)
            elif what == "full":
                self._settled(card)
                self._fee(card, fee)
        if card.state:
            card.donation.refresh_from_db()
            self.cards.append(card)

    # -- what fits no gift ------------------------------------------------------------------------------------
    def _held(self, card):
        if card.state:
            return
        card.state, card.in_suspense, card.owner = "held", card.amount, None
        self.oracle.into_stripe(card.amount, card.currency)
        self.oracle.change(("suspense", "", card.currency), card.amount)
        card.held = HeldApart.objects.get(payment_intent=card.payment.id)

    @rule(
        to=PICK,
        amount=AMOUNTS,
        fee=FEES,
        why=st.sampled_from(["other_amount", "unknown", "twice"]),
        n=PICK,
        bare=SELDOM,
    )
    def a_payment_that_fits_no_gift(self, to, amount, fee, why, n, bare):
        paid = [card for card in self.cards if card.state == "paid" and card.currency == card.donation.currency]
        if why == "twice" and paid:
            donation = self.pick(paid, n).donation
            amount = donation.amount_minor
            full = make_payment(donation, fee=fee)
        else:
            donation = self.begin(self.owner(to), amount)
            lost = {"metadata": {"donation": str(uuid.uuid4())}} if why == "unknown" else {}
            amount += 0 if lost else 1_00
            full = make_payment(donation, fee=fee, amount_received=amount, **lost)
            donation = None if lost else donation
        assert self.do(donations.settle, later(full, balance=None) if bare else full, again=True) is not REFUSED
        card = Card(full, None, amount, "USD", amount, donation, state="", is_fee_booked=False)
        self._held(card)
        if bare:
            self.do(held.record_fee, card.held, full.balance)
        self.cards.append(card)

    def waiting(self):
        return [card for card in self.cards if card.state == "held"]

    @precondition(lambda self: self.waiting())
    @rule(n=PICK, to_pool=st.booleans(), wrong=SELDOM)
    def held_apart_is_placed(self, n, to_pool, wrong):
        card = self.pick(self.waiting(), n)
        owner, fund = "pool", open_pool(self.world.delegation, card.currency)
        if not to_pool and card.donation is not None and card.donation.fund.currency == card.currency:
            fund = card.donation.fund
            owner = fund.delegate_id or "pool"
        world = self.world
        if self.do(held.ask_place, card.held, world.treasurer, fund, uuid.uuid4()) is REFUSED:
            return
        if self.do(held.place, card.held, self.second(wrong), again=True) is REFUSED:
            self.do(held.leave, card.held, world.treasurer)
            return
        assert not wrong
        self.oracle.move(("suspense", "", card.currency), ("available", owner, card.currency), card.in_suspense)
        card.state, card.owner, card.in_suspense = "placed", owner, 0
        self._fee(card, card.payment.balance.fee)
