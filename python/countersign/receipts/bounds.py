"""What a standing approval covers: the signed action, and where a later one may differ."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..canonical import canonical_json


def outside_at(action: Any, may_differ: Sequence[Any], asked: Any) -> str | None:
    """The JSON Pointer (RFC 6901) of the first value of `asked` outside the bounds, or that is missing.

    None for an action inside. Each value equals the signed one, except where `may_differ` names its place,
    and no value is added or left out. Type and audience never differ.
    """
    signed, found = leaves_of(action), leaves_of(asked)
    differences = {difference.get("path"): difference for difference in may_differ}
    for path, value in found.items():
        difference = differences.get(path) if path == "/resource" or path.startswith("/params/") else None
        is_inside = signed.get(path) == value if difference is None else _allows(difference, value)
        if path not in signed or not is_inside:
            return path
    missing = next((path for path in signed if path not in found), None)
    return _other_kind_at(action, asked) if missing is None else missing


def _other_kind_at(signed: Any, asked: Any, place: str = "") -> str | None:
    """The place of a list where an object was signed, or the reverse: their members can have the same places."""
    if isinstance(signed, list) != isinstance(asked, list):
        return place
    for step, member, other in _members_of_both(signed, asked):
        at = _other_kind_at(member, other, f"{place}/{step}")
        if at is not None:
            return at
    return None


def _members_of_both(signed: Any, asked: Any) -> list[tuple[str, Any, Any]]:
    if isinstance(signed, list):
        return [(str(index), member, asked[index]) for index, member in enumerate(signed)]
    if isinstance(signed, dict) and isinstance(asked, dict):
        return [(_step_of(name), member, asked[name]) for name, member in signed.items() if name in asked]
    return []


def _allows(difference: Any, value: str) -> bool:
    if "up_to" not in difference:
        return any(canonical_json(allowed) == value for allowed in difference["one_of"])
    read = json.loads(value)
    return type(read) in (int, float) and 0 < read <= difference["up_to"]


def leaves_of(value: Any, place: str = "") -> dict[str, str]:
    """The canonical text of each value without members of its own, by its place."""
    if not isinstance(value, (dict, list)) or not value:
        return {place: canonical_json(value)}
    found: dict[str, str] = {}
    for name, member in value.items() if isinstance(value, dict) else enumerate(value):
        found.update(leaves_of(member, f"{place}/{_step_of(str(name))}"))
    return found


def _step_of(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
