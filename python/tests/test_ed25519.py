"""Plain Python accepts and refuses the same signatures as `cryptography`."""

from __future__ import annotations

import unittest

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from countersign.ed25519 import is_valid, is_valid_in_python

ORDER = 2**252 + 27742317777372353535851937790883648493
FIELD = 2**255 - 19


class Signatures(unittest.TestCase):
    def both(self, key: bytes, signature: bytes, message: bytes) -> bool:
        found = {verify(key, signature, message) for verify in (is_valid, is_valid_in_python)}
        self.assertEqual(len(found), 1, (key.hex(), signature.hex(), message.hex()))
        return found.pop()

    def test_the_first_vector_of_rfc_8032_is_valid(self) -> None:
        key = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        signature = bytes.fromhex(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555f"
            "b8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        )
        self.assertTrue(self.both(key, signature, b""))
        self.assertFalse(self.both(key, signature, b"x"))

    def test_a_changed_byte_is_refused(self) -> None:
        for number in range(8):
            private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
            key, message = private.public_key().public_bytes_raw(), bytes(range(number))
            signature = private.sign(message)
            self.assertTrue(self.both(key, signature, message))
            for at in range(number, 64, 8):
                changed = bytes(byte ^ (1 if place == at else 0) for place, byte in enumerate(signature))
                self.assertFalse(self.both(key, changed, message))

    def test_a_second_spelling_and_another_length_are_refused(self) -> None:
        private = Ed25519PrivateKey.from_private_bytes(bytes(32))
        key, signature = private.public_key().public_bytes_raw(), private.sign(b"a")
        scalar = int.from_bytes(signature[32:], "little")
        again = signature[:32] + (scalar + ORDER).to_bytes(32, "little")
        for wrong in (again, signature[:63], signature + b"\0", b""):
            self.assertFalse(self.both(key, wrong, b"a"))
        for number in (FIELD, FIELD + 1, 2, 2**256 - 1):
            self.assertFalse(self.both(number.to_bytes(32, "little"), signature, b"a"))
        self.assertFalse(self.both(key[:31], signature, b"a"))


if __name__ == "__main__":
    unittest.main()
