"""AES-256-GCM envelopes: pure bytes in, bytes out. Nothing here knows a model.

Layout: `v1` | key id (8 bytes) | nonce (12 bytes) | ciphertext and tag. The plaintext carries its own length and is
padded to steps of 256 bytes, so that lengths tell nothing. The associated data names the cell, so that an envelope
copied to another row, column or subject does not open."""

import hashlib
import json
import os
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"v1"
KEY_ID_BYTES = 8
NONCE_BYTES = 12
STEP = 256
_HEAD = len(VERSION) + KEY_ID_BYTES + NONCE_BYTES


class SealError(Exception):
    """A sealed value cannot be read: damaged, moved, or its key is not ours. Never answered with an empty value."""


class WrongKey(SealError):
    """The envelope names a key we do not hold."""


def key_id(key: bytes) -> bytes:
    """First eight bytes of the key's SHA-256: names a key without telling it."""
    return hashlib.sha256(key).digest()[:KEY_ID_BYTES]


def cell(column: str, row_uuid, subject_uuid) -> bytes:
    """The associated data. `column` is `app.table.column`; the form is a contract and never changes within v1."""
    return f"v1|{column}|{row_uuid}|{subject_uuid}".encode()


def close(key: bytes, plaintext: bytes, aad: bytes, *, nonce: bytes | None = None) -> bytes:
    """Seal bytes. `nonce` is given by known-answer tests alone; everybody else leaves it random."""
    nonce = os.urandom(NONCE_BYTES) if nonce is None else nonce
    body = len(plaintext).to_bytes(4, "big") + plaintext
    body += b"\0" * (-len(body) % STEP)
    return VERSION + key_id(key) + nonce + AESGCM(key).encrypt(nonce, body, aad)


def open_(key: bytes, envelope: bytes, aad: bytes) -> bytes:
    """Raises WrongKey or SealError; there is no third outcome but the value."""
    envelope = bytes(envelope)
    if envelope[: len(VERSION)] != VERSION or len(envelope) < _HEAD + 16:
        raise SealError("not a sealed value")
    if envelope[len(VERSION) : len(VERSION) + KEY_ID_BYTES] != key_id(key):
        raise WrongKey("sealed with another key")
    nonce = envelope[len(VERSION) + KEY_ID_BYTES : _HEAD]
    try:
        body = AESGCM(key).decrypt(nonce, envelope[_HEAD:], aad)
    except InvalidTag:
        raise SealError("damaged, or moved from another cell") from None
    length = int.from_bytes(body[:4], "big")
    return body[4 : 4 + length]


def to_bytes(value) -> bytes:
    """JSON, with dates kept as dates. Raises TypeError for what JSON does not know."""
    return json.dumps(value, default=_encode, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(data: bytes):
    return json.loads(data, object_hook=_decode)


def _encode(value):
    if isinstance(value, date) and not hasattr(value, "hour"):
        return {"$date": value.isoformat()}
    raise TypeError(f"cannot seal a {type(value).__name__}")


def _decode(found: dict):
    if set(found) == {"$date"}:
        return date.fromisoformat(found["$date"])
    return found
