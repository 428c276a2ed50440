"""The sentences that carry law, word for word, and kept for ever by their version."""

import hashlib
from dataclasses import replace

import pytest
from django.utils import translation

from fundraising import receipt_words
from fundraising.receipt_words import Facts, paragraphs, statement_paragraphs, states_value

FACTS = Facts(
    kind="gift",
    amount="$105.00",
    date="27 August 2026",
    network="The Network",
    ein="12-3456789",
    address="1 Street",
    deductible=True,
    goods="two places at the dinner",
    goods_value="$30.00",
    beyond="$75.00",
)
EXEMPT = "The Network (EIN 12-3456789, 1 Street) is tax-exempt under section 501(c)(3) of the Internal Revenue Code."
CONTROL = (
    "It was accepted with the understanding that The Network has complete discretion and control over the use of all "
    "donated funds."
)
WISH = (
    "You would like it to help Ana R.; it was accepted with the understanding that The Network has complete discretion "
    "and control over the use of all donated funds."
)
RECEIVED = "We received your gift of $105.00 on 27 August 2026."
NONE_BACK = "No goods or services were provided in exchange for it."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def said(**facts) -> list[str]:
    return paragraphs("2026-11", replace(FACTS, **facts))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, [f"{EXEMPT} {RECEIVED} {NONE_BACK} {CONTROL}"]),
        ({"public_name": "Ana R."}, [f"{EXEMPT} {RECEIVED} {NONE_BACK} {WISH}"]),
        ({"deductible": False}, [f"{RECEIVED} {NONE_BACK} {CONTROL}"]),
        (
            {"kind": "family", "public_name": "Ana R."},
            [
                "We received $105.00 on 27 August 2026 towards travel costs. This is not a receipt for a "
                "tax-deductible gift."
            ],
        ),
        ({"kind": "advised"}, [f"We received $105.00 on 27 August 2026. Thank you. {CONTROL}"]),
        (
            {"kind": "quid_pro_quo", "states_value": True},
            [
                f"{EXEMPT} {RECEIVED} You received two places at the dinner, which we value at $30.00 in good faith; "
                f"only what you gave beyond that may be deductible. That is $75.00. {CONTROL}"
            ],
        ),
        ({"kind": "quid_pro_quo"}, [f"{EXEMPT} {RECEIVED} You received two places at the dinner. {CONTROL}"]),
        (
            {"kind": "quid_pro_quo", "states_value": True, "deductible": False},
            [
                f"{RECEIVED} You received two places at the dinner, which we value at $30.00 in good faith. {CONTROL}",
            ],
        ),
        (
            {"returned": "$40.00", "remains": "$65.00"},
            [
                f"{EXEMPT} {RECEIVED} {NONE_BACK} {CONTROL}",
                "Of this we have returned $40.00; $65.00 remains given.",
            ],
        ),
    ],
)
def test_every_kind_says_its_sentences_word_for_word(facts, words):
    assert said(**facts) == words


@pytest.mark.parametrize(
    ("amount", "currency", "value", "stated"),
    [
        (75_00, "USD", 30_00, False),
        (75_01, "USD", 30_00, True),
        (75_01, "USD", 0, False),
        (10_00, "EUR", 5_00, True),
        (10_00, "EUR", 0, False),
    ],
)
def test_the_value_is_stated_above_75_dollars_and_not_at_75(amount, currency, value, stated):
    assert states_value(amount, currency, value) is stated


def test_thanks_for_a_thing_name_no_value():
    assert receipt_words.in_kind_text("a room for six nights") == (
        "Thank you for a room for six nights. We do not state a value."
    )


def test_a_statement_says_what_a_year_came_to():
    (words,) = statement_paragraphs("2026-11", replace(FACTS, date="2026"))
    assert words == (
        f"{EXEMPT} In 2026 you gave $105.00, less what was given back to you. No goods or services were provided in "
        "exchange for these gifts. The Network has complete discretion and control over the use of all donated funds."
    )
    (words,) = statement_paragraphs("2026-11", replace(FACTS, date="2026", kind="goods"))
    assert "less what was given back to you and what you received." in words
    assert "No goods or services were provided in exchange for gifts beside which no value is stated." in words


# Of every sentence of a version. It changes only when somebody edits a version that receipts were issued under: make
# the next version instead.
FINGERPRINTS = {"2026-11": "319d75d8b0dc29af"}


def _fingerprint(version: str) -> str:
    told = []
    for kind in ("gift", "family", "quid_pro_quo", "advised"):
        for changes in (
            {},
            {"deductible": False},
            {"public_name": "Ana R."},
            {"states_value": True},
            {"returned": "1"},
        ):
            told += paragraphs(version, replace(FACTS, kind=kind, **changes))
    for kind in ("gift", "goods"):
        told += statement_paragraphs(version, replace(FACTS, kind=kind))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def test_no_version_is_ever_edited():
    assert {version: _fingerprint(version) for version in receipt_words.VERSIONS} == FINGERPRINTS
    assert receipt_words.VERSIONS.keys() == receipt_words.STATEMENTS.keys()
    assert receipt_words.CURRENT in receipt_words.VERSIONS


def test_an_old_receipt_reads_as_its_version_when_a_new_one_is_in_use(monkeypatch):
    before = said()
    monkeypatch.setitem(receipt_words.VERSIONS, "2027-01", lambda facts: ["Other words."])
    monkeypatch.setattr(receipt_words, "CURRENT", "2027-01")
    assert said() == before
    assert paragraphs("2027-01", FACTS) == ["Other words."]
    with pytest.raises(KeyError):
        paragraphs("1999-01", FACTS)
