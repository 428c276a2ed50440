"""Monthly gifts: each month that arrives is a gift of its own, told by page, invoice and payment in any order; stopped,
and taken all the same; paid for twice."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from delegation.money import from_minor
from fundraising.actions import donations, monthly, monthly_money
from fundraising.models import Appeal
from tests.factories.fundraising import make_asked, make_session
from tests.factories.monthly import make_invoice, month_paid, session_of
from tests.factories.payments import later
from tests.fundraising.machine.base import FEES, PICK, REFUSED, SELDOM
from tests.fundraising.machine.card import CardGifts
from tests.fundraising.machine.world import Card

FIRST = st.lists(st.sampled_from(["page", "invoice", "bare"]), min_size=1, max_size=3)
LATER = st.lists(st.sampled_from(["invoice", "bare", "fee"]), min_size=1, max_size=3)


def follow_stray(invoice, payment):
    """A second subscription of the same gift: its money is kept, then the caller is told to end it."""
    try:
        monthly_money.follow_invoice(invoice, payment)
    except monthly_money.Stray as stray:
        return stray.subscription
    raise AssertionError("a page paid twice passed for one")


class MonthlyGifts(CardGifts):
    def __init__(self, world):
        super().__init__(world)
        # Each a row and whose its months are.
        self.monthly: list[list] = []

    @rule(to=PICK, amount=st.integers(5_00, 60_00), fee=FEES, told=FIRST)
    def a_monthly_gift_begins(self, to, amount, fee, told):
        owner = self.owner(to)
        appeal = None if owner == "pool" else Appeal.objects.get(delegate_id=owner)
        fields = {"amount": from_minor(amount, "USD"), "appeal": appeal, "is_monthly": True}
        attempt = donations.start(make_asked(self.world.delegation, **fields))
        donations.remember_session(attempt, make_session(attempt))
        gift = attempt.donation.monthly
        full = month_paid(gift, fee=fee)
        invoice = make_invoice(gift, full)
        card = Card(full, owner, amount, "USD", amount, attempt.donation, state="", is_fee_booked=False)
        for what in told:
            payment = later(full, balance=None) if what == "bare" else full
            if what == "page":
                page = session_of(gift, invoice)
                assert self.do(monthly_money.follow_session, page, invoice, payment) is not REFUSED
            else:
                assert self.do(monthly_money.follow_invoice, invoice, payment) is True
            self._settled(card)
            if what != "bare":
                self._fee(card, fee)
        card.donation.refresh_from_db()
        self.cards.append(card)
        self.monthly.append([gift, owner])

    @precondition(lambda self: self.monthly)
    @rule(n=PICK, fee=FEES, told=LATER, other=SELDOM)
    def a_month_arrives(self, n, fee, told, other):
        """Booked at what was taken (`other`: not what was agreed), also where the gift was stopped meanwhile."""
        gift, owner = self.pick(self.monthly, n)
        gift.refresh_from_db()
        amount = gift.amount_minor + (1_00 if other else 0)
        full = month_paid(gift, fee=fee, amount_received=amount)
        invoice = make_invoice(gift, full, is_first=False)
        card = Card(full, owner, amount, "USD", amount, state="", is_fee_booked=False)
        for what in told:
            if what == "fee":
                if card.state:
                    assert self.do(donations.record_fee, card.donation, full.balance) is not REFUSED
                    self._fee(card, fee)
                continue
            payment = later(full, balance=None) if what == "bare" else full
            assert self.do(monthly_money.follow_invoice, invoice, payment, again=True) is True
            self._settled(card)
            card.donation = gift.donations.get(invoice=invoice.id)
            if what == "invoice":
                self._fee(card, fee)
        if card.state:
            self.cards.append(card)

    @precondition(lambda self: self.monthly)
    @rule(n=PICK)
    def a_monthly_gift_is_stopped(self, n):
        gift, _owner = self.pick(self.monthly, n)
        assert self.do(monthly.cancel, gift, by=self.world.treasurer, again=True) is not REFUSED

    @precondition(lambda self: self.monthly)
    @rule(n=PICK, fee=FEES)
    def a_page_is_paid_twice(self, n, fee):
        gift, _owner = self.pick(self.monthly, n)
        gift.refresh_from_db()
        full = month_paid(gift, fee=fee)
        subscription = f"sub_again_{full.id}"
        invoice = make_invoice(gift, full, is_first=True, subscription=subscription)
        assert self.do(follow_stray, invoice, full, again=True) == subscription
        first = gift.donations.order_by("id").first()
        card = Card(full, None, full.amount_received, "USD", full.amount_received, first, state="", is_fee_booked=False)
        self._held(card)
        self.cards.append(card)
