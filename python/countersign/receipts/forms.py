"""The members of receipts and of signed statements: the tables of docs/receipts.md."""

from __future__ import annotations

from typing import Any

from ..strict_json import SAFE_INTEGER


class Fault(Exception):
    """Why a check failed."""


class Json:
    """Any JSON value."""


class Number:
    """A number."""


class Positive:
    """A number above 0."""


class Scalar:
    """A text, a number, true or false."""


# In a form, a type stands for its values, a tuple for one of these values, a list with one form for a
# list, a list with a form and `...` for a list that isn't empty, and a dictionary for an object with
# exactly these members, of which those with a question mark are optional.
Form = Any

_NAMED = {"id": str, "name": str}
_ACTION = {"type": str, "resource?": str, "params": dict, "audience?": str}
_PATCH = [{"op": ("replace",), "path": str, "value": Json}, ...]

_EVIDENCE = {
    **{"credential_id": str, "public_key": str, "alg": int},
    **{"authenticator_data": str, "client_data_json": str, "signature": str},
}
_JWK = {
    **{"kty": ("OKP",), "crv": ("Ed25519",), "x": str, "kid": str},
    **{"alg": ("EdDSA",), "use": ("sig",)},
}
_SHARED = {
    **{"v": (1,), "issued_at": str, "issuer": str, "statement": str, "evidence": _EVIDENCE},
    **{"relying_party": {"id": str, "origin": str}, "keys": {"keys": [_JWK, ...]}, "server_signature": str},
}
_REQUEST = {
    **{"id": str, "state": str, "agent": _NAMED, "owner": str, "action": _ACTION, "action_digest": str},
    "edit?": {"by": str, "at": str, "asked": _ACTION, "asked_digest": str, "patch": _PATCH},
    **{"policy": {"version": int, "rules": [str]}, "approvals": {"required": int, "given": int}},
    **{"created_at": str, "closed_at?": str},
}
RECEIPT: Form = {
    **_SHARED,
    "type": ("countersign.receipt",),
    "approval": {
        **{"id": str, "decision": str, "at": str, "note?": str, "capacity": str, "on_behalf_of?": _NAMED},
        **{"break_glass_reason?": str, "voided?": {"at": str, "reason": str}},
        "draw?": {"standing_approval": str, "number": int, "total?": Number},
    },
    "approver": _NAMED,
    "batch?": {"statement": str, "index": int, "path": [str]},
    "passkey": {
        **{"enrolled_via": str, "enrolled_at": str, "issued_by?": _NAMED, "vouched_by": [_NAMED]},
        "confirmed?": {"at": str, "with": str, "by?": _NAMED},
    },
    "descriptor?": dict,
    "request": _REQUEST,
    # A JWT's unknown claims are ignored (RFC 7519, section 4).
    "grant?": {
        **{"id": str, "state": str, "issued_at": str, "expires_at": str, "closed_at?": str},
        **{"redeemed_by?": str, "claims": dict},
    },
}
OWNERSHIP_RECEIPT: Form = {
    **_SHARED,
    **{"type": ("countersign.ownership-receipt",), "id": str, "at": str, "signer": _NAMED},
}

_PERIOD = {"nonce": str, "issued_at": str, "expires_at": str}
_SIGNED = {
    **{"v": (1,), "request": str, "action": _ACTION, "action_digest": str},
    **{"agent": str, "owner": str, "owner_epoch": int, "policy_version": int, "approver": str},
    **{"environment?": str, "display": {"descriptor?": dict, "rendering": str}, **_PERIOD},
}
STATEMENT: Form = {
    **_SIGNED,
    "decision": ("approve",),
    "capacity": ("owner", "backup", "group", "delegate", "break_glass"),
    **{"on_behalf_of?": str, "break_glass_reason?": str, "edit?": {"from": str, "patch": _PATCH}},
}
_HOURS = {"from": str, "to": str, "zone": str}
#: From which later requests are drawn.
STANDING: Form = {
    **_SIGNED,
    **{"decision": ("approve_standing",), "capacity": ("owner", "backup", "group")},
    "terms": {"may_differ": [dict], "count": int, "per_hour": int, "total?": Positive, "hours?": _HOURS},
    "rests_on": {"count": int, "root": str},
}
#: Of `terms.may_differ`: up to a value, or one of some.
UP_TO: Form = {"path": str, "up_to": Positive}
ONE_OF: Form = {"path": str, "one_of": [Scalar, ...]}
#: Of `display.descriptor`, from a policy version or built in.
DESCRIPTOR: Form = {"version": int, "digest": str}
BUILT_IN_DESCRIPTOR: Form = {"built_in": int, "digest": str}
BATCH: Form = {
    **{"v": (1,), "decision": ("approve_together",), "approver": str, "agent": str},
    **{"action_type": str, "count": int, "root": str},
}

_KEY = {
    **{"id": str, "algorithm": ("ed25519", "hmac-sha256"), "thumbprint?": str},
    **{"added_at": str, "added_by": str},
}
_ACCEPTED = {
    **{"offer": str, "agent": str, "name": str, "labels": [str], "from": str, "owner_epoch": int},
    **{"rules": [str], "more_rules": int, "keys": [_KEY], "keep_keys": bool},
}
_AUTHORITY = {
    **{"policy_version": int, "policy_digest": str, "default_outcome": ("step_up", "block")},
    "rules": [{"id": str, "words": str}],
}
ACCEPTANCE: Form = {
    **{"v": (1,), "decision": ("accept_ownership",), "new_owner": str, "agents": [_ACCEPTED, ...]},
    **{"authority": _AUTHORITY, **_PERIOD},
}
CONFIRMATION: Form = {
    **{"v": (1,), "decision": ("confirm_ownership",), "owner": str},
    **{"agents": [{"agent": str, "name": str, "owner_epoch": int}, ...], **_PERIOD},
}


def check_form(form: Form, value: Any, place: str) -> None:
    """Refuses a value of another form: an unknown member could restrict what was signed."""
    if isinstance(form, dict):
        _check_members(form, value, place)
    elif isinstance(form, list):
        if type(value) is not list or (len(form) > 1 and not value):
            raise Fault(f"{place} isn't a list of the right length")
        for index, element in enumerate(value):
            check_form(form[0], element, f"{place}[{index}]")
    elif isinstance(form, tuple):
        if not any(type(value) is type(only) and value == only for only in form):
            raise Fault(f"{place} isn't {' or '.join(map(str, form))}")
    elif form is Number:
        if type(value) not in (int, float):
            raise Fault(f"{place} isn't a number")
    elif form is Positive:
        if type(value) not in (int, float) or value <= 0:
            raise Fault(f"{place} isn't a number above 0")
    elif form is Scalar:
        if type(value) not in (str, int, float, bool):
            raise Fault(f"{place} isn't a text, a number, true or false")
    elif form is not Json and type(value) is not form:
        raise Fault(f"{place} isn't of the type {form.__name__}")
    elif form is int and abs(value) > SAFE_INTEGER:
        raise Fault(f"{place} isn't a whole number")


def _check_members(form: dict[str, Form], value: Any, place: str) -> None:
    if type(value) is not dict:
        raise Fault(f"{place} isn't an object")
    known = {name.removesuffix("?"): name.endswith("?") for name in form}
    for name in value:
        if name not in known:
            raise Fault(f"{place} has the unknown member {name}")
    for name, is_optional in known.items():
        if name in value:
            check_form(form[f"{name}?" if is_optional else name], value[name], f"{place}.{name}")
        elif not is_optional:
            raise Fault(f"{place} has no {name}")
