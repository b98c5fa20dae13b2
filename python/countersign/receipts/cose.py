"""A passkey's public key (COSE: RFC 9052 section 7, RFC 9053, RFC 8230), and the CBOR that contains it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from .. import ed25519
from .forms import Fault

_DEEPEST = 8
Verifies = Callable[[bytes, bytes], bool]


def read_cose_key(data: bytes) -> tuple[int, Verifies]:
    """The algorithm, and a function that says whether data has a signature."""
    key = read_cbor(data)
    if not isinstance(key, dict):
        raise Fault("a COSE key is a CBOR map")
    kind = (key.get(1), key.get(3), key.get(-1))
    # In Python, true is 1.
    if any(type(part) is bool for part in kind):
        raise Fault("a COSE key's type, algorithm and curve are numbers")
    if kind == (2, -7, 1):
        x, y = (int.from_bytes(_part(key, label, 32), "big") for label in (-2, -3))
        point = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        # WebAuthn Level 3, section 6.5.5: an ECDSA signature is an ASN.1 DER sequence.
        return -7, _verifier(lambda data, signature: point.verify(signature, data, ec.ECDSA(SHA256())))
    if kind[:2] == (3, -257):
        modulus, exponent = (int.from_bytes(_part(key, label), "big") for label in (-1, -2))
        public = rsa.RSAPublicNumbers(exponent, modulus).public_key()
        scheme = padding.PKCS1v15()
        return -257, _verifier(lambda data, signature: public.verify(signature, data, scheme, SHA256()))
    if kind == (1, -8, 6):
        raw = _part(key, -2, 32)
        return -8, lambda data, signature: ed25519.is_valid(raw, signature, data)
    raise Fault(f"key type {kind[0]} with algorithm {kind[1]} is none of ES256, RS256 and EdDSA")


def _verifier(verify: Callable[[bytes, bytes], None]) -> Verifies:
    def verifies(data: bytes, signature: bytes) -> bool:
        try:
            verify(data, signature)
        except InvalidSignature:
            return False
        return True

    return verifies


def _part(key: dict[Any, Any], label: int, length: int | None = None) -> bytes:
    part = key.get(label)
    if not isinstance(part, bytes) or (length is not None and len(part) != length):
        raise Fault("a COSE key lacks a part, or has one of the wrong length")
    return part


def read_cbor(data: bytes) -> Any:
    """CBOR (RFC 8949) in CTAP2's canonical form: no indefinite lengths, tags, floats or bytes after it."""
    value, rest = _item(data, 0)
    if rest:
        raise Fault("there are bytes after the CBOR item")
    return value


def _item(data: bytes, depth: int) -> tuple[Any, bytes]:
    if depth > _DEEPEST:
        raise Fault("CBOR is nested too deeply")
    first, data = _take(data, 1)
    major, minor = first[0] >> 5, first[0] & 31
    if major == 7 and minor in (20, 21, 22):
        return {20: False, 21: True, 22: None}[minor], data
    if major > 5:
        raise Fault("CBOR tags and this CBOR value aren't supported")
    argument, data = _argument(minor, data)
    if major < 2:
        return (argument if major == 0 else -1 - argument), data
    if major < 4:
        taken, data = _take(data, argument)
        return (taken if major == 2 else taken.decode("utf-8")), data
    items = []
    for _ in range(argument * (major - 3)):
        item, data = _item(data, depth + 1)
        items.append(item)
    if major == 4:
        return items, data
    names = items[::2]
    # In Python, true is the key 1.
    if any(type(name) is bool for name in names) or len(set(names)) < len(names):
        raise Fault("a CBOR map has a key twice, or one that is true or false")
    return dict(zip(names, items[1::2])), data


def _argument(minor: int, data: bytes) -> tuple[int, bytes]:
    if minor < 24:
        return minor, data
    if minor > 26:
        raise Fault("a CBOR length is indefinite or too large")
    taken, data = _take(data, 1 << (minor - 24))
    return int.from_bytes(taken, "big"), data


def _take(data: bytes, count: int) -> tuple[bytes, bytes]:
    if count > len(data):
        raise Fault("CBOR ends too early")
    return data[:count], data[count:]
