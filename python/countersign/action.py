"""An agent's intended action, checked as the server checks it, and its digest."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .canonical import canonical_json, sha256, utf16_length
from .refusal import Refusal
from .strict_json import SAFE_INTEGER, JsonFault, fold_name, is_text, read_strictly

_ACTION_TYPE = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*")
_MEMBERS = {"type", "resource", "params", "audience"}
# A call's body has 64 KiB at most.
_MAXIMUM_LENGTH = 65_536
# Levels of `params` within the 16 levels of a call's body (docs/agents.md).
_MAXIMUM_DEPTH = 14


@dataclass(frozen=True)
class Action:
    """An intended action. `type` is dotted lower-case words, such as `refund.create`.

    `audience` is the tool that the grant is for: without it, Countersign itself.
    """

    type: str
    params: Mapping[str, Any]
    resource: str | None = None
    audience: str | None = None

    def to_json(self) -> dict[str, Any]:
        optional = {"resource": self.resource, "audience": self.audience}
        present = {name: value for name, value in optional.items() if value is not None}
        return {"type": self.type, "params": self.params, **present}


#: An action, or a dictionary of its members.
ActionLike = Action | Mapping[str, Any]


def check_action(action: ActionLike) -> Action:
    """A copy of an action in the server's form. Raises Refusal `invalid_action`."""
    given = action.to_json() if isinstance(action, Action) else action
    if not isinstance(given, Mapping):
        raise _invalid("an action is an object")
    unknown = [name for name in given if name not in _MEMBERS]
    if unknown:
        raise _invalid(f"an action has no member {unknown[0]!r}")
    name = given.get("type")
    if not isinstance(name, str) or len(name) > 100 or not _ACTION_TYPE.fullmatch(name):
        raise _invalid("type is lower-case words joined by dots, such as refund.create")
    params = copy_json(given.get("params"), "/params")
    if not isinstance(params, dict):
        raise _invalid("params is an object")
    parts = {part: _check_part(given[part], part) for part in ("resource", "audience") if part in given}
    checked = Action(name, params, **parts)
    if utf16_length(canonical_json(checked.to_json())) > _MAXIMUM_LENGTH:
        raise _invalid("longer than 64 KiB")
    return checked


def digested_text(agent: str, action: Action) -> str:
    """The text that an approval is bound to: JCS({agent, type, resource?, params, audience?})."""
    return canonical_json({"agent": agent, **action.to_json()})


def action_digest(agent: str, action: ActionLike) -> str:
    """What an approval is bound to. Raises Refusal `invalid_action`."""
    return sha256(digested_text(agent, check_action(action)))


def read_json(text: str) -> Any:
    """Reads a body whose members become an action. Raises Refusal `invalid_action`.

    Refuses text that two parsers could understand differently (I-JSON, RFC 7493). Python's `json`
    accepts all of these silently: a duplicate member name, a number that a double changes, a lone
    surrogate.
    """
    try:
        return copy_json(read_strictly(text, most_levels=16), "")
    except JsonFault as cause:
        raise Refusal("invalid_action", f"Invalid JSON: {cause}.") from cause


def copy_json(value: Any, path: str, depth: int = 1) -> Any:
    """A copy of a plain JSON value, so that a change between check and use has no effect.

    Refuses what the server refuses, such as names that differ only in case. `path` is a JSON Pointer.
    """
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str:
        return _check_text(value, path)
    if kind in (int, float):
        return _check_number(value, path)
    if kind not in (dict, list, tuple):
        # Also subclasses and dates: another serializer would write something else.
        raise _invalid(f"a {kind.__name__} isn't JSON", path)
    if depth > _MAXIMUM_DEPTH:
        raise _invalid(f"nested deeper than {_MAXIMUM_DEPTH} levels", path)
    if kind is dict:
        return _copy_object(value, path, depth)
    return [copy_json(element, f"{path}/{at}", depth + 1) for at, element in enumerate(value)]


def _copy_object(value: dict[Any, Any], path: str, depth: int) -> dict[str, Any]:
    copy: dict[str, Any] = {}
    seen: set[str] = set()
    for name, member in value.items():
        if type(name) is not str:
            raise _invalid("a member's name is text", path)
        if name == "__proto__":
            raise _invalid("a member is named __proto__", path)
        place = f"{path}/{_check_text(name, path).replace('~', '~0').replace('/', '~1')}"
        # Many readers, such as those of Go and .NET, read `Amount` as `amount`.
        if fold_name(name) in seen:
            raise _invalid("another member has this name in another case", place)
        seen.add(fold_name(name))
        copy[name] = copy_json(member, place, depth + 1)
    return copy


def _check_text(text: str, path: str) -> str:
    if not is_text(text):
        raise _invalid("a lone surrogate isn't text", path)
    if "\0" in text:
        raise _invalid("the character U+0000 isn't allowed", path)
    return text


def _check_number(value: int | float, path: str) -> int | float:
    if isinstance(value, float) and not math.isfinite(value):
        raise _invalid("NaN and Infinity aren't JSON", path)
    if abs(value) > SAFE_INTEGER and value == int(value):
        raise _invalid("an integer beyond 2^53 isn't exact: use a string", path)
    # One JSON number is one value: the canonical form of -0.0 is 0, and of 50.0 is 50.
    return int(value) if value == int(value) else value


def _check_part(value: Any, name: str) -> str:
    if type(value) is not str or not 1 <= len(value) or utf16_length(_check_text(value, f"/{name}")) > 500:
        raise _invalid(f"{name} has 1 to 500 characters")
    return value


def _invalid(why: str, path: str = "") -> Refusal:
    return Refusal("invalid_action", f"Invalid action: {f'{path}: ' if path else ''}{why}.")
