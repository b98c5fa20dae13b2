"""Reads JSON Web Tokens strictly, and verifies nothing."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .canonical import from_base64url
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
