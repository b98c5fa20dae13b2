"""Guards the endpoints of FastAPI."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from concurrent.futures import Future
from typing import Any

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from .action import ActionLike
from .admission import admit, outcome_of_status
from .redemption import Outcome
from .running import Admission, Running, is_asynchronous
from .tool import Tool

__all__ = ["Admission", "requires_grant"]


def requires_grant(
    tool: Tool, action_of: Callable[[Request], ActionLike | Awaitable[ActionLike]]
) -> Callable[[Callable[..., Any]], Callable[..., Awaitable[Any]]]:
    """Runs an endpoint after the grant was redeemed; its first argument is the admission.

    Put it below `@app.post(...)`. Reports `done` below status 400, `failed` below 500, else `uncertain`,
    also if a streamed response isn't sent to its end.
    """

    def decorate(endpoint: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
        is_later = is_asynchronous(endpoint)

        @functools.wraps(endpoint)
        async def guarded(countersign_request: Request, **named: Any) -> Any:
            request = countersign_request
            read_action = await _reading(action_of, request)
            admitted = await asyncio.to_thread(admit, tool, request.headers, request.method, read_action)
            if not isinstance(admitted, Admission):
                return Response(admitted.body, admitted.status, admitted.headers)
            async with Running(admitted.redemption, tool.settle, _outcome_of) as running:
                result = running.returns(
                    await endpoint(admitted, **named)
                    if is_later
                    else await asyncio.to_thread(endpoint, admitted, **named)
                )
                # An endpoint can also set the status of a response that FastAPI gave it.
                responses = [one for one in (result, *named.values()) if isinstance(one, Response)]
                status = next((one.status_code for one in responses if one.status_code), 200)
                running.outcome = outcome_of_status(status)
                if hasattr(result, "body_iterator"):
                    running.goes_on()
                    result.body_iterator = _to_the_end(result.body_iterator, running, status)
            return result

        # FastAPI reads the parameters of an endpoint from its signature.
        _, *others = inspect.signature(endpoint, eval_str=True).parameters.values()
        kind = inspect.Parameter.KEYWORD_ONLY
        added = inspect.Parameter("countersign_request", kind, annotation=Request)
        named = [parameter.replace(kind=kind) for parameter in others]
        setattr(guarded, "__signature__", inspect.Signature([*named, added]))
        return guarded

    return decorate


def _outcome_of(raised: BaseException) -> Outcome:
    # For any other exception, the server answers with a 500.
    return outcome_of_status(raised.status_code) if isinstance(raised, HTTPException) else "uncertain"


async def _to_the_end(body: AsyncIterable[Any], running: Running, status: int) -> AsyncIterator[Any]:
    async with running:
        async for part in body:
            yield part
        running.outcome = outcome_of_status(status)


async def _reading(action_of: Callable[[Request], Any], request: Request) -> Callable[[], ActionLike]:
    """Reads the action in the event loop, and hands it or the error to the thread that admits the call."""
    read: Future[ActionLike] = Future()
    try:
        given = action_of(request)
        read.set_result(await given if inspect.isawaitable(given) else given)
    except Exception as raised:
        read.set_exception(raised)
    return read.result
