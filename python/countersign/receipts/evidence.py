"""What a passkey and the server signed. Steps: WebAuthn Level 3, section 7.2."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from .. import ed25519
from ..canonical import canonical_json, from_base64url, sha256, to_base64url
from ..issuer import origin_of
from ..jwt import public_key_of, thumbprint_of
from ..strict_json import read_bytes
from .cose import read_cbor, read_cose_key
from .forms import Fault, check_form

# The challenge's prefix: another use of the passkey can't be taken for this use.
CHALLENGES = {
    "approval": b"countersign/approval/v1\n",
    "batch": b"countersign/approval-batch/v1\n",
    "ownership": b"countersign/ownership/v1\n",
    "standing": b"countersign/standing-approval/v1\n",
}
_HEADER = {"alg": ("EdDSA",), "typ": ("countersign-receipt+jws",), "kid": str}
#: Deeper than any receipt, and shallow enough for every stack.
MOST_LEVELS = 100


def check_relying_party(receipt: Any) -> None:
    """The RP ID is the origin's host or a parent domain."""
    party = receipt["relying_party"]
    # A browser reads any other spelling in its own way: `https://a.example\.b.example` is a.example.
    host = re.fullmatch(r"https?://([a-z0-9.-]+)(?::[0-9]+)?", party["origin"])
    is_origin = host is not None and party["origin"] == origin_of(party["origin"])
    if host is None or not is_origin or not f".{host[1]}".endswith(f".{party['id']}"):
        raise Fault(f"{party['origin']} can't use passkeys of {party['id']}")


def check_client_data(receipt: Any, kind: str) -> None:
    """The browser's account of the ceremony: over this statement, on the server's own page."""
    data = read_bytes(from_base64url(receipt["evidence"]["client_data_json"]), most_levels=MOST_LEVELS)
    signed = receipt["batch"]["statement"] if kind == "batch" else receipt["statement"]
    challenge = sha256(CHALLENGES[kind] + from_base64url(signed))
    if data.get("type") != "webauthn.get":
        raise Fault("its type isn't webauthn.get")
    if data.get("challenge") != challenge:
        raise Fault("its challenge isn't the hash of the statement")
    if data.get("origin") != receipt["relying_party"]["origin"]:
        raise Fault("it was created on another origin")
    # Browsers add later members of WebAuthn (section 5.8.1), which a verifier ignores.
    if data.get("crossOrigin", False) is not False:
        raise Fault("the page was embedded in another site")
    if "topOrigin" in data:
        raise Fault("another site embedded the page")


def check_authenticator_data(receipt: Any) -> None:
    """The authenticator's data: this site, a person present and verified."""
    data = from_base64url(receipt["evidence"]["authenticator_data"])
    if len(data) < 37:
        raise Fault("it's too short")
    if data[:32] != hashlib.sha256(receipt["relying_party"]["id"].encode()).digest():
        raise Fault("it was created for a different site")
    flags, rest = data[32], data[37:]
    if not flags & 0x01:
        raise Fault("user presence not confirmed (UP is 0)")
    if not flags & 0x04:
        raise Fault("user not verified (UV is 0)")
    if flags & 0x10 and not flags & 0x08:
        raise Fault("it claims to be backed up but isn't eligible (BS without BE)")
    if flags & 0x40:
        raise Fault("it contains a new credential, so it's a registration")
    if not flags & 0x80 and rest:
        raise Fault("there are bytes after it")
    if flags & 0x80 and not isinstance(read_cbor(rest), dict):
        raise Fault("its extensions aren't a CBOR map")


def check_passkey_signature(receipt: Any) -> None:
    """The passkey's signature over the authenticator data and the client data."""
    evidence = receipt["evidence"]
    algorithm, verifies = read_cose_key(from_base64url(evidence["public_key"]))
    if algorithm != evidence["alg"]:
        raise Fault(f"the key is for algorithm {algorithm}, the receipt says {evidence['alg']}")
    client_data = hashlib.sha256(from_base64url(evidence["client_data_json"])).digest()
    signed = from_base64url(evidence["authenticator_data"]) + client_data
    if not verifies(signed, from_base64url(evidence["signature"])):
        raise Fault("its signature isn't valid")


def check_server_signature(receipt: Any, pinned: Any) -> str:
    """A JWS with detached payload (RFC 7515 appendix F) over the canonical rest of the receipt.

    `pinned`: a trusted JSON Web Key Set, or None for the receipt's own. Returns the key's thumbprint.
    """
    rest = {name: value for name, value in receipt.items() if name != "server_signature"}
    head, payload, signature = receipt["server_signature"].split(".")
    if payload != "":
        raise Fault("it isn't a JWS with detached payload")
    header = read_bytes(from_base64url(head))
    # Exactly these members: `crit`, or a key in the header, changes the signature's meaning.
    check_form(_HEADER, header, "its header")
    keys = (receipt["keys"] if pinned is None else pinned)["keys"]
    wanted = {"kid": header["kid"], "kty": "OKP", "crv": "Ed25519"}
    found = [key for key in keys if wanted.items() <= key.items()]
    public_key = public_key_of(found[0]) if found else None
    if public_key is None:
        raise Fault(f"key {header['kid']} isn't in the key set")
    signed = f"{head}.{to_base64url(canonical_json(rest).encode())}"
    if not ed25519.is_valid(public_key, from_base64url(signature), signed.encode()):
        raise Fault("the signature doesn't match: the receipt was changed")
    return thumbprint_of(found[0])
