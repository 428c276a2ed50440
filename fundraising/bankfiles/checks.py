"""Check digits of accounts and references, as ISO 13616, ISO 7064, the ABA and the Swiss rules have them. Each function
takes text without spaces and answers whether it can be right; none knows whether the account exists."""

import re

# Length of an IBAN by country, of the countries our payees bank in: SEPA and its neighbours.
IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CR": 22, "CY": 28,
    "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22,
    "GI": 23, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
    "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18,
    "NO": 15, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "SV": 28, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}  # fmt: skip
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
_CREDITOR = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}")
_US_ACCOUNT = re.compile(r"[A-Z0-9]{4,17}")
_ABA = re.compile(r"[0-9]{9}")
_QR = re.compile(r"[0-9]{27}")
# The Federal Reserve gives routing numbers in these ranges of their first two digits.
_ABA_RANGES = (range(13), range(21, 33), range(61, 73), (80,))
# The recursive modulo 10 of Swiss references.
_RECURSIVE = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)


def compact(text: str) -> str:
    """What people type with spaces, dots and dashes, as banks store it."""
    return re.sub(r"[\s.\-]", "", text).upper()


def _remainder_97(text: str) -> int:
    return int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97


def iban_is_valid(iban: str) -> bool:
    return (
        bool(_IBAN.fullmatch(iban)) and IBAN_LENGTHS.get(iban[:2]) == len(iban) and _remainder_97(iban) == 1
    )  # fmt: skip


def is_qr_iban(iban: str) -> bool:
    """Swiss accounts whose institution is numbered 30000 to 31999 take payments with a QR reference, and only those."""
    return iban[:2] in {"CH", "LI"} and iban[4:9].isdigit() and 30000 <= int(iban[4:9]) <= 31999


def bic_is_valid(bic: str) -> bool:
    return bool(_BIC.fullmatch(bic))


def routing_is_valid(routing: str) -> bool:
    """An ABA routing number: nine digits of a range in use, weighted 3-7-1."""
    if not _ABA.fullmatch(routing) or not any(int(routing[:2]) in some for some in _ABA_RANGES):
        return False
    return routing != "000000000" and sum(int(d) * w for d, w in zip(routing, (3, 7, 1) * 3, strict=True)) % 10 == 0


def us_account_is_valid(account: str) -> bool:
    return bool(_US_ACCOUNT.fullmatch(account)) and account.strip("0") != ""


def qr_reference_is_valid(reference: str) -> bool:
    """27 digits, the last one their recursive modulo 10."""
    if not _QR.fullmatch(reference) or reference.strip("0") == "":
        return False
    carry = 0
    for digit in reference[:-1]:
        carry = _RECURSIVE[(carry + int(digit)) % 10]
    return (10 - carry) % 10 == int(reference[-1])


def creditor_reference_is_valid(reference: str) -> bool:
    """ISO 11649, which begins with RF."""
    return bool(_CREDITOR.fullmatch(reference)) and _remainder_97(reference) == 1


def reference_fits(iban: str, reference: str) -> bool:
    """A QR-IBAN wants a QR reference and takes no other; every other account takes a creditor reference or free words,
    and no QR reference."""
    return reference_suits(reference, wants_qr=is_qr_iban(iban))


def reference_suits(reference: str, *, wants_qr: bool) -> bool:
    """The same, where only this is known of the account."""
    found = compact(reference)
    if wants_qr:
        return qr_reference_is_valid(found)
    if found.startswith("RF") and found[2:4].isdigit():
        return creditor_reference_is_valid(found)
    return not qr_reference_is_valid(found)
