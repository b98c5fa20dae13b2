"""Guards the views of Flask."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from flask import Request, Response, current_app, make_response, request
from werkzeug.exceptions import HTTPException

from .action import ActionLike
from .admission import admit, outcome_of_status
from .redemption import Outcome
from .running import Admission, Running
from .tool import Tool

__all__ = ["Admission", "requires_grant"]


def requires_grant(
    tool: Tool, action_of: Callable[[Request], ActionLike]
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Runs a view after the grant was redeemed; its first argument is the admission.

    Put it below `@app.post(...)`. Reports `done` below status 400, `failed` below 500, else `uncertain`,
    also if a streamed response isn't sent to its end.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Response]:
        @functools.wraps(view)
        def guarded(**named: Any) -> Response:
            admitted = admit(tool, request.headers, request.method, lambda: action_of(request))
            if not isinstance(admitted, Admission):
                return Response(admitted.body, admitted.status, admitted.headers)
            with Running(admitted.redemption, tool.settle, _outcome_of) as running:
                response = make_response(current_app.ensure_sync(view)(admitted, **named))
                running.goes_on()
            if response.is_streamed:
                response.response = _to_the_end(response.response, response, running)
                response.call_on_close(lambda: running.ends("uncertain"))
            else:
                response.call_on_close(lambda: running.ends(outcome_of_status(response.status_code)))
            return response

        return guarded

    return decorate


def _outcome_of(raised: BaseException) -> Outcome:
    # For any other exception, the server answers with a 500.
    return outcome_of_status(raised.code or 500) if isinstance(raised, HTTPException) else "uncertain"


def _to_the_end(body: Any, response: Response, running: Running) -> Iterator[Any]:
    try:
        with running:
            yield from body
            running.outcome = outcome_of_status(response.status_code)
    finally:
        if hasattr(body, "close"):
            body.close()
