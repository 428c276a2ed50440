"""What a person records of a gift by hand, and what is refused of it before anything is stored."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.errors import Conflict, DomainError
from delegation.models import Delegation
from delegation.money import to_minor
from fundraising.actions.funds import open_pool, open_travel_fund
from fundraising.models import Appeal, BankLine, Deposit, Fund, MatchPledge, OfflineGift
from fundraising.queries.public import ON_THE_WAY, network_zone

SPONSORED = (OfflineGift.Source.ADVISED_FUND, OfflineGift.Source.EMPLOYER)
# What goes to the bank in somebody's hand.
BY_HAND = frozenset({"cheque", "cash", "advised_fund", "employer"})


@dataclass(frozen=True)
class Recorded:
    """What a person records of a gift. `given_on` is the contribution date: a cheque's postmark, else the day it
    arrived. `appeal` None is the pool; `line` where it was seen on a bank statement."""

    delegation: Delegation
    source: str
    amount: Money
    given_on: date
    form_token: UUID
    name: str = ""
    email: str = ""
    language: str = "en"
    sponsor_name: str = ""
    cheque_number: str = ""
    bank_reference: str = ""
    appeal: Appeal | None = None
    pledge: MatchPledge | None = None
    line: BankLine | None = None
    deposit: Deposit | None = None
    shown_name: str = ""
    is_family: bool = False
    goods_description: str = ""
    goods_value: Money | None = None
    note: str = ""


def checked(asked: Recorded) -> tuple[int, Fund]:
    """The amount in minor units and the fund it goes to. Raises DomainError (amount, date, who gave, sponsor), Conflict
    (appeal, pledge, line)."""
    fund = _fund(asked)
    currency = asked.amount.currency.code
    if currency != fund.currency:
        raise DomainError(
            _("Record what the bank credits, in %(currency)s.") % {"currency": fund.currency},
            code="currency",
            field="amount",
        )
    minor = to_minor(asked.amount)
    if minor <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if asked.given_on > timezone.localdate(timezone=network_zone()):
        raise DomainError(_("This day is still to come."), code="future", field="given_on")
    if not asked.pledge and not asked.name.strip() and not asked.email.strip():
        raise DomainError(_("Type a name or an e-mail address."), code="nobody", field="name")
    if asked.source in SPONSORED and not asked.sponsor_name.strip():
        raise DomainError(_("Name the fund's sponsor or the employer."), code="sponsor", field="sponsor_name")
    goods = to_minor(asked.goods_value) if asked.goods_value else 0
    if goods < 0 or goods > minor:
        raise DomainError(_("It cannot be worth more than the gift."), code="goods", field="goods_value")
    if goods and not asked.goods_description.strip():
        raise DomainError(_("Say what the giver received."), code="goods", field="goods_description")
    _check_pledge(asked)
    _check_line(asked, minor)
    return minor, fund


def _fund(asked: Recorded) -> Fund:
    if asked.appeal is None:
        return open_pool(asked.delegation)
    delegate = asked.appeal.delegate
    if delegate.delegation_id != asked.delegation.pk or asked.appeal.approved_version_id is None:
        raise DomainError(_("Choose an appeal of this delegation."), code="appeal", field="appeal")
    if delegate.status not in ON_THE_WAY:
        raise Conflict(
            _("%(name)s does not travel with this delegation now. Record the gift for the pool.") % {"name": delegate},
            code="not_travelling",
            field="appeal",
        )
    return open_travel_fund(delegate)


def _check_pledge(asked: Recorded) -> None:
    pledge = asked.pledge
    if pledge is None:
        return
    wanted = (asked.delegation.pk, asked.appeal.pk if asked.appeal else None)
    if pledge.status not in ("agreed", "ended") or (pledge.delegation_id, pledge.appeal_id) != wanted:
        raise Conflict(_("This promise is for something else."), code="other_pledge", field="pledge")


def _check_line(asked: Recorded, minor: int) -> None:
    line = asked.line
    if line is None:
        return
    if line.delegation_id != asked.delegation.pk or line.status not in ("waiting", "held"):
        raise Conflict(_("This line of the statement is settled already."), code="line_taken")
    if (line.amount_minor, line.currency) != (minor, asked.amount.currency.code):
        raise DomainError(_("The bank statement says another amount."), code="bank_says_other", field="amount")
