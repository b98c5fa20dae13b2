"""Keys in the text forms of Standard Webhooks, and the signature of a call.

`whsk_` is an Ed25519 private key (seed, or seed and public key), `whsec_` a secret for HMAC.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import math
import secrets
from typing import Protocol

from .canonical import to_base64url
from .refusal import Refusal


class SigningKey(Protocol):
    #: Ed25519 only: the public key, base64url.
    @property
    def public_x(self) -> str | None: ...

    def sign(self, text: str) -> str:
        """A signature in the form of Standard Webhooks."""

    def sign_raw(self, text: str) -> bytes: ...


def signing_key(text: str) -> SigningKey:
    """Reads `whsk_...` or `whsec_...`. Raises Refusal `not_set_up`."""
    key = text.strip() if isinstance(text, str) else ""
    if key.startswith("whsk_"):
        return _Ed25519Key(_bytes_of(key.removeprefix("whsk_")))
    if key.startswith("whsec_"):
        return _Secret(_bytes_of(key.removeprefix("whsec_")))
    raise _not_a_key("a key begins with whsk_ or whsec_")


class _Ed25519Key:
    def __init__(self, data: bytes) -> None:
        if len(data) not in (32, 64):
            raise _not_a_key("a whsk_ key has 32 or 64 bytes in base64")
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        except ImportError as cause:
            raise Refusal("not_set_up", "A whsk_ key needs the package cryptography.") from cause
        self._key = Ed25519PrivateKey.from_private_bytes(data[:32])
        # From the seed, so that a wrong public half has no effect.
        self.public_x = to_base64url(self._key.public_key().public_bytes_raw())

    def sign_raw(self, text: str) -> bytes:
        return self._key.sign(text.encode())

    def sign(self, text: str) -> str:
        return f"v1a,{base64.b64encode(self.sign_raw(text)).decode()}"


class _Secret:
    public_x = None

    def __init__(self, data: bytes) -> None:
        if len(data) < 24:
            raise _not_a_key("a whsec_ secret has at least 24 bytes in base64")
        self._secret = data

    def sign_raw(self, text: str) -> bytes:
        return hmac.digest(self._secret, text.encode(), hashlib.sha256)

    def sign(self, text: str) -> str:
        return f"v1,{base64.b64encode(self.sign_raw(text)).decode()}"


def signed_headers(key: SigningKey, *, id: str, body: str, at: float) -> dict[str, str]:
    """The headers of Standard Webhooks: a signature over `id.timestamp.body`.

    A repeated call has the same ID and a new timestamp (`at`, in seconds), because servers refuse old ones.
    """
    timestamp = str(math.floor(at))
    return {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": key.sign(f"{id}.{timestamp}.{body}"),
    }


def random_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_urlsafe(18)}"


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        # Without the cause: no message contains the key itself.
        raise _not_a_key("the part after the prefix isn't base64") from None


def _not_a_key(why: str) -> Refusal:
    return Refusal("not_set_up", f"Invalid key: {why}.")
