"""Admits a call to a tool after its grant was redeemed, for any framework."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from .action import Action, ActionLike
from .challenge import PlainResponse, problem
from .proofs import Presented
from .redemption import Outcome
from .refusal import Refusal
from .running import Admission, is_asynchronous
from .tool import Tool

_LOG = logging.getLogger("countersign")
P = ParamSpec("P")
T = TypeVar("T")


class Headers(Protocol):
    """The headers of a request, whose names have no case. A dictionary needs names in lower case."""

    def get(self, name: str, /) -> str | None: ...


def presented_grant(headers: Headers | Mapping[str, str], method: str | None = None) -> Presented | None:
    """The grant in `Authorization`, and the proof in `DPoP` or `Countersign-Proof`, if any."""
    found = re.fullmatch(r"(?:bearer|dpop) +(\S+)", headers.get("authorization") or "", re.IGNORECASE)
    if found is None:
        return None
    return Presented(found[1], headers.get("dpop"), headers.get("countersign-proof"), method)


def admit(
    tool: Tool, headers: Headers | Mapping[str, str], method: str, read_action: Callable[[], ActionLike]
) -> Admission | PlainResponse:
    """Verifies and redeems the grant of an HTTP call for the action that the call would perform."""
    action: Action | None = None
    try:
        action = tool.action(_read(read_action))
        redemption = tool.redeem(presented_grant(headers, method), action)
        return Admission(redemption.action, redemption)
    except Refusal as refused:
        if refused.is_challenge and action is not None:
            return tool.challenge(action, refused)
        if refused.status == 500:
            _LOG.error("A call is refused, because this tool isn't set up correctly: %s", refused)
        response = problem(refused, refused.status)
        if refused.status == 401:
            response.headers["www-authenticate"] = 'Bearer error="invalid_token"'
        return response


def outcome_of_status(status: int) -> Outcome:
    """The outcome by a response's status. Before a server error the action may have run."""
    if status >= 500:
        return "uncertain"
    return "done" if status < 400 else "failed"


def requires_grant(
    tool: Tool, action_of: Callable[P, ActionLike]
) -> Callable[[Callable[P, T]], Callable[Concatenate[Presented | None, P], T]]:
    """Guards a function, also an asynchronous one: its first argument becomes what the agent presents.

    `action_of` gets the other arguments, and names the action that the function performs with them. Raises TypeError
    for a generator function.
    """

    def decorate(run: Callable[P, T]) -> Callable[Concatenate[Presented | None, P], T]:
        @functools.wraps(run)
        def guarded(presented: Presented | None, /, *args: P.args, **named: P.kwargs) -> T:
            return tool.guard(presented, action_of(*args, **named), lambda _: run(*args, **named))

        @functools.wraps(run)
        async def guarded_later(presented: Presented | None, /, *args: P.args, **named: P.kwargs) -> Any:
            action = action_of(*args, **named)
            return await tool.guard_async(presented, action, lambda _: cast(Any, run)(*args, **named))

        return cast(Any, guarded_later) if is_asynchronous(run) else guarded

    return decorate


def _read(read_action: Callable[[], ActionLike]) -> ActionLike:
    try:
        return read_action()
    except Refusal:
        raise
    except Exception as cause:
        _LOG.warning("The action of a call can't be read: %r", cause)
        raise Refusal("invalid_action", "The action can't be read from this request.") from cause
