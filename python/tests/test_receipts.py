"""The verifier agrees with the published receipts (docs/receipts.md)."""

from __future__ import annotations

import json
import unittest
from typing import Any

from countersign.receipts import verify_receipt
from countersign.receipts.cose import read_cbor
from countersign.receipts.evidence import check_relying_party
from countersign.receipts.forms import Fault

from .vectors import FOLDER

KEYS: dict[str, Any] = json.loads((FOLDER / "keys.json").read_text("utf-8"))
VERDICTS: list[dict[str, Any]] = json.loads((FOLDER / "verdicts.json").read_text("utf-8"))["receipts"]


WRONG = ("null", "7", '"x"', "[]", "{}", "[[]]")


class Receipts(unittest.TestCase):
    def test_every_published_receipt_gets_its_verdict(self) -> None:
        for vector in VERDICTS:
            # How an action was shown isn't checked here, so these pass.
            is_beyond = not vector["valid"] and set(vector.get("needs", [])) & {"rendering", "shell commands"}
            with self.subTest(vector["file"], about=vector["about"]):
                result = verify_receipt((FOLDER / vector["file"]).read_bytes(), KEYS)
                self.assertEqual(result.failed, [] if is_beyond else vector["fails"], result.checks)
                self.assertEqual(result.is_valid, bool(is_beyond) or vector["valid"])

    def test_without_pinned_keys_names_are_only_claims(self) -> None:
        text = (FOLDER / "valid/approvals/single-es256.json").read_text("utf-8")
        result = verify_receipt(text, None)
        self.assertEqual((result.is_valid, result.is_pinned), (True, False))
        self.assertTrue(verify_receipt(text, KEYS).is_pinned)
        self.assertEqual(verify_receipt(text, {"keys": []}).failed, ["server signature"])

    def test_a_hostile_receipt_is_invalid(self) -> None:
        receipt = {"type": "countersign.receipt", "v": 1}
        texts = ["", "[]", "null", "[" * 100_000, json.dumps(receipt), '{"v":1e999999999}', "\ufeff{}"]
        for name in ("statement", "evidence", "request", "approval", "server_signature", "keys"):
            texts += [json.dumps({**receipt, name: json.loads(text)}) for text in WRONG]
        for text in texts:
            with self.subTest(text=text[:80]):
                self.assertFalse(verify_receipt(text, KEYS).is_valid)


class Sites(unittest.TestCase):
    def test_a_host_is_what_browsers_read_in_an_origin(self) -> None:
        for origin in ("https://good.example", "https://a.good.example:8443", "http://good.example"):
            check_relying_party({"relying_party": {"id": "good.example", "origin": origin}})
        hosts = ("evil.example\\.good.example", "good.example:99999", "good.example:", "u@good.example")
        more = (
            "GOOD.example",
            "evil.example#.good.example",
            "a b.good.example",
            "x%2f.good.example",
            "good.example/",
        )
        for host in (*hosts, *more, "xn<.good.example", "evil.example\t.good.example", "evilgood.example"):
            party = {"id": "good.example", "origin": f"https://{host}"}
            self.assertRaises(Fault, check_relying_party, {"relying_party": party})


class Cbor(unittest.TestCase):
    def test_only_the_canonical_form_of_ctap2_is_read(self) -> None:
        self.assertEqual(read_cbor(bytes.fromhex("a2014102206161")), {1: b"\2", -1: "a"})
        self.assertEqual(read_cbor(bytes.fromhex("83f5f6190100")), [True, None, 256])
        wrong = {
            "a tag": "c101",
            "a float": "f93c00",
            "an undefined value": "f7",
            "an indefinite length": "9f01ff",
            "a length of eight bytes": "1b0000000000000001",
            "a key twice": "a201000101",
            "a key that is true": "a1f501",
            "a cut item": "4201",
            "bytes after it": "0101",
            "nothing": "",
            "ten levels": "81818181818181818101",
            "text that isn't UTF-8": "61ff",
        }
        for about, data in wrong.items():
            with self.subTest(about), self.assertRaises((Fault, ValueError)):
                read_cbor(bytes.fromhex(data))


if __name__ == "__main__":
    unittest.main()
