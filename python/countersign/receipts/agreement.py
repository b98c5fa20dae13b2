"""What a receipt says around the signed statement: the same members, the grant and the times."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from typing import Any

from ..canonical import canonical_json
from .bounds import leaves_of, outside_at
from .forms import Fault
from .hours import is_known_zone, is_within_hours
from .statement import digest_of, is_standing, same, statement_of

# RFC 3339 section 5.6, in UTC, as the server writes.
_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?Z", re.ASCII
)


def check_agreement(receipt: Any) -> None:
    """The receipt's outer members are those of the signed statement."""
    statement, request, approval = statement_of(receipt), receipt["request"], receipt["approval"]
    same("agent", statement["agent"], request["agent"]["id"])
    same("owner", statement["owner"], request["owner"])
    same("approver", statement["approver"], receipt["approver"]["id"])
    same("capacity", statement["capacity"], approval["capacity"])
    same("on behalf of", statement.get("on_behalf_of"), approval.get("on_behalf_of", {}).get("id"))
    same("break-glass reason", statement.get("break_glass_reason"), approval.get("break_glass_reason"))
    _check_period(approval["at"], statement)
    if is_standing(statement):
        _check_draw(receipt, statement)
        return
    if "draw" in approval:
        raise Fault("draw: the statement isn't a standing approval")
    same("decision", statement["decision"], approval["decision"])
    same("request", statement["request"], request["id"])
    same("digest", statement["action_digest"], request["action_digest"])
    same("action", canonical_json(statement["action"]), canonical_json(request["action"]))


def _check_draw(receipt: Any, statement: Any) -> None:
    """A draw's request is inside the bounds of the signed standing approval."""
    request, approval, terms = receipt["request"], receipt["approval"], statement["terms"]
    same("decision", "approve", approval["decision"])
    if request["id"] == statement["request"]:
        raise Fault("request: the person read this one")
    same("digest", digest_of(statement, request["action"]), request["action_digest"])
    outside = outside_at(statement["action"], terms["may_differ"], request["action"])
    if outside is not None:
        raise Fault(f"action: {outside} is outside the bounds")
    if not 1 <= approval["draw"]["number"] <= terms["count"]:
        raise Fault(f"draw: {approval['draw']['number']} isn't from 1 to {terms['count']}")
    _check_total(request["action"], approval["draw"], terms)
    if "hours" in terms:
        _check_hours(approval["at"], terms["hours"])


def _check_total(action: Any, draw: Any, terms: Any) -> None:
    """The sum of the amounts so far is there where the terms limit it, and neither too high nor too low."""
    if "total" not in terms:
        if "total" in draw:
            raise Fault(f"draw: a total of {draw['total']}, and the terms have none")
        return
    total = draw.get("total")
    if type(total) not in (int, float) or not 0 < total <= terms["total"]:
        raise Fault(f"draw: a total of {total} isn't above 0 and up to {terms['total']}")
    values = leaves_of(action)
    for difference in terms["may_differ"]:
        # Only an amount has `up_to`, and this one is part of the sum.
        amount = json.loads(values.get(difference.get("path"), "null")) if "up_to" in difference else None
        if type(amount) in (int, float) and amount > total:
            raise Fault(f"draw: a total of {total} is below the amount {amount}")


def _check_hours(at: str, hours: Any) -> None:
    """The draw was within the signed hours. Without the data of their time zone, it wasn't."""
    try:
        time = milliseconds_of(at)
    except (Fault, ValueError):
        # The check of times refuses it.
        return
    if not is_within_hours(hours, time):
        if not is_known_zone(hours["zone"]):
            raise Fault(f"draw: the time zone {hours['zone']} of the signed hours isn't known here")
        raise Fault(f"draw: {at} isn't from {hours['from']} to {hours['to']} in {hours['zone']}")


def check_ownership_agreement(receipt: Any) -> None:
    statement = statement_of(receipt)
    is_acceptance = statement["decision"] == "accept_ownership"
    same("signer", statement["new_owner" if is_acceptance else "owner"], receipt["signer"]["id"])
    offers = [agent.get("offer") for agent in statement["agents"]]
    if is_acceptance and offers.count(receipt["id"]) != 1:
        raise Fault("the statement doesn't accept this offer")
    # The challenge has to be requested before the statement expires, and is valid for ten minutes more.
    _check_period(receipt["at"], statement, 600_000)


def check_grant(receipt: Any) -> None:
    """The grant, if any, is for the same action and agent."""
    if "grant" not in receipt:
        return
    statement, claims = statement_of(receipt), receipt["grant"]["claims"]
    # A draw's request isn't the one that the person read.
    of = receipt["request"] if is_standing(statement) else {**statement, "id": statement["request"]}
    action, details = of["action"], claims["authorization_details"]
    same("id", claims["jti"], receipt["grant"]["id"])
    same("request", claims["txn"], of["id"])
    same("agent", claims["act"]["sub"], statement["agent"])
    same("owner", claims["sub"], statement["owner"])
    same("owner epoch", claims["owner_epoch"], statement["owner_epoch"])
    if "audience" in action:
        same("audience", claims["aud"], action["audience"])
    if type(details) is not list or len(details) != 1:
        raise Fault("it isn't for exactly one action")
    detail = details[0]
    same("digest", detail["digest"], of["action_digest"])
    signed, granted = {**action, "type": action["type"]}, {**detail, "type": detail["action"]}
    terms = [
        {name: one[name] for name in ("type", "resource", "params") if name in one}
        for one in (signed, granted)
    ]
    same("action", *map(canonical_json, terms))


def check_times(receipt: Any) -> None:
    """Each time of a receipt is RFC 3339 in UTC, and exists."""
    statement = statement_of(receipt)
    agents = statement.get("agents", [])
    keys = [key for agent in agents for key in agent.get("keys", [])]
    places = [receipt, statement, *keys]
    for name in ("approval", "passkey", "request", "grant"):
        places.append(receipt.get(name, {}))
    for outer, inner in (("approval", "voided"), ("passkey", "confirmed"), ("request", "edit")):
        places.append(receipt.get(outer, {}).get(inner, {}))
    names = ("issued_at", "expires_at", "at", "enrolled_at", "created_at", "closed_at", "added_at")
    for place in places:
        for name in names:
            if name in place:
                milliseconds_of(place[name])


def _check_period(at: str, statement: Any, grace: int = 0) -> None:
    try:
        begins, ends = milliseconds_of(statement["issued_at"]), milliseconds_of(statement["expires_at"])
        time = milliseconds_of(at)
    except (Fault, ValueError):
        # The check of times refuses it.
        return
    if not begins <= time <= ends + grace:
        raise Fault(f"{at} isn't from {statement['issued_at']} to {statement['expires_at']}")


def milliseconds_of(text: Any) -> int:
    """Since 1970, of a time of a receipt."""
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise Fault(f"{text!r} isn't an RFC 3339 time in UTC")
    *parts, fraction = found.groups()
    # Raises ValueError for a 30 February.
    time = datetime(*(int(part) for part in parts), tzinfo=timezone.utc)  # type: ignore[misc, arg-type]
    return int(time.timestamp()) * 1000 + int((fraction or "").ljust(3, "0")[:3])
