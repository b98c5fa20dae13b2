"""The server's public keys are fetched rarely, and never believed longer than five minutes."""

from __future__ import annotations

import threading
import unittest
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from countersign.issuer import Issuer
from countersign.refusal import Refusal
from countersign.send import Answer, Call

from .vectors import VECTORS, StoppedClock


class Keys(unittest.TestCase):
    def setUp(self) -> None:
        self.fetches: list[str] = []
        self.keys: dict[str, Any] = VECTORS["jwks"]
        self.during: Callable[[], object] = lambda: None
        self.clock = StoppedClock()
        self.issuer = Issuer(VECTORS["issuer"], "https://inside.example", clock=self.clock, send=self.send)

    def send(self, url: str, call: Call, headers: dict[str, str], seconds: float) -> Answer:
        self.fetches.append(url)
        self.during()
        return Answer(200 if self.keys else 500, self.keys, None)

    def test_keys_are_fetched_once_in_five_minutes_from_where_the_issuer_is_reached(self) -> None:
        for _ in range(3):
            self.assertIsNotNone(self.issuer.key("key_1", "EdDSA"))
        self.assertEqual(self.fetches, ["https://inside.example/.well-known/jwks.json"])
        self.clock.at += 300
        self.issuer.key("key_1", "EdDSA")
        self.assertEqual(len(self.fetches), 2)

    def test_unknown_keys_cause_one_fetch_in_five_seconds(self) -> None:
        for number in range(20):
            self.assertIsNone(self.issuer.key(f"unknown_{number}", "EdDSA"))
        self.assertEqual(len(self.fetches), 1)
        self.clock.at += 5
        self.keys = {"keys": [{**VECTORS["jwks"]["keys"][0], "kid": "key_2"}]}
        self.assertIsNotNone(self.issuer.key("key_2", "EdDSA"))
        self.assertIsNone(self.issuer.key("key_1", "EdDSA"))
        self.assertEqual(len(self.fetches), 2)

    def test_callers_share_one_fetch_and_its_failure_and_so_do_those_of_five_seconds(self) -> None:
        def call(_: int) -> str:
            try:
                return "found" if self.issuer.key("key_1", "EdDSA") else "unknown"
            except Refusal as refused:
                return refused.code

        self.keys, came = {}, threading.Barrier(10)
        # The fetch goes on until every caller came.
        self.during = lambda: len(self.fetches) > 1 or came.wait()
        with ThreadPoolExecutor(10) as callers:
            first = callers.submit(call, 0)
            others = callers.map(lambda at: (came.wait(), call(at))[1], range(9))
            self.assertEqual({first.result(), *others}, {"issuer_unavailable"})
        call(0)
        self.assertEqual(len(self.fetches), 1)
        self.keys, self.during = VECTORS["jwks"], lambda: None
        self.clock.at += 5
        self.assertEqual((call(0), len(self.fetches)), ("found", 2))

    def test_a_forged_grant_does_not_delay_a_call_with_a_known_key(self) -> None:
        self.issuer.key("key_1", "EdDSA")
        self.clock.at += 5
        fetching, found, in_time = threading.Event(), threading.Event(), list[bool]()

        def hold() -> None:
            fetching.set()
            in_time.append(found.wait(10))

        self.during = hold
        forged = threading.Thread(target=self.issuer.key, args=("unknown", "EdDSA"))
        forged.start()
        fetching.wait()
        self.assertIsNotNone(self.issuer.key("key_1", "EdDSA"))
        found.set()
        forged.join()
        self.assertEqual(in_time, [True])

    def test_an_ambiguous_or_unusable_key_is_no_key(self) -> None:
        key = VECTORS["jwks"]["keys"][0]
        changes: list[dict[str, Any]] = [
            *(
                {"use": "enc"},
                {"crv": "X25519"},
                {"kty": "EC"},
                {"alg": "HS256"},
                {"x": "AAAA"},
                {"d": "AAAA"},
            ),
            *({"key_ops": ["sign"]}, {"key_ops": "verify"}, {"use": None}),
        ]
        for wrong in [*([{**key, **change}] for change in changes), [key, key]]:
            self.setUp()
            self.keys = {"keys": wrong}
            self.assertIsNone(self.issuer.key("key_1", "EdDSA"), wrong)
        self.setUp()
        self.keys = {"keys": [{**key, "key_ops": ["verify"]}]}
        self.assertIsNotNone(self.issuer.key("key_1", "EdDSA"))

    def test_a_key_set_has_nothing_but_keys(self) -> None:
        self.keys = {"keys": [VECTORS["jwks"]["keys"][0], 7]}
        self.assertRaises(Refusal, self.issuer.key, "key_1", "EdDSA")


if __name__ == "__main__":
    unittest.main()
