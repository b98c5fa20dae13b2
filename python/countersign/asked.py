"""The state of a request, and what it means for an agent that has no grant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .action import Action
from .quoted import quoted
from .redemption import iso_time
from .refusal import Refusal, member


@dataclass(frozen=True)
class Wait:
    """A request's wait token is a credential: it can read and withdraw this request."""

    path: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class Asked:
    """The state of a request, checked. `number_to_match`: show it to the person at the agent."""

    action: Action
    request_id: str
    state: str
    approval_url: str | None
    number_to_match: str | None
    #: Verified, and for exactly this action.
    grant: str | None = field(repr=False)
    denial: str | None
    #: The reason for programs, such as `wrong_amount`.
    denial_code: str | None
    #: On a denial: the JSON Patch (RFC 6902) of the action with which the approver would approve.
    suggested_edit: list[dict[str, Any]] | None
    close_reason: str | None
    wait: Wait | None = field(repr=False)


@dataclass(frozen=True)
class Hold:
    """What stops the agent until a person ends it. `by`: whether a person had held the agent before."""

    since: datetime
    by: Literal["agent", "person"]


def check_hold(agent: str, body: Any) -> Hold:
    """A proxy's page, or a foreign server's answer, also has status 200. Raises Refusal `invalid_answer`."""
    hold, is_own = member(body, "hold"), member(member(body, "agent"), "id") == agent
    since, by = iso_time(member(hold, "since")), member(hold, "by")
    if not is_own or since is None or by not in ("agent", "person"):
        message = "Countersign's answer isn't a freeze of this agent. It may still act."
        raise Refusal("invalid_answer", message)
    return Hold(since, by)


def refusal_without_grant(asked: Asked) -> Refusal:
    """The refusal for a request without a grant, for a model. An approver's words are quoted."""

    def refusal(code: str, message: str) -> Refusal:
        return Refusal(
            code,
            message,
            request_id=asked.request_id,
            approval_url=asked.approval_url,
            denial_code=asked.denial_code,
        )

    if asked.state == "pending":
        number = f" Number to match: {asked.number_to_match}." if asked.number_to_match else ""
        where = f"A person can approve at {asked.approval_url or asked.request_id}."
        return refusal("pending", f"Not approved yet. {where}{number} Nothing ran.")
    if asked.state == "denied":
        reason = (
            f" The approver's reason, quoted: {quoted(asked.denial)}." if asked.denial is not None else ""
        )
        return refusal("denied", f"An approver denied this action.{reason} Nothing ran.")
    if asked.state == "expired":
        return refusal("request_expired", "No one decided in time. Nothing ran.")
    if asked.state == "blocked":
        return refusal("blocked_by_policy", "Policy blocks this action.")
    if asked.state == "cancelled":
        reason = asked.close_reason or "no reason"
        return refusal("request_cancelled", f"The request was cancelled ({reason}). Nothing ran.")
    message = "This action already ran, or its grant has expired. Nothing ran again."
    return refusal("grant_already_redeemed", message)
