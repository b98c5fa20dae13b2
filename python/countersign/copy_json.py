"""A copy of a plain JSON value that every reader of JSON reads in the same way."""

from __future__ import annotations

import math
from typing import Any

from .refusal import Refusal
from .strict_json import SAFE_INTEGER, fold_name, is_text

# Levels of `params` within the 16 levels of a call's body (docs/agents.md).
_MAXIMUM_DEPTH = 14


def copy_json(value: Any, path: str, depth: int = 1) -> Any:
    """A copy of a plain JSON value, so that a change between check and use has no effect.

    Refuses what the server refuses, such as names that differ only in case. `path` is a JSON Pointer.
    """
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str:
        return check_text(value, path)
    if kind in (int, float):
        return _check_number(value, path)
    if kind not in (dict, list, tuple):
        # Also subclasses and dates: another serializer would write something else.
        raise invalid(f"a {kind.__name__} isn't JSON", path)
    if depth > _MAXIMUM_DEPTH:
        raise invalid(f"nested deeper than {_MAXIMUM_DEPTH} levels", path)
    if kind is dict:
        return _copy_object(value, path, depth)
    return [copy_json(element, f"{path}/{at}", depth + 1) for at, element in enumerate(value)]


def _copy_object(value: dict[Any, Any], path: str, depth: int) -> dict[str, Any]:
    copy: dict[str, Any] = {}
    seen: set[str] = set()
    for name, member in value.items():
        if type(name) is not str:
            raise invalid("a member's name is text", path)
        if name == "__proto__":
            raise invalid("a member is named __proto__", path)
        place = f"{path}/{check_text(name, path).replace('~', '~0').replace('/', '~1')}"
        # Many readers, such as those of Go and .NET, read `Amount` as `amount`.
        if fold_name(name) in seen:
            raise invalid("another member has this name in another case", place)
        seen.add(fold_name(name))
        copy[name] = copy_json(member, place, depth + 1)
    return copy


def check_text(text: str, path: str) -> str:
    if not is_text(text):
        raise invalid("a lone surrogate isn't text", path)
    if "\0" in text:
        raise invalid("the character U+0000 isn't allowed", path)
    return text


def _check_number(value: int | float, path: str) -> int | float:
    if isinstance(value, float) and not math.isfinite(value):
        raise invalid("NaN and Infinity aren't JSON", path)
    if abs(value) > SAFE_INTEGER and value == int(value):
        raise invalid("an integer beyond 2^53 isn't exact: use a string", path)
    # One JSON number is one value: the canonical form of -0.0 is 0, and of 50.0 is 50.
    return int(value) if value == int(value) else value


def invalid(why: str, path: str = "") -> Refusal:
    return Refusal("invalid_action", f"Invalid action: {f'{path}: ' if path else ''}{why}.")
