"""What Stripe does later: refunds, disputes, payouts; told late, twice, or as a whole list at once."""

import uuid

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from delegation.money import from_minor
from fundraising.actions import disputes, held, payouts, refunds
from fundraising.models import Refund
from tests.factories import payments as gateway
from tests.fundraising.machine.base import PICK, REFUSED, SELDOM, Base
from tests.fundraising.machine.world import Card, Loss


class StripeLater(Base):
    def __init__(self, world):
        super().__init__(world)
        self.asked: list[tuple[Card, Refund]] = []
        self.payouts: list = []

    # -- a loss, and what comes back -----------------------------------------------------------------------------
    def lose(self, card: Card, told, amount: int) -> Loss:
        loss = Loss(told, amount, card.currency, [])
        if card.state in ("paid", "placed"):
            loss.borne = self.oracle.bear(card.owner, amount, card.currency)
        else:
            own = min(amount, card.in_suspense)
            card.in_suspense -= own
            self.oracle.change(("suspense", "", card.currency), -own)
            loss.borne = [(("suspense", "", card.currency), own)] if own else []
            loss.borne += self.oracle.bear("pool", amount - own, card.currency)
        self.oracle.out_of_stripe(amount, card.currency)
        return loss

    def regain(self, card: Card, loss: Loss):
        is_gift = card.state in ("paid", "placed")
        home = ("available", card.owner, card.currency) if is_gift else ("suspense", "", card.currency)
        loss.is_back = True
        self.oracle.into_stripe(loss.amount, card.currency)
        before = self.oracle.of("suspense", "", card.currency)
        self.oracle.give_back(loss.borne, home, loss.amount, card.currency)
        if not is_gift:
            card.in_suspense += self.oracle.of("suspense", "", card.currency) - before
            card.state = "held"

    def look_at_return(self, card: Card):
        """Nothing of it is held apart any more: sent back, and its fee is the pool's."""
        if card.state in ("held", "returning") and not card.in_suspense:
            card.state = "returned"
            self.pool_bears_fee(card)

    def pool_bears_fee(self, card):
        if not card.is_fee_booked:
            card.is_fee_booked = True
            self.oracle.bear("pool", card.payment.balance.fee, card.currency)
            self.oracle.out_of_stripe(card.payment.balance.fee, card.currency)

    # -- refunds ---------------------------------------------------------------------------------------------
    def gifts(self):
        return [card for card in self.cards if card.state == "paid" and card.refundable > 0]

    def refund(self, card, charged, mark=None, status="succeeded"):
        """Stripe's refund of so much of what was charged; a little more leaves where the rate has moved."""
        settled = charged if card.donation.currency == card.currency else max(1, charged * card.amount // card.charged)
        fields = {"settled": settled, "payment_intent": card.payment.id, "charge_id": card.payment.charge_id}
        made = gateway.make_refund(card.donation, charged, metadata={"refund": str(mark)} if mark else {}, **fields)
        return gateway.later(made, status=status, balance=gateway.later(made.balance, currency=card.currency))

    def tell_refunds(self, card, *more):
        """All refunds of the payment, as Stripe lists them."""
        listed = [*(loss.told for loss in card.refunds), *more]
        assert self.do(refunds.follow, card.payment.id, listed, again=True) is True
        for made in more:
            card.refunds.append(self.lose(card, made, -made.balance.amount))

    @precondition(lambda self: self.gifts())
    @rule(n=PICK, part=st.integers(1, 4), status=st.sampled_from(["succeeded", "succeeded", "pending"]))
    def a_refund_in_the_dashboard(self, n, part, status):
        card = self.pick(self.gifts(), n)
        self.tell_refunds(card, self.refund(card, max(1, card.refundable // part), status=status))

    @precondition(lambda self: self.gifts())
    @rule(n=PICK, part=st.integers(1, 4), wrong=SELDOM)
    def a_refund_is_asked_for(self, n, part, wrong):
        """Nothing leaves before Stripe says so."""
        card, world = self.pick(self.gifts(), n), self.world
        amount = from_minor(max(1, card.refundable // part), card.donation.currency)
        asked = self.do(
            refunds.request, card.donation, world.treasurer, amount, "staff", "By mistake.", uuid.uuid4(), again=True
        )
        if asked is REFUSED:
            return
        if asked.needs_second and self.do(refunds.approve, asked, self.second(wrong)) is REFUSED:
            return
        self.asked.append((card, asked))

    @precondition(lambda self: self.asked)
    @rule(n=PICK)
    def stripe_answers_a_refund(self, n):
        """Stripe gives back what is left of a payment and refuses more."""
        card, asked = self.asked.pop(n % len(self.asked))
        if card.refundable < asked.amount_minor or card.disputes:
            assert self.do(refunds.reject, asked, "charge_already_refunded", again=True) is not REFUSED
        else:
            self.tell_refunds(card, self.refund(card, asked.amount_minor, asked.uuid))

    def refunded(self):
        return [(card, loss) for card in self.cards for loss in card.refunds if not loss.is_back]

    @precondition(lambda self: self.refunded())
    @rule(n=PICK)
    def a_refund_fails(self, n):
        card, loss = self.pick(self.refunded(), n)
        loss.told = gateway.failed(loss.told)
        self.tell_refunds(card)
        self.regain(card, loss)
        self.look_at_return(card)

    # -- money held apart goes back ---------------------------------------------------------------------------
    @precondition(lambda self: self.waiting())
    @rule(n=PICK, wrong=SELDOM, refused=SELDOM)
    def held_apart_is_sent_back(self, n, wrong, refused):
        card = self.pick(self.waiting(), n)
        if self.do(held.ask_return, card.held, self.world.treasurer, uuid.uuid4()) is REFUSED:
            return
        asked = self.do(held.send_back, card.held, self.second(wrong), again=True)
        if asked is REFUSED:
            self.do(held.leave, card.held, self.world.treasurer)
            return
        assert not wrong
        if refused:
            assert self.do(refunds.reject, asked, "charge_already_refunded") is not REFUSED
            return
        card.state = "returning"
        made = gateway.make_refund(None, asked.amount_minor, settled=card.amount, metadata={"refund": str(asked.uuid)})
        made = gateway.later(
            made,
            currency=asked.currency,
            payment_intent=card.payment.id,
            charge_id=card.payment.charge_id,
            balance=gateway.later(made.balance, currency=card.currency),
        )
        self.tell_refunds(card, made)
        self.look_at_return(card)

    # -- disputes ------------------------------------------------------------------------------------------------
    def disputable(self):
        return [card for card in self.cards if card.state in ("paid", "placed", "held") and not card.disputes]

    @precondition(lambda self: self.disputable())
    @rule(n=PICK, fee=st.sampled_from([15_00, 0, 20_00]), inquiry=SELDOM)
    def a_dispute_opens(self, n, fee, inquiry):
        card = self.pick(self.disputable(), n)
        taken = [] if inquiry else [gateway.taken(card.amount, fee, currency=card.currency)]
        status = "warning_needs_response" if inquiry else "needs_response"
        told = gateway.make_dispute(card.donation, *taken, status=status, payment_intent=card.payment.id)
        assert self.do(disputes.follow, card.payment.id, told, again=True) is not REFUSED
        if inquiry:
            return
        card.disputes.append(self.lose(card, told, card.amount))
        card.fee_borne = self.oracle.bear("pool", fee, card.currency)
        self.oracle.out_of_stripe(fee, card.currency)
        self.look_at_return(card)

    def disputed(self):
        return [card for card in self.cards if card.disputes and card.disputes[0].told.status == "needs_response"]

    @precondition(lambda self: self.disputed())
    @rule(n=PICK, is_won=st.booleans(), fee_back=st.sampled_from([0, 15_00]))
    def a_dispute_is_decided(self, n, is_won, fee_back):
        card = self.pick(self.disputed(), n)
        loss = card.disputes[0]
        back = [gateway.reinstated(card.amount, -fee_back, currency=card.currency)] if is_won else []
        loss.told = gateway.later(
            loss.told, status="won" if is_won else "lost", movements=(*loss.told.movements, *back)
        )
        assert self.do(disputes.follow, card.payment.id, loss.told, again=True) is not REFUSED
        if is_won:
            self.regain(card, loss)
            self.look_at_return(card)
            self.oracle.into_stripe(fee_back, card.currency)
            self.oracle.give_back(card.fee_borne, ("available", "pool", card.currency), fee_back, card.currency)

    # -- payouts -------------------------------------------------------------------------------------------------
    @rule(part=st.integers(1, 3), beyond=SELDOM, status=st.sampled_from(["pending", "in_transit", "paid", "failed"]))
    def a_payout(self, part, beyond, status):
        """Heard of at any point of its life; `beyond`: more than we knew to be there."""
        amount = self.oracle.of("stripe") // part + (30_00 if beyond else 0)
        if amount:
            self.oracle.out_of_stripe(amount)
            self.oracle.change(("in_transit", "", "USD"), amount)
            row = [gateway.make_payout(amount, "pending"), "pending"]
            self.payouts.append(row)
            self.tell_payout(row, status)

    @precondition(lambda self: self.payouts)
    @rule(n=PICK, status=st.sampled_from(["in_transit", "paid", "paid", "failed"]))
    def a_payout_goes_on(self, n, status):
        self.tell_payout(self.pick(self.payouts, n), status)

    def tell_payout(self, row, status):
        """What is known later never becomes earlier."""
        told, state = row
        assert self.do(payouts.follow, gateway.later(told, status=status), again=True) is not REFUSED
        if status == "paid" and state == "pending":
            row[1] = "paid"
            self.oracle.change(("in_transit", "", "USD"), -told.amount)
            self.oracle.into_bank(told.amount)
        elif status == "failed" and state != "failed":
            row[1] = "failed"
            if state == "paid":
                self.oracle.taken_by_bank(told.amount)
            else:
                self.oracle.change(("in_transit", "", "USD"), -told.amount)
            self.oracle.into_stripe(told.amount)

    @precondition(lambda self: self.oracle.of("owed_to_stripe"))
    @rule(status=st.sampled_from(["pending", "paid", "failed"]))
    def stripe_takes_back_what_it_is_owed(self, status):
        amount = self.oracle.of("owed_to_stripe")
        assert self.do(payouts.follow, gateway.make_payout(-amount, status), again=True) is not REFUSED
        if status == "paid":
            self.oracle.into_stripe(amount)
            self.oracle.taken_by_bank(amount)
