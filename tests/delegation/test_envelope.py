"""The bytes of a sealed value: known answers, and that nothing altered or moved ever opens."""

import hashlib
from datetime import date

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from delegation import envelope
from delegation.envelope import SealError, WrongKey

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
NONCE = bytes(range(12))
ROW, SUBJECT = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
AAD = envelope.cell("delegation.person.legal_name", ROW, SUBJECT)

# Written once from this code and checked against a second reading of the layout below; they may never change in v1.
KNOWN = {
    "Ana Reyes": "b05818875eafb51b5289e1099b4856715a7c18047d05fffe48164901ebcfe640",
    "": "29f7fb23ef086c90335300ad05eb972106aa417e34b4bdf7bd87edcc246b54ca",
}


@pytest.mark.parametrize(("value", "digest"), KNOWN.items())
def test_known_answers(value, digest):
    sealed = envelope.close(KEY, envelope.to_bytes(value), AAD, nonce=NONCE)
    assert hashlib.sha256(sealed).hexdigest() == digest


def test_layout_is_what_the_contract_says():
    sealed = envelope.close(KEY, b'"Ana Reyes"', AAD, nonce=NONCE)
    assert sealed[:2] == b"v1"
    assert sealed[2:10] == hashlib.sha256(KEY).digest()[:8]
    assert sealed[10:22] == NONCE
    by_hand = AESGCM(KEY).decrypt(NONCE, sealed[22:], b"v1|delegation.person.legal_name|" + f"{ROW}|{SUBJECT}".encode())
    assert by_hand == (11).to_bytes(4, "big") + b'"Ana Reyes"' + b"\0" * (256 - 15)


def test_lengths_come_in_steps():
    lengths = {len(envelope.close(KEY, b"x" * n, AAD)) for n in (0, 1, 100, 252)}
    assert lengths == {22 + 256 + 16}
    assert len(envelope.close(KEY, b"x" * 253, AAD)) == 22 + 512 + 16


@pytest.mark.parametrize(
    "value",
    ["", 0, False, None, [], {}, "0", " ", "Ñandú 🧵", date(2031, 2, 28), {"a": date(2027, 1, 1), "b": [None, 0]}],
)
def test_values_come_back_as_they_were(value):
    sealed = envelope.close(KEY, envelope.to_bytes(value), AAD)
    back = envelope.from_bytes(envelope.open_(KEY, sealed, AAD))
    assert back == value
    assert type(back) is type(value)


def test_every_flipped_byte_is_refused():
    sealed = envelope.close(KEY, b'"secret"', AAD)
    for position in range(len(sealed)):
        broken = bytearray(sealed)
        broken[position] ^= 1
        with pytest.raises(SealError):
            envelope.open_(KEY, bytes(broken), AAD)


@pytest.mark.parametrize("cut", [0, 1, 2, 21, 22, 37, 100])
def test_cut_short_is_refused(cut):
    with pytest.raises(SealError):
        envelope.open_(KEY, envelope.close(KEY, b'"secret"', AAD)[:cut], AAD)


def test_plain_text_is_refused():
    with pytest.raises(SealError):
        envelope.open_(KEY, b'"Ana Reyes"' + b" " * 300, AAD)


def test_another_key_says_so():
    with pytest.raises(WrongKey):
        envelope.open_(OTHER_KEY, envelope.close(KEY, b'"secret"', AAD), AAD)


@pytest.mark.parametrize(
    "aad",
    [
        envelope.cell("delegation.person.phone", ROW, SUBJECT),
        envelope.cell("delegation.person.legal_name", SUBJECT, SUBJECT),
        envelope.cell("delegation.person.legal_name", ROW, ROW),
    ],
    ids=["column", "row", "subject"],
)
def test_a_moved_envelope_is_refused(aad):
    with pytest.raises(SealError):
        envelope.open_(KEY, envelope.close(KEY, b'"secret"', AAD), aad)


def test_two_sealings_of_one_value_differ():
    assert envelope.close(KEY, b'"x"', AAD) != envelope.close(KEY, b'"x"', AAD)
