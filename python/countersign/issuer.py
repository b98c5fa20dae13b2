"""The Countersign that an agent or a tool trusts: its address, its clock and its public keys."""

from __future__ import annotations

import copy
import ipaddress
import math
import re
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .calls import Clock, call_with_retries
from .jwt import public_key_of
from .refusal import Refusal, member
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
        self._keys: tuple[list[Any], float] = ([], -math.inf)
        self._fetch: Future[Refusal | None] | None = None
        self._fetched_at = -math.inf
        self._lock = threading.Lock()

    def call(self, path: str, call: Call) -> Answer:
        return call_with_retries(self.send, self.clock, self.url + path, call, self.timeout)

    def key(self, kid: str, alg: str) -> bytes | None:
        """The public key with this ID, for this algorithm.

        Keys are cached for five minutes. An unknown ID causes another fetch, at most one every five
        seconds: forged grants can't make a tool flood the issuer, or delay other calls. Without fresh keys
        nothing verifies. Raises Refusal `issuer_unavailable`.
        """
        found = self._find(kid, alg)
        if found is None:
            self._refresh()
            found = self._find(kid, alg)
        return found

    def _refresh(self) -> None:
        """Fetches the keys: callers share one fetch and its failure, and so do those of the next seconds."""
        with self._lock:
            fetch = self._fetch
            is_recent = 0 <= self.clock.now() - self._fetched_at < _COOLDOWN_SECONDS
            is_own = fetch is None or (fetch.done() and not is_recent)
            if fetch is None or is_own:
                fetch = self._fetch = Future()
        if is_own:
            failure: Refusal | None = self._no_keys("the call was interrupted")
            try:
                self._keys, failure = self._fetch_keys(), None
            except Refusal as refused:
                failure = refused
            finally:
                self._fetched_at = self.clock.now()
                fetch.set_result(failure)
        failed = fetch.result()
        if failed is not None:
            # A copy: each thread adds its own trace.
            raise copy.copy(failed) from failed

    def _fetch_keys(self) -> tuple[list[Any], float]:
        answer = self.call("/.well-known/jwks.json", Call())
        keys = member(answer.body, "keys")
        if answer.status != 200:
            raise self._no_keys(f"HTTP {answer.status}")
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            raise self._no_keys("no JSON Web Key Set")
        return keys, self.clock.now()

    def _no_keys(self, why: str) -> Refusal:
        message = f"Countersign's public keys can't be fetched from {self.url}: {why}."
        return Refusal("issuer_unavailable", message)

    def _find(self, kid: str, alg: str) -> bytes | None:
        keys, fetched_at = self._keys
        if not 0 <= self.clock.now() - fetched_at < _CACHE_SECONDS:
            return None
        found = [key for key in keys if key.get("kid") == kid]
        # An ambiguous ID names no key.
        return public_key_of(found[0]) if len(found) == 1 and found[0].get("alg", alg) == alg else None


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
