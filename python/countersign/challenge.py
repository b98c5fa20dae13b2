"""What a tool answers to a call without a usable grant: which action to ask for, and where."""

from __future__ import annotations

import json
from dataclasses import dataclass

from .action import Action
from .canonical import canonical_json, sha256, to_base64url
from .refusal import Refusal

# Longer actions are only in the body: many servers limit headers to 16 KiB.
_LONGEST_PARAMETER = 4096


@dataclass(frozen=True)
class PlainResponse:
    """A response to a refused call, for any framework."""

    status: int
    headers: dict[str, str]
    body: str


def challenge_for(
    issuer: str, action: Action, acr_values: list[str], refusal: Refusal | None = None
) -> PlainResponse:
    """A step-up challenge in the manner of RFC 9470: 401 with `insufficient_user_authentication`.

    Three more parameters name the issuer, the hash of the action and, if it fits, the action (base64url
    of its canonical JSON). The body always contains the action.
    """
    text = canonical_json(action.to_json())
    encoded = to_base64url(text.encode())
    parameters = {
        "error": "insufficient_user_authentication",
        "error_description": "Ask Countersign for exactly this action and repeat the call with the grant",
        "acr_values": " ".join(acr_values),
        "countersign": issuer,
        "action_sha256": sha256(text),
    }
    if len(encoded) <= _LONGEST_PARAMETER:
        parameters["action"] = encoded
    response = problem(refusal or Refusal("grant_missing", "This action needs a grant."), 401)
    listed = ", ".join(f'{name}="{value}"' for name, value in parameters.items())
    body = json.dumps({**json.loads(response.body), "action": action.to_json()}, ensure_ascii=False)
    return PlainResponse(401, {"www-authenticate": f"Bearer {listed}", **response.headers}, body)


def problem(refusal: Refusal, status: int) -> PlainResponse:
    """An error as RFC 9457 writes it."""
    # Details of the tool's set-up are for its log.
    detail = "This tool isn't set up correctly." if status == 500 else refusal.message
    headers = {"content-type": "application/problem+json", "cache-control": "no-store"}
    title = refusal.code.replace("_", " ")
    members = {"type": f"urn:countersign:error:{refusal.code}", "title": title, "status": status}
    return PlainResponse(status, headers, json.dumps({**members, "code": refusal.code, "detail": detail}))
