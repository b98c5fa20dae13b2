"""The server's public keys are fetched rarely, and never believed longer than five minutes."""

from __future__ import annotations

import unittest
from typing import Any

from countersign.issuer import Issuer
from countersign.send import Answer, Call

from .vectors import VECTORS, StoppedClock


class Keys(unittest.TestCase):
    def setUp(self) -> None:
        self.fetches: list[str] = []
        self.keys: dict[str, Any] = VECTORS["jwks"]
        self.clock = StoppedClock()
        self.issuer = Issuer(VECTORS["issuer"], "https://inside.example", clock=self.clock, send=self.send)

    def send(self, url: str, call: Call, headers: dict[str, str], seconds: float) -> Answer:
        self.fetches.append(url)
        return Answer(200, self.keys, None)

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

    def test_an_ambiguous_or_unusable_key_is_no_key(self) -> None:
        key = VECTORS["jwks"]["keys"][0]
        changes: list[dict[str, Any]] = [{"use": "enc"}, {"crv": "X25519"}, {"kty": "EC"}, {"alg": "HS256"}]
        for wrong in [
            *([{**key, **change}] for change in changes),
            [{**key, "x": "AAAA"}],
            [key, key],
            [7, []],
        ]:
            self.setUp()
            self.keys = {"keys": wrong}
            self.assertIsNone(self.issuer.key("key_1", "EdDSA"), wrong)


if __name__ == "__main__":
    unittest.main()
