"""The signed statement: its members, its action and what the approver saw."""

from __future__ import annotations

import re
from typing import Any

from ..canonical import canonical_json, from_base64url, sha256
from ..strict_json import read_bytes
from .evidence import MOST_LEVELS
from .forms import (
    ACCEPTANCE,
    BUILT_IN_DESCRIPTOR,
    CONFIRMATION,
    DESCRIPTOR,
    ONE_OF,
    STANDING,
    STATEMENT,
    UP_TO,
    Fault,
    check_form,
)
from .hours import is_hours


def statement_of(receipt: Any) -> Any:
    return read_bytes(from_base64url(receipt["statement"]), most_levels=MOST_LEVELS)


def check_statement(receipt: Any) -> None:
    """The members of the statement, its canonical bytes, and those of its capacity."""
    statement = statement_of(receipt)
    check_form(STANDING if is_standing(statement) else STATEMENT, statement, "the statement")
    if is_standing(statement):
        _check_terms(statement)
    descriptor = statement["display"].get("descriptor")
    if descriptor is not None:
        form = BUILT_IN_DESCRIPTOR if "built_in" in descriptor else DESCRIPTOR
        check_form(form, descriptor, "the statement.display.descriptor")
    check_canonical(statement, receipt["statement"])
    if (statement["capacity"] == "delegate") != ("on_behalf_of" in statement):
        raise Fault("only a delegate can approve on someone's behalf")
    if (statement["capacity"] == "break_glass") != ("break_glass_reason" in statement):
        raise Fault("only a break-glass approval has a reason")
    if statement.get("break_glass_reason") == "":
        raise Fault("its break-glass reason is empty")


def is_standing(statement: Any) -> bool:
    """Whether a statement is a standing approval, from which later requests are drawn."""
    return bool(statement["decision"] == "approve_standing")


def _check_terms(statement: Any) -> None:
    terms = statement["terms"]
    for index, difference in enumerate(terms["may_differ"]):
        form = UP_TO if "up_to" in difference else ONE_OF
        check_form(form, difference, f"the statement.terms.may_differ[{index}]")
    if min(terms["count"], terms["per_hour"], statement["rests_on"]["count"]) < 1:
        raise Fault("a number of requests or approvals isn't above 0")
    if "hours" in terms and not is_hours(terms["hours"]):
        raise Fault("the hours aren't two times of the day and a time zone")


def check_ownership_statement(receipt: Any) -> None:
    statement = statement_of(receipt)
    is_acceptance = statement.get("decision") == "accept_ownership"
    check_form(ACCEPTANCE if is_acceptance else CONFIRMATION, statement, "the statement")
    check_canonical(statement, receipt["statement"])


def check_action_digest(receipt: Any) -> None:
    statement = statement_of(receipt)
    same("digest", statement["action_digest"], digest_of(statement, statement["action"]))


def check_edit(receipt: Any) -> None:
    """The approver's edit leads to the signed action."""
    statement = statement_of(receipt)
    if "edit" not in statement:
        return
    signed, stated = statement["edit"], receipt["request"]["edit"]
    same("digest of what the agent asked for", signed["from"], digest_of(statement, stated["asked"]))
    same("digest of what the agent asked for", signed["from"], stated["asked_digest"])
    same("editor", statement["approver"], stated["by"])
    same("patch", canonical_json(signed["patch"]), canonical_json(stated["patch"]))
    edited = stated["asked"]
    for operation in signed["patch"]:
        edited = _replaced(edited, _pointer(operation["path"]), operation["value"])
    same("edited action", canonical_json(statement["action"]), canonical_json(edited))


def check_display(receipt: Any) -> None:
    """The descriptor is the signed one. How it renders the action is not checked here."""
    descriptor, named = receipt.get("descriptor"), statement_of(receipt)["display"].get("descriptor")
    if (descriptor is None) != (named is None):
        raise Fault("the descriptor is in the receipt or in the statement alone")
    if descriptor is not None:
        digest = sha256(f"countersign/descriptor/v1\n{canonical_json(descriptor)}")
        same("digest of the descriptor", named["digest"], digest)


def check_canonical(value: Any, signed: str) -> None:
    if canonical_json(value).encode() != from_base64url(signed):
        raise Fault("its bytes aren't canonical (RFC 8785)")


def digest_of(statement: Any, action: Any) -> str:
    """The digest of an action of the statement's agent."""
    members = {name: action[name] for name in ("type", "resource", "params", "audience") if name in action}
    return sha256(canonical_json({"agent": statement["agent"], **members}))


def _pointer(path: str) -> list[str]:
    """The tokens of a JSON Pointer (RFC 6901)."""
    if not path.startswith("/") or re.search("~(?![01])", path):
        raise Fault("a patch has JSON Pointers")
    return [token.replace("~1", "/").replace("~0", "~") for token in path[1:].split("/")]


def _replaced(value: Any, tokens: list[str], new: Any) -> Any:
    """A copy with another value at a place that exists (RFC 6902 section 4.3)."""
    if not tokens:
        return new
    token, *rest = tokens
    if type(value) is dict and token in value:
        return {**value, token: _replaced(value[token], rest, new)}
    if type(value) is list and re.fullmatch("0|[1-9][0-9]{0,9}", token) and int(token) < len(value):
        at = int(token)
        return [*value[:at], _replaced(value[at], rest, new), *value[at + 1 :]]
    raise Fault(f"there is no value at {token}")


def same(what: str, signed: Any, stated: Any) -> None:
    if type(signed) is not type(stated) or signed != stated:
        raise Fault(f"{what}: {signed} in one place, {stated} in the other")
