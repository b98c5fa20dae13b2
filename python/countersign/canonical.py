"""The canonical text of a JSON value (RFC 8785), and the hashes and encodings over it."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from typing import Any

from .strict_json import SAFE_INTEGER, decimal_of, is_text


def canonical_json(value: Any) -> str:
    """The canonical text: JSON Canonicalization Scheme.

    Members are sorted by UTF-16 code units; numbers and strings are written as ECMAScript writes them.
    Raises TypeError if the value isn't JSON.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, (list, tuple)):
        return f"[{','.join(canonical_json(element) for element in value)}]"
    if isinstance(value, dict):
        if not all(isinstance(name, str) and is_text(name) for name in value):
            raise TypeError("a member's name is text (RFC 8785 section 3.2.2.2)")
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_string(name)}:{canonical_json(value[name])}" for name in names) + "}"
    raise TypeError("this value has no JSON form")


def sha256(data: str | bytes) -> str:
    """base64url of a SHA-256."""
    return to_base64url(hashlib.sha256(data.encode() if isinstance(data, str) else data).digest())


def to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_base64url(text: Any) -> bytes:
    """Reads base64url without padding, in the only spelling that encodes its bytes. Raises ValueError."""
    if not isinstance(text, str) or not text.isascii():
        raise ValueError("this isn't base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if data == b"" or to_base64url(data) != text:
        raise ValueError("this isn't base64url")
    return data


def utf16_length(text: str) -> int:
    """The length as JavaScript counts it."""
    return len(text.encode("utf-16-le")) // 2


def _string(value: str) -> str:
    if not is_text(value):
        raise TypeError("a lone surrogate isn't text (RFC 8785 section 3.2.2.2)")
    return json.dumps(value, ensure_ascii=False)


def _number(value: int | float) -> str:
    """ECMA-262, Number::toString, from Python's repr, which has the same shortest digits."""
    if isinstance(value, float) and not math.isfinite(value):
        raise TypeError("NaN and Infinity aren't JSON (RFC 8785 section 3.2.2.3)")
    if isinstance(value, int) and abs(value) > SAFE_INTEGER and int(float(value)) != value:
        raise TypeError("an integer that a double changes: use a string")
    digits, last = decimal_of(repr(float(value)))
    if digits == "":
        return "0"
    sign, count = ("-" if value < 0 else ""), len(digits)
    point = last + count
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{sign}{mantissa}e{point - 1:+d}"
