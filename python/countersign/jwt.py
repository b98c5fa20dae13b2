"""Reads JSON Web Tokens and their keys strictly, and verifies nothing."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .canonical import canonical_json, from_base64url, sha256
from .refusal import Refusal
from .strict_json import read_bytes

#: Only signatures by Ed25519 keys: never `none`, never an HMAC with a public key.
ALGORITHMS = ("EdDSA", "Ed25519")
_MAXIMUM_LENGTH = 32_000
# One spelling of a token: readers of base64url skip white space.
_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class Jwt(NamedTuple):
    header: dict[str, Any]
    claims: dict[str, Any]
    signed: bytes
    signature: bytes


def read_jwt(token: Any, refusal: Refusal) -> Jwt:
    """The parts of a JWT. Raises the refusal for any other text."""
    if not isinstance(token, str) or len(token) > _MAXIMUM_LENGTH or not _FORM.fullmatch(token):
        raise refusal
    head, payload, signature = token.split(".")
    try:
        header, claims = read_bytes(from_base64url(head)), read_bytes(from_base64url(payload))
        if not isinstance(header, dict) or not isinstance(claims, dict):
            raise ValueError("a JWT consists of objects")
        return Jwt(header, claims, f"{head}.{payload}".encode(), from_base64url(signature))
    except ValueError as cause:
        raise refusal from cause


def is_time(claim: Any) -> bool:
    return isinstance(claim, int) and not isinstance(claim, bool)


def public_key_of(jwk: Any) -> bytes | None:
    """The 32 bytes of a public Ed25519 key (RFC 8037) that verifies signatures (RFC 7517)."""
    if not isinstance(jwk, dict) or (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519") or "d" in jwk:
        return None
    operations = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or not isinstance(operations, list) or "verify" not in operations:
        return None
    try:
        key = from_base64url(jwk.get("x"))
    except ValueError:
        return None
    return key if len(key) == 32 else None


def thumbprint_of(jwk: dict[str, Any]) -> str:
    """RFC 7638, with the members that RFC 8037 section 2 names."""
    return sha256(canonical_json({"crv": "Ed25519", "kty": "OKP", "x": jwk["x"]}))
