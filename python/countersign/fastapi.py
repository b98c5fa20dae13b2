"""Guards the endpoints of FastAPI."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from .action import ActionLike
from .admission import Admission, admit, outcome_of_status
from .redemption import Running
from .tool import Tool

__all__ = ["Admission", "requires_grant"]


def requires_grant(
    tool: Tool, action_of: Callable[[Request], ActionLike | Awaitable[ActionLike]]
) -> Callable[[Callable[..., Any]], Callable[..., Awaitable[Any]]]:
    """Runs an endpoint after the grant was redeemed; its first argument is the admission.

    Put it below `@app.post(...)`. Reports `done` below status 400, `failed` below 500, else `uncertain`.
    """

    def decorate(endpoint: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
        @functools.wraps(endpoint)
        async def guarded(countersign_request: Request, **named: Any) -> Any:
            request = countersign_request
            read_action = await _reading(action_of, request)
            admitted = await asyncio.to_thread(admit, tool, request.headers, request.method, read_action)
            if not isinstance(admitted, Admission):
                return Response(admitted.body, admitted.status, admitted.headers)
            running = Running(admitted.redemption, tool.settle)
            try:
                if inspect.iscoroutinefunction(endpoint):
                    result = await endpoint(admitted, **named)
                else:
                    result = await asyncio.to_thread(endpoint, admitted, **named)
            except HTTPException as raised:
                await asyncio.to_thread(
                    running.ends, outcome_of_status(raised.status_code), None, raised.detail
                )
                raise
            except BaseException as raised:
                # The server answers with a 500.
                await asyncio.to_thread(running.ends, "uncertain", None, raised)
                raise
            status = result.status_code if isinstance(result, Response) else 200
            await asyncio.to_thread(running.ends, outcome_of_status(status))
            return result

        # FastAPI reads the parameters of an endpoint from its signature.
        _, *others = inspect.signature(endpoint, eval_str=True).parameters.values()
        kind = inspect.Parameter.KEYWORD_ONLY
        added = inspect.Parameter("countersign_request", kind, annotation=Request)
        named = [parameter.replace(kind=kind) for parameter in others]
        setattr(guarded, "__signature__", inspect.Signature([*named, added]))
        return guarded

    return decorate


async def _reading(action_of: Callable[[Request], Any], request: Request) -> Callable[[], ActionLike]:
    """Reads the action in the event loop, and hands it or the error to the thread that admits the call."""
    try:
        given = action_of(request)
        action = await given if inspect.isawaitable(given) else given
    except Exception as raised:
        failed = raised

        def fail() -> ActionLike:
            raise failed

        return fail
    return lambda: action
