"""This client reads, signs, verifies and refuses exactly as the shared vectors say."""

from __future__ import annotations

import json
import pickle
import struct
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from countersign import ed25519
from countersign.action import check_action, digested_text, action_digest, read_json
from countersign.canonical import canonical_json
from countersign.challenge import challenge_for
from countersign.grants import VerifiedGrant, verify_grant
from countersign.keys import signed_headers, signing_key
from countersign.proofs import Presented, proof_headers, verify_proof
from countersign.quoted import quoted
from countersign.receipts.agreement import milliseconds_of
from countersign.receipts.bounds import outside_at
from countersign.receipts.hours import is_within_hours
from countersign.refusal import REFUSALS, Refusal, refusal_of

from .vectors import VECTORS, issuer_of_vectors

JCS = Path(__file__).parents[2] / "lib" / "testdata" / "jcs" / "vectors.json"


def refusal(run: Callable[[], Any]) -> str | None:
    """The code of the refusal, or None."""
    try:
        run()
    except Refusal as refused:
        return refused.code
    return None


class Vectors(unittest.TestCase):
    def test_the_codes_are_those_of_every_client(self) -> None:
        table = {code: dict(kind._asdict()) for code, kind in REFUSALS.items()}
        self.assertEqual(table, VECTORS["refusals"])

    def test_a_text_is_read_or_refused(self) -> None:
        for vector in VECTORS["json"]:
            with self.subTest(vector["about"], text=vector["text"]):
                if "canonical" in vector:
                    self.assertEqual(canonical_json(read_json(vector["text"])), vector["canonical"])
                else:
                    self.assertEqual(refusal(lambda: read_json(vector["text"])), "invalid_action")

    def test_a_number_is_written_as_by_ecmascript(self) -> None:
        for vector in VECTORS["numbers"]:
            with self.subTest(bits=vector["bits"]):
                (number,) = struct.unpack(">d", bytes.fromhex(vector["bits"]))
                self.assertEqual(canonical_json(number), vector["text"])

    def test_published_vectors_of_rfc_8785(self) -> None:
        for vector in json.loads(JCS.read_text("utf-8"))["vectors"]:
            with self.subTest(vector["name"]):
                self.assertEqual(canonical_json(json.loads(vector["input"])), vector["output"])

    def test_an_action_has_its_digest_or_is_refused(self) -> None:
        for vector in VECTORS["actions"]:
            given = vector["action"]
            with self.subTest(action=given):
                self.assertEqual(refusal(lambda: check_action(given)), vector.get("refused"))
                if "digest" in vector:
                    self.assertEqual(digested_text("agt_1", check_action(given)), vector["digested"])
                    self.assertEqual(action_digest("agt_1", given), vector["digest"])

    def test_an_action_is_inside_the_bounds_of_a_standing_approval_or_not(self) -> None:
        for vector in VECTORS["bounds"]:
            with self.subTest(vector["about"], asked=vector["asked"]):
                action, asked = json.loads(vector["action"]), json.loads(vector["asked"])
                self.assertEqual(outside_at(action, vector["may_differ"], asked), vector["outside_at"])

    def test_a_time_is_within_the_hours_of_a_standing_approval_or_not(self) -> None:
        for vector in VECTORS["hours"]:
            with self.subTest(vector["about"], **vector["hours"], at=vector["at"]):
                at = milliseconds_of(vector["at"])
                self.assertEqual(is_within_hours(vector["hours"], at), vector["is_within"])

    def test_without_time_zone_data_no_time_is_within_the_hours(self) -> None:
        hours = {"from": "08:00", "to": "18:00", "zone": "Europe/Zurich"}
        at = milliseconds_of("2026-11-24T12:00:00Z")
        self.assertTrue(is_within_hours(hours, at))
        with mock.patch("countersign.receipts.hours._known_zones", return_value=frozenset()):
            self.assertFalse(is_within_hours(hours, at))

    def test_a_call_is_signed(self) -> None:
        for vector in VECTORS["calls"]:
            with self.subTest(key=vector["key"][:6]):
                call = {name: vector[name] for name in ("id", "body", "at")}
                headers = signed_headers(signing_key(vector["key"]), **call)
                self.assertEqual(headers, vector["headers"])

    def test_a_key_is_read_or_refused_without_being_shown(self) -> None:
        for vector in VECTORS["keys"]:
            with self.subTest(key=vector["key"]):
                self.assertEqual(refusal(lambda: signing_key(vector["key"])), vector.get("refused"))
        try:
            signing_key("whsec_c2VjcmV0!")
        except Refusal as refused:
            self.assertNotIn("c2VjcmV0", f"{refused} {refused.__cause__}")

    def test_a_public_key_is_that_of_the_seed(self) -> None:
        self.assertEqual(signing_key(VECTORS["agent_key"]).public_x, VECTORS["agent_public_x"])

    def test_a_grant_is_verified_or_refused(self) -> None:
        issuer, action = issuer_of_vectors(), check_action(VECTORS["action"])
        for vector in VECTORS["grants"]:
            with self.subTest(vector["about"]):
                run = lambda: verify_grant(issuer, vector["grant"], action, VECTORS["action"]["audience"])
                self.assertEqual(refusal(run), vector.get("refused"))

    def test_a_grant_is_verified_or_refused_without_cryptography(self) -> None:
        with mock.patch.object(ed25519, "is_valid", ed25519.is_valid_in_python):
            self.test_a_grant_is_verified_or_refused()

    def test_a_proof_is_accepted_or_refused(self) -> None:
        issuer = issuer_of_vectors()
        for vector in VECTORS["proofs"]:
            with self.subTest(vector["about"]):
                presented = Presented(**vector["presented"], method="POST")
                run = lambda: verify_proof(issuer, presented, self.verified(presented.grant))
                self.assertEqual(refusal(run), vector.get("refused"))

    def test_an_agent_makes_the_proofs_of_the_vectors(self) -> None:
        presented = {vector["about"]: vector["presented"] for vector in VECTORS["proofs"]}
        bound, bearer = presented["by the agent's key"], presented["by the agent's secret"]
        key, secret = signing_key(VECTORS["agent_key"]), signing_key(VECTORS["agent_secret"])
        with mock.patch("countersign.proofs.random_id", return_value="prf_1"):
            made = proof_headers(key, bound["grant"], "POST", VECTORS["at"])
            self.assertEqual(made["dpop"], bound["dpop"])
            made = proof_headers(secret, bearer["grant"], "POST", VECTORS["at"])
            self.assertEqual(made["countersign-proof"], bearer["agent_proof"])
        self.assertEqual(refusal(lambda: proof_headers(secret, bound["grant"], "POST", 0)), "not_set_up")
        self.assertEqual(refusal(lambda: proof_headers(key, "grant", "POST", 0)), "invalid_grant")

    def test_what_has_no_canonical_form_is_refused(self) -> None:
        values = [float("nan"), float("inf"), "\ud800", object(), 2**53 + 1, b"a", {1: 1}, {"\ud800": 1}, {1}]
        for value in values:
            for inside in (value, [value], {"a": value}):
                self.assertRaises(TypeError, canonical_json, inside)
            self.assertEqual(
                refusal(lambda: check_action({"type": "a", "params": {"a": value}})), "invalid_action"
            )
        for wrong in ({"__proto__": 1}, {"a": {"__proto__": 1}}, {1: 1}):
            self.assertEqual(refusal(lambda: check_action({"type": "a", "params": wrong})), "invalid_action")
        long = {"type": "a", "params": {"a": "x" * 65_536}}
        self.assertEqual(refusal(lambda: check_action(long)), "invalid_action")

    def test_a_copied_action_does_not_change_with_the_original(self) -> None:
        params: dict[str, Any] = {"list": [1, {"a": 50.0}], "zero": -0.0}
        copy = check_action({"type": "a", "params": params})
        params["list"][1]["a"] = 51
        self.assertEqual(
            canonical_json(copy.to_json()), '{"params":{"list":[1,{"a":50}],"zero":0},"type":"a"}'
        )

    def test_an_error_answer_is_a_refusal(self) -> None:
        for vector in VECTORS["errors"]:
            with self.subTest(body=vector.get("body"), was_repeated=vector["was_repeated"]):
                refused = refusal_of(
                    vector["status"], vector.get("body"), was_repeated=vector["was_repeated"]
                )
                self.assertEqual(refused.code, vector["refused"])

    def test_a_refusal_can_be_sent_to_another_process(self) -> None:
        refused = refusal_of(403, {"code": "agent_revoked", "detail": "No."}, was_repeated=False)
        copied = pickle.loads(pickle.dumps(refused))
        self.assertEqual((type(copied), vars(copied), str(copied)), (Refusal, vars(refused), "No."))

    def test_foreign_words_are_quoted(self) -> None:
        for vector in VECTORS["quotes"]:
            with self.subTest(text=vector["text"][:40]):
                self.assertEqual(quoted(vector["text"]), vector["quoted"])

    def test_a_challenge_names_the_action(self) -> None:
        for vector in VECTORS["challenges"]:
            with self.subTest(action=vector["action"]["params"]):
                action = check_action(vector["action"])
                made = challenge_for(VECTORS["issuer"], action, vector["acr_values"])
                self.assertEqual((made.status, made.headers), (vector["status"], vector["headers"]))
                self.assertEqual(json.loads(made.body), vector["body"])

    def verified(self, grant: str) -> VerifiedGrant:
        audience = VECTORS["action"]["audience"]
        return verify_grant(issuer_of_vectors(), grant, check_action(VECTORS["action"]), audience)


if __name__ == "__main__":
    unittest.main()
