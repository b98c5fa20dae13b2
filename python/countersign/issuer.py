"""The Countersign that an agent or a tool trusts: its address, its clock and its public keys."""

from __future__ import annotations

import ipaddress
import re
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .calls import Clock, call_with_retries
from .canonical import from_base64url
from .refusal import Refusal
from .send import Answer, Call, Send, send_bounded

_CACHE_SECONDS = 300
_COOLDOWN_SECONDS = 5


@dataclass
class Issuer:
    """`issuer`: the origin of Countersign, as in the `iss` of grants: `https://countersign.example`.

    `url`: where to reach it, if not at `issuer`. `timeout`: seconds for a call with its repetitions.
    `clock_skew`: how many seconds the clocks may be apart. Raises Refusal `not_set_up`.
    """

    issuer: str
    url: str
    timeout: float = 10
    clock_skew: float = 30
    clock: Clock = field(default_factory=Clock)
    send: Send = send_bounded

    def __post_init__(self) -> None:
        for name in ("issuer", "url"):
            if not is_safe_origin(getattr(self, name)):
                example = "such as https://countersign.example (http only for this machine)"
                raise Refusal("not_set_up", f"{name} is an https origin without a path, {example}.")
        if not 0 <= self.clock_skew <= 120:
            raise Refusal("not_set_up", "clock_skew is 0 to 120.")
        if not self.timeout > 0:
            raise Refusal("not_set_up", "timeout is more than 0.")
        self._keys: list[Any] | None = None
        self._fetched_at = 0.0
        self._lock = threading.Lock()

    def call(self, path: str, call: Call) -> Answer:
        return call_with_retries(self.send, self.clock, self.url + path, call, self.timeout)

    def key(self, kid: str, alg: str) -> bytes | None:
        """The public key with this ID, for this algorithm.

        Keys are cached for five minutes. An unknown ID causes another fetch, at most one every five
        seconds: forged grants can't make a tool flood the issuer. Without fresh keys nothing verifies.
        Raises Refusal `issuer_unavailable`.
        """
        with self._lock:
            age = self.clock.now() - self._fetched_at
            if self._keys is None or not 0 <= age < _CACHE_SECONDS:
                self._fetch()
            found = self._find(kid, alg)
            if found is None and self.clock.now() - self._fetched_at >= _COOLDOWN_SECONDS:
                self._fetch()
                found = self._find(kid, alg)
            return found

    def _fetch(self) -> None:
        answer = self.call("/.well-known/jwks.json", Call())
        keys = answer.body.get("keys") if isinstance(answer.body, dict) else None
        if answer.status != 200 or not isinstance(keys, list):
            why = f"HTTP {answer.status}" if answer.status != 200 else "no JSON Web Key Set"
            message = f"Countersign's public keys can't be fetched from {self.url}: {why}."
            raise Refusal("issuer_unavailable", message)
        self._keys, self._fetched_at = keys, self.clock.now()

    def _find(self, kid: str, alg: str) -> bytes | None:
        found = [key for key in self._keys or [] if isinstance(key, dict) and key.get("kid") == kid]
        if len(found) != 1:
            return None
        jwk = found[0]
        is_usable = (
            jwk.get("kty") == "OKP"
            and jwk.get("crv") == "Ed25519"
            and jwk.get("alg", alg) == alg
            and jwk.get("use", "sig") == "sig"
        )
        return public_key_of(jwk) if is_usable else None


def public_key_of(jwk: dict[str, Any]) -> bytes | None:
    """The 32 bytes of an Ed25519 public key (RFC 8037)."""
    try:
        key = from_base64url(jwk.get("x"))
    except ValueError:
        return None
    return key if len(key) == 32 else None


def is_safe_origin(text: Any) -> bool:
    """Whether a text is a https origin or on this machine: others could replace a grant in clear text."""
    if not isinstance(text, str) or not re.fullmatch(r"https?://[a-z0-9._:\[\]-]+", text):
        return False
    if text != origin_of(text):
        return False
    parts = urlsplit(text)
    return parts.scheme == "https" or _is_this_machine(parts.hostname or "")


def origin_of(url: str) -> str | None:
    """The origin of an address as browsers write it, without the scheme's usual port."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        return None
    shown = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in (None, usual) else "")


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
