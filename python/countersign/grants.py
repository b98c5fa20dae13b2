"""Verifies grants, offline. Only redeeming proves that a grant was not redeemed or revoked before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Literal

from . import ed25519
from .action import Action, action_digest
from .issuer import Issuer
from .jwt import ALGORITHMS, is_time, read_jwt
from .refusal import Refusal

PASSKEY_ACR = "urn:countersign:acr:passkey"
POLICY_ACR = "urn:countersign:acr:policy"
# No grant is valid for longer (docs/agents.md).
_MAXIMUM_LIFE = 900


@dataclass(frozen=True)
class VerifiedGrant:
    """A grant that was verified offline. `basis`: the authority, a person or policy alone."""

    grant_id: str
    request_id: str
    agent_id: str
    owner_id: str
    basis: Literal["passkey", "policy"]
    audience: str
    expires_at: datetime
    #: Of the agent's key (`cnf.jkt`), if the grant is bound.
    thumbprint: str | None


def verify_grant(issuer: Issuer, grant: Any, action: Action, audience: str) -> VerifiedGrant:
    """Verifies a grant for exactly this action.

    Raises Refusal `invalid_grant`, `grant_expired`, `grant_not_yet_valid`, `audience_mismatch`,
    `action_mismatch`, `issuer_unavailable`.
    """
    claims = _verified_claims(issuer, grant)
    # A JWT's `aud` may be a list, but a grant is for one tool.
    if claims["aud"] != audience:
        raise Refusal("audience_mismatch", "This grant is for another tool.")
    act, cnf, details = claims.get("act"), claims.get("cnf"), claims.get("authorization_details")
    agent = act.get("sub") if isinstance(act, dict) else None
    detail = details[0] if isinstance(details, list) and len(details) == 1 else None
    is_grant = (
        all(_is_name(claim) for claim in (claims.get("jti"), claims.get("txn"), claims.get("sub"), agent))
        and claims.get("client_id") == agent
        and claims["exp"] - claims["iat"] <= _MAXIMUM_LIFE
        and claims.get("acr") in (PASSKEY_ACR, POLICY_ACR)
        and ("cnf" not in claims or (isinstance(cnf, dict) and isinstance(cnf.get("jkt"), str)))
        and isinstance(detail, dict)
        and detail.get("type") == "agent_action"
    )
    if not is_grant or not isinstance(detail, dict) or not isinstance(agent, str):
        raise Refusal("invalid_grant", "This token isn't a grant.")
    if detail.get("digest") != action_digest(agent, action):
        message = "This isn't the action that was approved. It must match exactly."
        raise Refusal("action_mismatch", message)
    return VerifiedGrant(
        grant_id=claims["jti"],
        request_id=claims["txn"],
        agent_id=agent,
        owner_id=claims["sub"],
        basis="passkey" if claims["acr"] == PASSKEY_ACR else "policy",
        audience=claims["aud"],
        expires_at=datetime.fromtimestamp(claims["exp"], timezone.utc),
        thumbprint=cnf["jkt"] if isinstance(cnf, dict) else None,
    )


def _verified_claims(issuer: Issuer, grant: Any) -> dict[str, Any]:
    unsigned = Refusal("invalid_grant", "The grant isn't a signed JWT.")
    header, claims, signed, signature = read_jwt(grant, unsigned)
    foreign = Refusal("invalid_grant", "This grant wasn't issued by this Countersign.")
    # Without `kid`, every key of the set would be a candidate.
    if header.get("alg") not in ALGORITHMS or not isinstance(header.get("kid"), str) or "crit" in header:
        raise foreign
    key = issuer.key(header["kid"], header["alg"])
    if key is None or not ed25519.is_valid(key, signature, signed) or header.get("typ") != "at+jwt":
        raise foreign
    if claims.get("iss") != issuer.issuer:
        raise Refusal("invalid_grant", f"This grant wasn't issued by {issuer.issuer}.")
    if not all(is_time(claims.get(name)) for name in ("exp", "nbf", "iat")) or "aud" not in claims:
        raise foreign
    now = math.floor(issuer.clock.now())
    if claims["nbf"] > now + issuer.clock_skew:
        raise Refusal("grant_not_yet_valid", "This grant isn't valid yet. Check the clock.")
    if claims["exp"] <= now - issuer.clock_skew:
        raise Refusal("grant_expired", "This grant has expired.")
    return claims


def _is_name(claim: Any) -> bool:
    return isinstance(claim, str) and claim != ""
