"""The sentences of receipts and statements that carry law, word for word, one function a version. A receipt issued
under a version reads as that version for ever, so a version is never edited once it was used: add the next one.

`paragraphs(version, facts)` answers plain translated text in the active language. The English text is the binding one;
`CURRENT` is what new receipts are issued under, and what the lawyer's confirmation must name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

CURRENT = "2026-11"
# A payment of more than this for which something was given back must be told what it was worth (26 U.S.C. 6115).
QUID_PRO_QUO_OVER_MINOR = 75_00


@dataclass(frozen=True)
class Facts:
    """What fills the sentences, as the reader reads it. `states_value`: the good-faith value must be stated."""

    kind: str
    amount: str
    date: str
    network: str
    ein: str = ""
    address: str = ""
    deductible: bool = False
    public_name: str = ""
    goods: str = ""
    goods_value: str = ""
    beyond: str = ""
    states_value: bool = False
    returned: str = ""
    remains: str = ""
    # Of an advised fund or an employer: who sent the money, and whether it matches the giver's own.
    sponsor: str = ""
    is_match: bool = False


def states_value(amount_minor: int, currency: str, goods_value_minor: int) -> bool:
    """Whether the value of what was received has to be stated. In another currency than USD always: no fault."""
    return goods_value_minor > 0 and (currency != "USD" or amount_minor > QUID_PRO_QUO_OVER_MINOR)


def paragraphs(version: str, facts: Facts) -> list[str]:
    """Raises KeyError for a version that never was."""
    return VERSIONS[version](facts)


def statement_paragraphs(version: str, facts: Facts) -> list[str]:
    """Below a year's statement; `amount` is what remains, `date` the year. Raises KeyError."""
    return STATEMENTS[version](facts)


def in_kind_text(description: str) -> str:
    """Thanks for a thing: never with a value."""
    return _("Thank you for %(description)s. We do not state a value.") % {"description": description}


# -- version 2026-11 ------------------------------------------------------------------------------
def _of_november_2026(facts: Facts) -> list[str]:
    words = _SENTENCES_2026_11[facts.kind](facts)
    returned = _returned_2026_11(facts)
    return [" ".join(part for part in words if part), *([returned] if returned else [])]


def _exempt_2026_11(facts: Facts) -> str:
    if not facts.deductible:
        return ""
    return _(
        "%(network)s (EIN %(ein)s, %(address)s) is tax-exempt under section 501(c)(3) of the Internal Revenue Code."
    ) % {"network": facts.network, "ein": facts.ein, "address": facts.address}


def _accepted_2026_11(facts: Facts) -> str:
    if not facts.public_name:
        return _(
            "It was accepted with the understanding that %(network)s has complete discretion and control over the use "
            "of all donated funds."
        ) % {"network": facts.network}
    return _(
        "You would like it to help %(public_name)s; it was accepted with the understanding that %(network)s has "
        "complete discretion and control over the use of all donated funds."
    ) % {"public_name": facts.public_name, "network": facts.network}


def _gift_2026_11(facts: Facts) -> list[str]:
    received = _(
        "We received your gift of %(amount)s on %(date)s. No goods or services were provided in exchange for it."
    ) % {"amount": facts.amount, "date": facts.date}
    return [_exempt_2026_11(facts), received, _accepted_2026_11(facts)]


def _quid_pro_quo_2026_11(facts: Facts) -> list[str]:
    received = _("We received your gift of %(amount)s on %(date)s.") % {"amount": facts.amount, "date": facts.date}
    return [_exempt_2026_11(facts), received, *_goods_2026_11(facts), _accepted_2026_11(facts)]


def _goods_2026_11(facts: Facts) -> list[str]:
    if not facts.states_value:
        return [_("You received %(description)s.") % {"description": facts.goods}]
    named = {"description": facts.goods, "value": facts.goods_value}
    if not facts.deductible:
        return [_("You received %(description)s, which we value at %(value)s in good faith.") % named]
    return [
        _(
            "You received %(description)s, which we value at %(value)s in good faith; only what you gave beyond that "
            "may be deductible."
        )
        % named,
        _("That is %(beyond)s.") % {"beyond": facts.beyond},
    ]


def _family_2026_11(facts: Facts) -> list[str]:
    return [
        _("We received %(amount)s on %(date)s towards travel costs. This is not a receipt for a tax-deductible gift.")
        % {"amount": facts.amount, "date": facts.date}
    ]


def _advised_2026_11(facts: Facts) -> list[str]:
    """For whoever advised a gift of a fund's sponsor, or whose employer matched: thanks, and no word about anybody's
    tax; the sponsor keeps the records."""
    named = {"amount": facts.amount, "date": facts.date, "sponsor": facts.sponsor}
    if not facts.sponsor:
        received = _("We received %(amount)s on %(date)s. Thank you.") % named
    elif facts.is_match:
        received = (
            _(
                "We received %(amount)s from %(sponsor)s on %(date)s, which matches what you gave. Thank you for "
                "asking for it."
            )
            % named
        )
    else:
        received = (
            _(
                "We received %(amount)s from %(sponsor)s on %(date)s, which you advised. Thank you. This letter thanks "
                "you; %(sponsor)s keeps the records of the gift."
            )
            % named
        )
    return [received, _accepted_2026_11(facts)]


def _returned_2026_11(facts: Facts) -> str:
    if not facts.returned:
        return ""
    return _("Of this we have returned %(returned)s; %(remains)s remains given.") % {
        "returned": facts.returned,
        "remains": facts.remains,
    }


def _statement_of_november_2026(facts: Facts) -> list[str]:
    said = [
        _exempt_2026_11(facts),
        _("In %(year)s you gave %(amount)s, less what was given back to you.")
        % {"year": facts.date, "amount": facts.amount}
        if facts.kind == "gift"
        else _("In %(year)s you gave %(amount)s, less what was given back to you and what you received.")
        % {"year": facts.date, "amount": facts.amount},
        _("No goods or services were provided in exchange for gifts beside which no value is stated.")
        if facts.kind == "goods"
        else _("No goods or services were provided in exchange for these gifts."),
        _("%(network)s has complete discretion and control over the use of all donated funds.")
        % {"network": facts.network},
    ]
    return [" ".join(part for part in said if part)]


_SENTENCES_2026_11: dict[str, Callable[[Facts], list[str]]] = {
    "gift": _gift_2026_11,
    "family": _family_2026_11,
    "quid_pro_quo": _quid_pro_quo_2026_11,
    "advised": _advised_2026_11,
}

VERSIONS: dict[str, Callable[[Facts], list[str]]] = {"2026-11": _of_november_2026}
STATEMENTS: dict[str, Callable[[Facts], list[str]]] = {"2026-11": _statement_of_november_2026}
