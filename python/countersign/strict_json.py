"""Reads I-JSON (RFC 7493), so strictly that two readers of a text can't disagree on its meaning."""

from __future__ import annotations

import json
import re
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")
SAFE_INTEGER = 2**53 - 1


class JsonFault(ValueError):
    """A text that isn't JSON, or that readers could understand differently."""


def read_strictly(text: str, *, most_levels: int = 64) -> Any:
    """Reads JSON without duplicate names, lone surrogates or numbers that a double changes.

    A whole number is an `int`, also if it is written `1.0` or `1e2`: both are one JSON number.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_members, parse_int=_number, parse_float=_number, parse_constant=_constant
        )
    except JsonFault:
        raise
    except (ValueError, RecursionError) as cause:
        raise JsonFault("the text isn't JSON") from cause
    _check(value, most_levels)
    return value


def read_bytes(data: bytes, *, most_levels: int = 64) -> Any:
    """As `read_strictly`, from UTF-8 without a byte order mark."""
    try:
        return read_strictly(data.decode("utf-8"), most_levels=most_levels)
    except UnicodeDecodeError as cause:
        raise JsonFault("the bytes aren't UTF-8") from cause


def is_text(value: str) -> bool:
    """Whether a string has no lone surrogate."""
    return _SURROGATE.search(value) is None


def fold_name(name: str) -> str:
    """A name without case. Lower, then upper case is Unicode's full folding: `ſ` is `S`, `ß` is `SS`."""
    return name.lower().upper()


def is_exact_number(text: str) -> bool:
    """Whether a JSON number survives reading into a double: `1.10` does, `0.30000000000000001` doesn't.

    Integers beyond 2^53 are always refused (RFC 7493 section 2.2), since other readers may change them.
    """
    # Up to 15 significant digits always survive (DBL_DIG).
    if len(text) <= 15 and "e" not in text and "E" not in text:
        return True
    value = float(text)
    if value in (float("inf"), float("-inf")):
        return False
    if value.is_integer() and abs(value) > SAFE_INTEGER:
        return False
    return decimal_of(text) == decimal_of(repr(value))


def decimal_of(text: str) -> tuple[str, int]:
    """Digits and the exponent of the last one. By hand: a pattern is quadratic on a hostile text."""
    mantissa, _, power = text.lower().removeprefix("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    kept = digits.rstrip("0")
    if kept == "":
        return "", 0
    return kept, int(power or "0") - len(fraction) + len(digits) - len(kept)


def _number(text: str) -> int | float:
    if not is_exact_number(text):
        raise JsonFault("a number that can't be read exactly: send it as a string")
    value = float(text)
    return int(value) if value.is_integer() else value


def _constant(text: str) -> Any:
    raise JsonFault(f"{text} isn't JSON")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        raise JsonFault("duplicate member name")
    # Legal JSON, but objects of JavaScript would lose or misread the member.
    if "__proto__" in result:
        raise JsonFault("the member name __proto__ is not accepted")
    return result


def _check(value: Any, most_levels: int) -> None:
    """Refuses lone surrogates and deep nesting, without recursion."""
    level, depth = [value], 1
    while level:
        inside: list[Any] = []
        for one in level:
            if isinstance(one, str) and not is_text(one):
                raise JsonFault("lone surrogate in a string")
            if isinstance(one, (dict, list)) and depth > most_levels:
                raise JsonFault(f"nested deeper than {most_levels} levels")
            if isinstance(one, dict):
                inside += [*one.keys(), *one.values()]
            elif isinstance(one, list):
                inside += one
        level, depth = inside, depth + 1
