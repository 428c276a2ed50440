"""Fields that read what people type: long texts and amounts of money."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from delegation.forms.words import LineField, clean_text

_THOUSANDS = re.compile(r"^\d{1,3}(,\d{3})+(\.\d+)?$")
_DECIMAL_COMMA = re.compile(r"^\d+,\d{1,2}$")
# Marks people put around a sum: spaces, apostrophes of Swiss bills, currency signs and codes.
_AROUND = re.compile(r"[\s’'$€£¥]|USD|CHF|EUR|GBP|CAD|JPY|Fr\.?", re.IGNORECASE)


class LongText(forms.CharField):
    """A text of paragraphs. Browsers send line ends of two characters, which would count twice against the limit."""

    def to_python(self, value):
        text = clean_text(super().to_python(value) or "")
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class OneParagraph(LongText):
    """A few sentences: line ends become spaces."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class GapsAllowed:
    """A field that a whole appeal needs and a draft may still lack: shown as needed, saved when empty."""

    def validate(self, value):
        """What is missing is listed beside the form, not refused in it."""


class LineWithGap(GapsAllowed, LineField):
    pass


class TextWithGap(GapsAllowed, LongText):
    pass


class ParagraphWithGap(GapsAllowed, OneParagraph):
    pass


def parse_amount(text: str) -> Decimal:
    """Reads 1,240 and 1 240 and 93.75 and 93,75. Raises ValidationError."""
    plain = _AROUND.sub("", text)
    if _THOUSANDS.match(plain):
        plain = plain.replace(",", "")
    elif _DECIMAL_COMMA.match(plain):
        plain = plain.replace(",", ".")
    try:
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", plain):
            raise InvalidOperation
        return Decimal(plain)
    except InvalidOperation:
        raise ValidationError(_("Write an amount in figures, such as 93.75.")) from None


class AmountField(forms.CharField):
    """Units of a currency, as Decimal; zero allowed."""

    def to_python(self, value):
        text = (super().to_python(value) or "").strip()
        return parse_amount(text) if text else None

    def validate(self, value):
        if value is None and self.required:
            raise ValidationError(_("Write how much one costs."))

    def run_validators(self, value):
        """The length limits of text do not apply to an amount."""
