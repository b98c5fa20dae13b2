"""The proof that a grant is the agent's own: made by the agent, checked by the tool."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from . import ed25519
from .canonical import sha256, to_base64url
from .grants import VerifiedGrant
from .issuer import Issuer
from .jwt import ALGORITHMS, is_time, public_key_of, read_jwt, thumbprint_of
from .keys import SigningKey, random_id
from .refusal import Refusal

_MAXIMUM_AGE = 300
_AGENT_PROOF = re.compile(r"[^.\s]{1,128}\.([0-9]{1,12})\.v1a?,[A-Za-z0-9_+/=-]{16,512}")


@dataclass(frozen=True)
class Presented:
    """An agent's grant and proof, in a call of a tool. `method`: of that call (`htm` in the proof)."""

    grant: str
    dpop: str | None = None
    agent_proof: str | None = None
    method: str | None = None


def proof_headers(key: SigningKey, grant: str, method: str, at: float) -> dict[str, str]:
    """The headers that present a grant to a tool: the grant, and the proof that it is the agent's own.

    The proof is valid for five minutes (docs/agents.md, "When the tool redeems"): a DPoP proof (RFC 9449)
    for a bound grant, otherwise a signature by the agent's key. Raises Refusal.
    """
    claims = read_jwt(grant, Refusal("invalid_grant", "The grant isn't a signed JWT.")).claims
    seconds = math.floor(at)
    audience, authorization = str(claims.get("aud")), {"authorization": f"Bearer {grant}"}
    if "cnf" not in claims:
        prefix = f"{random_id('prf')}.{seconds}."
        text = f"countersign/grant-proof/v1\n{sha256(grant)}\n{audience}"
        return {**authorization, "countersign-proof": prefix + key.sign(prefix + text)}
    if key.public_x is None:
        raise Refusal(
            "not_set_up", "This grant is bound to a private key, but the agent's key is a shared secret."
        )
    # RFC 9449 section 4.2
    header = {"typ": "dpop+jwt", "alg": "EdDSA", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": key.public_x}}
    proof = {"jti": random_id("prf"), "htm": method, "htu": audience, "iat": seconds, "ath": sha256(grant)}
    signed = ".".join(
        to_base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, proof)
    )
    return {**authorization, "dpop": f"{signed}.{to_base64url(key.sign_raw(signed))}"}


def verify_proof(issuer: Issuer, presented: Presented, verified: VerifiedGrant) -> None:
    """Checks the agent's proof that the grant is its own, as far as this is possible offline.

    A DPoP proof is checked completely, a `Countersign-Proof` by its form, because its key is a secret
    between the agent and Countersign. Raises Refusal `invalid_proof`.
    """
    now = math.floor(issuer.clock.now())
    if verified.thumbprint is None:
        _check_agent_proof(presented.agent_proof, now, issuer.clock_skew)
        return
    if presented.dpop is None:
        raise _invalid_proof("this grant is bound to the agent's key: send a DPoP header with the grant")
    claims, thumbprint = _verified_dpop(presented.dpop, now, issuer.clock_skew)
    if thumbprint != verified.thumbprint:
        raise _invalid_proof("the DPoP proof was made with another key")
    if claims.get("htu") != verified.audience:
        raise _invalid_proof("htu isn't the audience of the grant")
    if claims.get("ath") != sha256(presented.grant):
        raise _invalid_proof("ath isn't the hash of this grant")
    if not isinstance(claims.get("jti"), str):
        raise _invalid_proof("the DPoP proof has no jti")
    # Countersign doesn't see the agent's call, so only the tool can compare the method.
    method = claims.get("htm")
    if not isinstance(method, str) or presented.method not in (None, method):
        raise _invalid_proof("htm isn't the method of this call")


def _verified_dpop(proof: str, now: int, skew: float) -> tuple[dict[str, Any], str]:
    unverified = "the DPoP proof doesn't verify or is older than five minutes"
    header, claims, signed, signature = read_jwt(proof, _invalid_proof(unverified))
    key = public_key_of(header.get("jwk"))
    is_dpop = header.get("typ") == "dpop+jwt" and header.get("alg") in ALGORITHMS and "crit" not in header
    if key is None or not is_dpop or not ed25519.is_valid(key, signature, signed):
        raise _invalid_proof(unverified)
    times = [claims.get(name, now) for name in ("iat", "nbf", "exp")]
    if "iat" not in claims or not all(is_time(time) for time in times):
        raise _invalid_proof(unverified)
    issued, not_before, expires = times[0], times[1], claims.get("exp", math.inf)
    is_current = -skew <= now - issued <= _MAXIMUM_AGE + skew
    if not is_current or not_before > now + skew or expires <= now - skew:
        raise _invalid_proof(unverified)
    return claims, thumbprint_of(header["jwk"])


def _check_agent_proof(proof: str | None, now: int, skew: float) -> None:
    if proof is None:
        raise _invalid_proof(
            "this grant isn't bound to a key: send a Countersign-Proof header with the grant"
        )
    found = _AGENT_PROOF.fullmatch(proof)
    if found is None:
        raise _invalid_proof("the Countersign-Proof isn't id.timestamp.signature")
    if abs(now - int(found[1])) > _MAXIMUM_AGE + skew:
        raise _invalid_proof("the Countersign-Proof is older than five minutes")


def _invalid_proof(why: str) -> Refusal:
    return Refusal("invalid_proof", f"The agent's proof is missing or wrong: {why}.")
