"""Letters banks can read. Accents are taken off, other letters written as their bank would; what has no Latin letter is
left out, and whoever types details is told so then, not when the file is made."""

import unicodedata

_WRITTEN = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
    "ŋ": "ng", "Ŋ": "NG", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "–": "-", "—": "-", "‐": "-", "‑": "-",
    "“": "'", "”": "'", '"': "'", "«": "'", "»": "'", "&": "+", "_": "-", "\u00a0": " ",
}  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# The set every SEPA and SWIFT bank must take.
SEPA = frozenset(_LETTERS + _LETTERS.upper() + "0123456789/-?:().,'+ ")
# What Nacha's rules let stand in an alphanumeric field, as banks agree on it.
ACH = frozenset(_LETTERS.upper() + "0123456789 .,-/()'+")


def plain(text: str, allowed: frozenset[str], most: int) -> str:
    """`text` in the allowed letters, at most `most` of them, single spaces, none at the ends. May be empty."""
    spelled = "".join(_WRITTEN.get(char, char) for char in unicodedata.normalize("NFC", text))
    bare = "".join(char for char in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(char))
    kept = "".join(char if char in allowed else " " if char.isspace() else "" for char in bare)
    return " ".join(kept.split())[:most].strip()


def ach(text: str, most: int) -> str:
    return plain(text.upper(), ACH, most)


def sepa(text: str, most: int) -> str:
    return plain(text, SEPA, most)


def is_readable(text: str) -> bool:
    """Whether enough of a name is left in Latin letters for a bank to find the account by it."""
    return sum(char.isalpha() for char in sepa(text, 140)) >= 2


def share_a_word(one: str, other: str) -> bool:
    """Whether two names have a word of three letters or more in common, accents and case aside."""
    found = [{w for w in sepa(name, 200).casefold().replace("-", " ").split() if len(w) > 2} for name in (one, other)]
    return bool(found[0] & found[1])
