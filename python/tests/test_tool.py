"""A tool runs an action after its grant was redeemed, and never otherwise."""

from __future__ import annotations

import asyncio
import functools
import json
import unittest
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from countersign import Admission, Refusal, Tool, UncertainError, presented_grant, read_json, requires_grant
from countersign.canonical import sha256
from countersign.proofs import Presented
from countersign.send import Answer, Call

from .vectors import VECTORS, StoppedClock

AUDIENCE = VECTORS["action"]["audience"]
PRESENTED = VECTORS["proofs"][0]["presented"]
HEADERS = {"authorization": f"Bearer {PRESENTED['grant']}", "dpop": PRESENTED["dpop"]}
GRANT = {"id": "gnt_1", "state": "redeemed", "redeemed_at": "2026-11-30T10:00:00.000Z"}
BODY = json.dumps({"charge": "ch_81", "amount": 1250})


def refund(text: str) -> dict[str, Any]:
    body = read_json(text)
    params = {"amount": body["amount"], "currency": "USD"}
    return {"type": "refund.create", "resource": f"charge/{body['charge']}", "params": params}


class Countersign:
    """Redeems a grant once, and notes the reports."""

    def __init__(self) -> None:
        self.is_redeemed = False
        self.reports: list[dict[str, Any]] = []
        self.reported_early: list[str] = []
        self.report_status = 200
        self.redemption: dict[str, Any] = {"grant": GRANT, "request": {"id": "req_1"}, "approvals": []}

    def send(self, url: str, call: Call, headers: dict[str, str], seconds: float) -> Answer:
        if url.endswith("/.well-known/jwks.json"):
            return Answer(200, VECTORS["jwks"], None)
        if url.endswith("/execution"):
            self.reports.append(json.loads(call.body or ""))
            return Answer(self.report_status, {"request": {"id": "req_1"}}, None)
        if self.is_redeemed:
            return Answer(409, {"code": "grant_already_redeemed", "detail": "Used."}, None)
        self.is_redeemed = True
        return Answer(200, self.redemption, None)

    def tool(self, **options: Any) -> Tool:
        usual = {"clock": StoppedClock(), "send": self.send, "report_within": 60, "key": VECTORS["agent_key"]}
        return Tool(VECTORS["issuer"], AUDIENCE, **{**usual, **options})

    def stream(self, number: int) -> Iterator[str]:
        self.reported_early += self.outcomes
        yield "a"
        self.reported_early += self.outcomes
        yield str(1 // number)

    @property
    def outcomes(self) -> list[str]:
        return [report["outcome"] for report in self.reports]


class Plain(unittest.TestCase):
    def setUp(self) -> None:
        self.server = Countersign()
        self.ran: list[str] = []

    def refused(self, code: str, run: Callable[[], object]) -> None:
        with self.assertRaises(Refusal) as caught:
            run()
        self.assertEqual((caught.exception.code, self.ran), (code, []))

    def guarded(self, **options: Any) -> Callable[[Presented | None, str], str]:
        @requires_grant(self.server.tool(**options), refund)
        def run(text: str) -> str:
            self.ran.append(text)
            return "refunded"

        return run

    def test_a_guarded_function_runs_once_and_is_reported(self) -> None:
        run, presented = self.guarded(), Presented(**PRESENTED)
        self.assertEqual((run(presented, BODY), self.ran), ("refunded", [BODY]))
        self.ran = []
        self.refused("grant_already_redeemed", lambda: run(presented, BODY))
        self.assertEqual(self.server.outcomes, ["done"])

    def test_another_call_runs_nothing(self) -> None:
        presented = Presented(**PRESENTED)
        self.refused("grant_missing", lambda: self.guarded()(None, BODY))
        self.refused("action_mismatch", lambda: self.guarded()(presented, BODY.replace("1250", "1251")))
        self.refused("invalid_action", lambda: self.guarded()(presented, '{"amount":1,"amount":2}'))
        self.refused("invalid_proof", lambda: self.guarded()(Presented(PRESENTED["grant"]), BODY))
        keyless = self.server.tool(key=None)
        self.refused("not_set_up", lambda: keyless.redeem(presented, refund(BODY)))
        self.assertFalse(self.server.is_redeemed)

    def test_a_tool_for_people_refuses_a_grant_by_policy(self) -> None:
        tool, by_policy = self.server.tool(require_passkey=True), VECTORS["grants"][1]["grant"]
        self.refused("insufficient_approval", lambda: tool.redeem(Presented(by_policy), refund(BODY)))

    def test_a_failure_is_reported_and_an_unknown_outcome_is_uncertain(self) -> None:
        for raised, outcome in ((ValueError("no"), "failed"), (UncertainError("?"), "uncertain")):
            self.server = Countersign()

            def run(_: Admission) -> None:
                raise raised

            with self.assertRaises(type(raised)):
                self.server.tool().guard(Presented(**PRESENTED), refund(BODY), run)
            self.assertEqual(self.server.outcomes, [outcome])

    def test_a_report_has_words_for_every_error_and_a_hash_of_every_text(self) -> None:
        class Wordless(Exception):
            def __str__(self) -> str:
                raise ValueError

        def run(_: Admission) -> None:
            raise Wordless

        self.assertRaises(Wordless, self.server.tool().guard, Presented(**PRESENTED), refund(BODY), run)
        self.server.is_redeemed = False
        self.server.tool().guard(Presented(**PRESENTED), refund(BODY), lambda _: "\ud800")
        self.assertEqual(self.server.outcomes, ["failed", "done"])
        self.assertEqual(self.server.reports[0]["error"], "Wordless")
        self.assertEqual(self.server.reports[1]["result_sha256"], sha256("\ufffd"))

    def test_what_runs_after_its_call_is_refused_before_the_redemption(self) -> None:
        def generate(text: str) -> Iterator[str]:
            yield text

        async def generate_later(text: str) -> AsyncIterator[str]:
            yield text

        async def later(_: object) -> None:
            self.ran.append("later")

        class Later:
            __call__ = staticmethod(later)

        tool = self.server.tool()
        for wrong in (generate, generate_later):
            self.assertRaises(TypeError, requires_grant(tool, refund), wrong)
        for unfit in (generate, generate_later, later, Later(), functools.partial(later)):
            self.assertRaises(TypeError, tool.guard, Presented(**PRESENTED), refund(BODY), unfit)
        self.assertEqual((self.server.is_redeemed, self.ran), (False, []))

    def test_a_result_that_has_yet_to_run_is_uncertain(self) -> None:
        async def later() -> None:
            self.ran.append("later")

        for run in (lambda: later(), lambda: (one for one in "a")):
            self.server = Countersign()
            results: list[Any] = []

            def keep(_: Admission) -> Any:
                results.append(run())
                return results[0]

            guard = self.server.tool().guard
            self.assertRaises(UncertainError, guard, Presented(**PRESENTED), refund(BODY), keep)
            results[0].close()
            self.assertEqual((self.server.outcomes, self.ran), (["uncertain"], []))

    def test_a_function_gets_the_checked_action(self) -> None:
        tool, seen = self.server.tool(), list[Admission]()

        async def later(admission: Admission) -> str:
            seen.append(admission)
            return "refunded"

        run = lambda admission: later(admission)
        guarding = tool.guard_async(Presented(**PRESENTED), refund(BODY), run)
        self.assertEqual(asyncio.run(guarding), "refunded")
        self.server.is_redeemed = False
        self.assertIsNone(tool.guard(Presented(**PRESENTED), refund(BODY), seen.append))
        self.assertEqual([one.action for one in seen], [tool.action(refund(BODY))] * 2)
        self.assertEqual(self.server.outcomes, ["done", "done"])

    def test_a_cancelled_function_is_uncertain(self) -> None:
        async def run(_: Admission) -> None:
            raise asyncio.CancelledError

        guarding = self.server.tool().guard_async(Presented(**PRESENTED), refund(BODY), run)
        with self.assertRaises(asyncio.CancelledError):
            asyncio.run(guarding)
        self.assertEqual(self.server.outcomes, ["uncertain"])

    def test_a_lost_report_does_not_replace_the_result(self) -> None:
        failed: list[Exception] = []
        self.server.report_status = 500
        tool = self.server.tool(on_report_failed=lambda error, _: failed.append(error))
        self.assertEqual(tool.guard(Presented(**PRESENTED), refund(BODY), lambda _: "refunded"), "refunded")
        self.assertEqual([type(error) for error in failed], [Refusal])

    def test_an_asynchronous_function_is_guarded_too(self) -> None:
        @requires_grant(self.server.tool(), refund)
        async def run(text: str) -> str:
            self.ran.append(text)
            return "refunded"

        presented = Presented(**PRESENTED)
        self.assertEqual(asyncio.run(run(presented, BODY)), "refunded")
        self.ran = []
        self.refused("grant_already_redeemed", lambda: asyncio.run(run(presented, BODY)))
        self.assertEqual(self.server.outcomes, ["done"])

    def test_a_failed_asynchronous_function_raises_and_is_reported(self) -> None:
        @requires_grant(self.server.tool(), refund)
        async def run(text: str) -> str:
            raise ValueError(text)

        with self.assertRaises(ValueError):
            asyncio.run(run(Presented(**PRESENTED), BODY))
        self.assertEqual(self.server.outcomes, ["failed"])

    def test_wrong_settings_and_another_tools_action_are_refused(self) -> None:
        for audience in ("payments", "", "https://", "https://[", "https://a:x"):
            self.refused("not_set_up", lambda: Tool(VECTORS["issuer"], audience))
        self.refused("not_set_up", lambda: self.server.tool(url=""))
        for seconds in (29, 86_401, 30.5, True):
            self.refused("not_set_up", lambda: self.server.tool(report_within=seconds))
        action = {**refund(BODY), "audience": "https://other.example"}
        self.refused("audience_mismatch", lambda: self.server.tool().redeem(Presented(**PRESENTED), action))
        self.assertFalse(self.server.is_redeemed)

    def test_only_the_answer_about_this_grant_is_a_redemption(self) -> None:
        changes: list[dict[str, Any]] = [
            {"grant": {**GRANT, "id": "gnt_2"}},
            {"grant": {**GRANT, "state": "issued"}},
            {"grant": {**GRANT, "redeemed_at": "soon"}},
            {"request": {"id": "req_2"}},
            {"approvals": {}},
            {"grant": None, "request": None},
        ]
        for change in changes:
            self.server = Countersign()
            self.server.redemption.update(change)
            tool = self.server.tool()
            self.refused("invalid_answer", lambda: tool.redeem(Presented(**PRESENTED), refund(BODY)))

    def test_a_grant_is_read_from_one_header_alone(self) -> None:
        for wrong in ("", "Basic abc", "Bearer", "Bearer a b", "Bearer a\nb"):
            self.assertIsNone(presented_grant({"authorization": wrong}))
        self.assertEqual(presented_grant({"authorization": "dpop abc"}), Presented("abc"))


if __name__ == "__main__":
    unittest.main()
