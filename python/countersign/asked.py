"""The state of a request, and what it means for an agent that has no grant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .action import Action
from .quoted import quoted
from .refusal import Refusal


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
