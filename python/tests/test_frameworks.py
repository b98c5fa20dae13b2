"""A guarded view of Flask or endpoint of FastAPI runs once, and is reported by its response."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import unittest
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from countersign import Admission

from .test_tool import AUDIENCE, BODY, HEADERS, Countersign, refund


class Frameworks:
    """What each framework has to do. `post` answers with status, headers and body."""

    server: Countersign
    post: Callable[..., tuple[int, Any, str]]

    def test_a_call_without_a_grant_is_told_what_to_ask_for(self) -> None:
        status, headers, body = self.post("/refunds", {}, BODY)
        assert (status, json.loads(body)["code"]) == (401, "grant_missing"), body
        assert "insufficient_user_authentication" in headers["www-authenticate"]
        assert json.loads(body)["action"]["audience"] == AUDIENCE

    def test_a_call_runs_once_with_the_approved_action(self) -> None:
        status, _, body = self.post("/refunds", HEADERS, BODY)
        assert (status, json.loads(body)) == (200, {"refunded": 1250}), body
        status, _, body = self.post("/refunds", HEADERS, BODY)
        assert (status, json.loads(body)["code"]) == (409, "grant_already_redeemed"), body
        assert self.server.outcomes == ["done"]

    def test_a_call_that_is_no_action_is_refused(self) -> None:
        for wrong in ('{"charge":"ch_81"}', '{"amount":1,"Amount":2}', "no"):
            with mock.patch("countersign.admission._LOG.warning") as logged:
                status, _, body = self.post("/refunds", HEADERS, wrong)
            # A refusal is about the request. Any other error could be the tool's own.
            assert logged.call_count == (1 if "charge" in wrong else 0), wrong
            assert (status, json.loads(body)["code"]) == (400, "invalid_action"), body
        assert not self.server.is_redeemed

    def test_a_refusing_handler_failed_and_a_broken_one_is_uncertain(self) -> None:
        assert self.post("/refused/7", HEADERS, BODY)[0] == 422
        self.server.is_redeemed = False
        assert self.post("/broken", HEADERS, BODY)[0] == 500
        assert self.server.outcomes == ["failed", "uncertain"]

    def test_a_streamed_response_is_done_at_its_end_and_otherwise_uncertain(self) -> None:
        for path, outcome in (
            ("/streamed/2", "done"),
            ("/streamed/0", "uncertain"),
            ("/unavailable", "uncertain"),
        ):
            self.server.is_redeemed = False
            with contextlib.suppress(ZeroDivisionError):
                self.post(path, HEADERS, BODY)
            assert [report["outcome"] for report in self.server.reports] == [outcome], path
            assert self.server.reported_early == [], path
            self.server.reports.clear()

    def test_a_tool_that_is_not_set_up_is_logged(self) -> None:
        with unittest.TestCase().assertLogs("countersign", "ERROR"):
            assert self.post("/keyless", HEADERS, BODY)[0] == 500


class FlaskViews(Frameworks, unittest.TestCase):
    def setUp(self) -> None:
        try:
            from flask import Flask, abort

            from countersign.flask import requires_grant
        except ImportError:
            self.skipTest("Flask isn't installed (Debian: apt-get install python3-flask)")
        self.server, app = Countersign(), Flask("tests")
        read = lambda request: refund(request.get_data(as_text=True))
        guard = requires_grant(self.server.tool(), read)

        @app.post("/refunds")
        @guard
        def refunds(admission: Admission) -> dict[str, Any]:
            return {"refunded": admission.action.params["amount"]}

        @app.post("/refused/<int:number>")
        @guard
        def refused(admission: Admission, number: int) -> None:
            abort(422, number)

        @app.post("/broken")
        @guard
        def broken(admission: Admission) -> None:
            raise RuntimeError("broken")

        @app.post("/streamed/<int:number>")
        @guard
        def streamed(admission: Admission, number: int) -> Iterator[str]:
            return self.server.stream(number)

        @app.post("/unavailable")
        @guard
        def unavailable(admission: Admission) -> tuple[str, int]:
            return "", 503

        @app.post("/keyless")
        @requires_grant(self.server.tool(key=None), read)
        def keyless(admission: Admission) -> None:
            pass

        self.client = app.test_client()

        def post(path: str, headers: dict[str, str], body: str) -> tuple[int, Any, str]:
            with app.test_client() as client, client.post(path, headers=headers, data=body) as response:
                return response.status_code, response.headers, response.get_data(as_text=True)

        self.post = post
        app.logger.disabled = True

    def test_a_response_that_is_not_sent_to_its_end_is_uncertain(self) -> None:
        self.client.post("/streamed/1", headers=HEADERS, data=BODY).close()
        self.assertEqual(self.server.outcomes, ["uncertain"])


class FastApiEndpoints(Frameworks, unittest.TestCase):
    def setUp(self) -> None:
        try:
            from fastapi import FastAPI, HTTPException, Request, Response
            from fastapi.responses import StreamingResponse
            from fastapi.testclient import TestClient

            from countersign.fastapi import requires_grant
        except ImportError:
            self.skipTest("FastAPI isn't installed (Debian: apt-get install python3-fastapi python3-httpx)")
        self.server, app = Countersign(), FastAPI()

        async def read(request: Request) -> dict[str, Any]:
            return refund((await request.body()).decode())

        guard = requires_grant(self.server.tool(), read)

        @app.post("/refunds")
        @guard
        async def refunds(admission: Admission) -> dict[str, Any]:
            return {"refunded": admission.action.params["amount"]}

        @app.post("/refused/{number}")
        @guard
        def refused(admission: Admission, number: int) -> None:
            raise HTTPException(422 if number == 7 else 500)

        @app.post("/broken")
        @guard
        async def broken(admission: Admission) -> None:
            raise RuntimeError("broken")

        @app.post("/streamed/{number}")
        @guard
        def streamed(admission: Admission, number: int) -> Any:
            return StreamingResponse(self.server.stream(number))

        def unavailable(admission: Admission, response: Any) -> None:
            response.status_code = 503

        unavailable.__annotations__["response"] = Response
        app.post("/unavailable")(guard(unavailable))

        @app.post("/keyless")
        @requires_grant(self.server.tool(key=None), read)
        def keyless(admission: Admission) -> None:
            pass

        self.streamed: Any = streamed

        async def receive(body: dict[str, Any]) -> dict[str, Any]:
            return body

        self.request: Any = lambda scope, body: Request(scope, functools.partial(receive, body))

        def post(path: str, headers: dict[str, str], body: str) -> tuple[int, Any, str]:
            response = TestClient(app, raise_server_exceptions=False).post(
                path, headers=headers, content=body
            )
            return response.status_code, response.headers, response.text

        self.post = post

    def test_a_response_that_is_not_sent_to_its_end_is_uncertain(self) -> None:
        async def stop() -> None:
            headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            request = {"type": "http", "method": "POST", "headers": headers}
            body = {"type": "http.request", "body": BODY.encode()}
            response = await self.streamed(countersign_request=self.request(request, body), number=1)
            await anext(response.body_iterator)
            await response.body_iterator.aclose()

        asyncio.run(stop())
        self.assertEqual(self.server.outcomes, ["uncertain"])


if __name__ == "__main__":
    unittest.main()
