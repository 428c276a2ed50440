"""One-line text as people type it: normalised, and free of the characters that turn a line around or hide in it."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Bidi controls and marks; joiners (U+200C, U+200D) stay, since scripts need them.
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")

_WITHOUT_END = _TURNING - set("\u200e\u200f\u061c")


def clean_line(text: str) -> str:
    """NFC, single spaces. Raises ValidationError for control, unassigned and direction-changing characters."""
    text = unicodedata.normalize("NFC", text)
    for char in text:
        if char in _TURNING or unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}:
            raise ValidationError(_("There is a character in this line that we cannot keep. Please type it anew."))
    return " ".join(text.split())


def clean_text(text: str) -> str:
    """Text of several lines: NFC, and free of control characters and of those that turn a line around without end.
    The marks of one direction (U+200E, U+200F, U+061C) stay, since prose in two scripts needs them."""
    text = unicodedata.normalize("NFC", text)
    for char in text:
        if char in _WITHOUT_END or (unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} and char not in "\n\r\t"):
            raise ValidationError(_("There is a character in this text that we cannot keep. Please type it anew."))
    return text


class LineField(forms.CharField):
    def to_python(self, value):
        return clean_line(super().to_python(value) or "")
