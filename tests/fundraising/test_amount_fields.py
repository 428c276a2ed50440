from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from fundraising.forms.fields import LongText, OneParagraph, parse_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,240", "1240"),
        ("1 240", "1240"),
        ("1’240.50", "1240.50"),
        ("93.75", "93.75"),
        ("93,75", "93.75"),
        ("$1,240.00", "1240.00"),
        ("CHF 78", "78"),
        ("0", "0"),
    ],
)
def test_amounts_as_people_type_them(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["-5", "1e9", "NaN", "Infinity", "1.2.3", "1,24,0", "twelve", "٣", "9" * 12, "."])
def test_what_is_no_amount(text):
    with pytest.raises(ValidationError):
        parse_amount(text)


def test_line_ends_of_browsers_do_not_count_twice():
    field = LongText(max_length=5)
    assert field.clean("ab\r\ncd") == "ab\ncd"


def test_sentences_are_one_paragraph():
    assert OneParagraph().clean(" One.\r\n Two. ") == "One. Two."
