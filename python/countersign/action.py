"""An agent's intended action, checked as the server checks it, and its digest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .canonical import canonical_json, sha256, utf16_length
from .copy_json import check_text, copy_json, invalid
from .refusal import Refusal
from .strict_json import JsonFault, read_strictly

_ACTION_TYPE = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*")
_MEMBERS = {"type", "resource", "params", "audience"}
# A call's body has 64 KiB at most.
_MAXIMUM_LENGTH = 65_536


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
        raise invalid("an action is an object")
    unknown = [name for name in given if name not in _MEMBERS]
    if unknown:
        raise invalid(f"an action has no member {unknown[0]!r}")
    name = given.get("type")
    if not isinstance(name, str) or len(name) > 100 or not _ACTION_TYPE.fullmatch(name):
        raise invalid("type is lower-case words joined by dots, such as refund.create")
    params = copy_json(given.get("params"), "/params")
    if not isinstance(params, dict):
        raise invalid("params is an object")
    parts = {part: _check_part(given[part], part) for part in ("resource", "audience") if part in given}
    checked = Action(name, params, **parts)
    if utf16_length(canonical_json(checked.to_json())) > _MAXIMUM_LENGTH:
        raise invalid("longer than 64 KiB")
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


def _check_part(value: Any, name: str) -> str:
    if type(value) is not str or not 1 <= len(value) or utf16_length(check_text(value, f"/{name}")) > 500:
        raise invalid(f"{name} has 1 to 500 characters")
    return value
