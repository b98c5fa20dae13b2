"""Why nothing runs: one exception with a stable code, spelled as in docs/agents.md."""

from __future__ import annotations

from typing import Any, NamedTuple


class _Kind(NamedTuple):
    status: int
    is_challenge: bool = False


# The HTTP status for the agent's call, and whether a new grant would help. The same table as in
# client/src/refusal.ts: the shared vectors compare both.
REFUSALS = {
    "grant_missing": _Kind(401, True),
    "invalid_grant": _Kind(401, True),
    "grant_expired": _Kind(401, True),
    "grant_not_yet_valid": _Kind(401),
    "grant_revoked": _Kind(401, True),
    "action_mismatch": _Kind(401, True),
    "audience_mismatch": _Kind(401, True),
    "insufficient_approval": _Kind(401, True),
    "invalid_proof": _Kind(401),
    "key_revoked": _Kind(401),
    "key_expired": _Kind(401),
    # No challenge: an agent that asks again automatically could run a lost call twice.
    "grant_already_redeemed": _Kind(409),
    "outcome_unknown": _Kind(409),
    "conflict": _Kind(409),
    "agent_quarantined": _Kind(403),
    "frozen": _Kind(403),
    "agent_revoked": _Kind(403),
    "owner_inactive": _Kind(403),
    "blocked_by_policy": _Kind(403),
    # A code that is unknown to this version: see `server_code`.
    "refused": _Kind(403),
    "invalid_action": _Kind(400),
    "rate_limited": _Kind(503),
    "issuer_unavailable": _Kind(503),
    "invalid_answer": _Kind(502),
    # The tool's or the agent's own key, clock or settings.
    "not_set_up": _Kind(500),
    # Agents only.
    "idempotency_conflict": _Kind(409),
    "already_decided": _Kind(409),
    "payload_too_large": _Kind(400),
    "invalid_wait_token": _Kind(403),
    "not_found": _Kind(403),
    "pending": _Kind(403),
    "denied": _Kind(403),
    "request_expired": _Kind(403),
    "request_cancelled": _Kind(403),
    "untrusted_challenge": _Kind(403),
}

# The server's codes for a wrong signature or body of the caller.
_ABOUT_CALLER = {"invalid_signature", "missing_signature", "stale_timestamp", "invalid_json", "invalid_body"}


class Refusal(Exception):
    """Why nothing ran. `code` is stable; the message is for people and can change."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        server_status: int | None = None,
        body: Any = None,
        may_have_arrived: bool = True,
        request_id: str | None = None,
        approval_url: str | None = None,
        denial_code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        #: The server's HTTP status, and its answer as JSON, if any.
        self.server_status = server_status
        self.body = body
        #: False only if the server certainly didn't get the call.
        self.may_have_arrived = may_have_arrived
        self.request_id = request_id
        self.approval_url = approval_url
        #: The approver's reason for programs, such as `wrong_amount`.
        self.denial_code = denial_code

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.message), self.__dict__

    @property
    def server_code(self) -> str | None:
        return text_member(self.body, "code")

    @property
    def status(self) -> int:
        """The HTTP status for the refused call."""
        return REFUSALS[self.code].status

    @property
    def is_challenge(self) -> bool:
        """Whether the agent can ask for a new grant."""
        return REFUSALS[self.code].is_challenge


class UncertainError(Exception):
    """Raised by the code that performs an action, if its outcome is unknown. Reported as `uncertain`."""


def refusal_of(status: int, body: Any, *, was_repeated: bool) -> Refusal:
    """The refusal in an error answer."""
    code, detail = text_member(body, "code"), text_member(body, "detail")
    words = f"HTTP {status}" if detail is None else detail[:1000]
    if code is None:
        words = f"Countersign answered without an error code (HTTP {status}). Nothing runs."
        return Refusal("invalid_answer", words, server_status=status, body=body)
    if code == "grant_already_redeemed" and was_repeated:
        words = (
            "An earlier attempt got no response and may have redeemed this grant."
            " Treat the grant as redeemed and ask again."
        )
        return Refusal("outcome_unknown", words, server_status=status, body=body)
    if code in _ABOUT_CALLER:
        words = f"Countersign refused the caller's own signature or body: {words}"
        return Refusal("not_set_up", words, server_status=status, body=body)
    known = code if code in REFUSALS else "refused"
    return Refusal(known, words, server_status=status, body=body)


def member(value: Any, name: str) -> Any:
    """A member of JSON of any form, or None."""
    return value.get(name) if isinstance(value, dict) else None


def text_member(value: Any, name: str) -> str | None:
    found = member(value, name)
    return found if isinstance(found, str) else None
