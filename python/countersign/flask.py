"""Guards the views of Flask."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from flask import Request, Response, current_app, make_response, request
from werkzeug.exceptions import HTTPException

from .action import ActionLike
from .admission import Admission, admit, outcome_of_status
from .redemption import Running
from .tool import Tool

__all__ = ["Admission", "requires_grant"]


def requires_grant(
    tool: Tool, action_of: Callable[[Request], ActionLike]
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Runs a view after the grant was redeemed; its first argument is the admission.

    Put it below `@app.post(...)`. Reports `done` below status 400, `failed` below 500, else `uncertain`.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Response]:
        @functools.wraps(view)
        def guarded(**named: Any) -> Response:
            admitted = admit(tool, request.headers, request.method, lambda: action_of(request))
            if not isinstance(admitted, Admission):
                return Response(admitted.body, admitted.status, admitted.headers)
            running = Running(admitted.redemption, tool.settle)
            try:
                response = make_response(current_app.ensure_sync(view)(admitted, **named))
            except HTTPException as raised:
                running.ends(outcome_of_status(raised.code or 500), error=raised)
                raise
            except BaseException as raised:
                # The server answers with a 500.
                running.ends("uncertain", error=raised)
                raise
            response.call_on_close(lambda: running.ends(outcome_of_status(response.status_code)))
            return response

        return guarded

    return decorate
