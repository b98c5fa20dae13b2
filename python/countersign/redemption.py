"""Redeems a verified grant, once, and reports what became of the action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote

from .action import Action
from .canonical import canonical_json, sha256
from .grants import VerifiedGrant
from .issuer import Issuer
from .keys import SigningKey, random_id, signed_headers
from .proofs import Presented
from .quoted import one_line
from .refusal import Refusal, member, refusal_of
from .send import Answer, Call

Outcome = Literal["done", "failed", "uncertain"]


@dataclass(frozen=True)
class Redemption:
    """A redeemed grant: the action may run, once.

    `approvals`: who approved, and where the receipts are. With `standing_approval`, one is a draw: no person
    was asked.
    """

    grant: VerifiedGrant
    action: Action
    redeemed_at: datetime
    approvals: list[dict[str, Any]]
    report_within: int | None


@dataclass(frozen=True)
class Execution:
    """What became of the action. `result` is hashed here: only its SHA-256 leaves the process."""

    outcome: Outcome
    duration_ms: float = 0
    result: str | bytes | None = None
    #: One line, shown as unverified.
    error: str = ""


def redeem_grant(
    issuer: Issuer,
    key: SigningKey,
    presented: Presented,
    verified: VerifiedGrant,
    action: Action,
    report_within: int | None = None,
) -> Redemption:
    """Redeems a verified grant. Raises Refusal.

    The call is repeated when no response arrives: if an earlier attempt redeemed the grant, the refusal is
    `outcome_unknown` and nothing runs.
    """
    check_report_within(report_within)
    body: dict[str, Any] = {"grant": presented.grant, "action": action.to_json()}
    if verified.thumbprint is not None and presented.dpop is not None:
        body["dpop"] = presented.dpop
    if verified.thumbprint is None and presented.agent_proof is not None:
        body["agent_proof"] = presented.agent_proof
    if report_within is not None:
        body["execution"] = {"report_within": report_within}
    answer = post_signed(issuer, key, "/api/v1/grants/redemptions", body)
    if answer.status != 200:
        raise refusal_of(answer.status, answer.body, was_repeated=answer.was_repeated)
    redeemed, request, approvals = (member(answer.body, name) for name in ("grant", "request", "approvals"))
    redeemed_at = iso_time(member(redeemed, "redeemed_at"))
    # A proxy's page, or a foreign server's answer, also has status 200.
    is_redeemed = member(redeemed, "state") == "redeemed" and member(redeemed, "id") == verified.grant_id
    is_of_request = member(request, "id") == verified.request_id
    if not is_redeemed or not is_of_request or redeemed_at is None or not isinstance(approvals, list):
        message = "Countersign's answer isn't the redemption of this grant. Nothing runs."
        raise Refusal("invalid_answer", message)
    return Redemption(verified, action, redeemed_at, approvals, report_within)


def check_report_within(seconds: int | None) -> None:
    if seconds is not None and not (type(seconds) is int and 30 <= seconds <= 86_400):
        raise Refusal("not_set_up", "report_within is a whole number of seconds from 30 to 86400.")


def report_execution(issuer: Issuer, key: SigningKey, redemption: Redemption, execution: Execution) -> None:
    """Reports the outcome to the request's history. Raises Refusal.

    The report is sent again after a lost response: the server accepts repetitions.
    """
    agent, request = redemption.grant.agent_id, redemption.grant.request_id
    body: dict[str, Any] = {"request": request, "outcome": execution.outcome}
    body["duration_ms"] = max(0, round(execution.duration_ms))
    if execution.result is not None:
        body["result_sha256"] = sha256(_bytes(execution.result))
    error = one_line(execution.error, ["Cc", "Cs"])[:200]
    if error:
        body["error"] = error
    path = f"/api/v1/agents/{quote(agent, safe='')}/requests/{quote(request, safe='')}/execution"
    answer = post_signed(issuer, key, path, body)
    if answer.status != 200:
        raise refusal_of(answer.status, answer.body, was_repeated=answer.was_repeated)
    if member(member(answer.body, "request"), "id") != request:
        raise Refusal("invalid_answer", "The answer to a report isn't from Countersign.")


def _bytes(result: str | bytes) -> bytes:
    """As in JavaScript, U+FFFD stands for a lone surrogate."""
    if isinstance(result, bytes):
        return result
    return result.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def post_signed(
    issuer: Issuer, key: SigningKey, path: str, body: dict[str, Any], id: str | None = None
) -> Answer:
    """Posts a body, signed anew for each attempt under one ID."""
    text, id = canonical_json(body), random_id("msg") if id is None else id
    return issuer.call(path, Call("POST", text, lambda at: signed_headers(key, id=id, body=text, at=at)))


def iso_time(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return None
