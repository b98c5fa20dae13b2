"""One HTTP call, bounded in time and size, that follows no redirect."""

from __future__ import annotations

import contextlib
import functools
import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .strict_json import JsonFault, read_bytes

MAXIMUM_BYTES = 262_144
# The longest timer of the client in TypeScript. A socket's timeout has a bound too.
_LONGEST_SECONDS = 2_147_483.0
# Reads the machine's certificates once.
_tls = functools.cache(ssl.create_default_context)


@dataclass(frozen=True)
class Call:
    """`headers` signs each attempt anew, for the time in seconds since the epoch.

    `patience`: how many seconds to repeat a call without an answer, as often as fits into them.
    `timeout`: of one attempt; by default, the remaining time.
    """

    method: str = "GET"
    body: str | None = None
    headers: Callable[[float], dict[str, str]] = lambda _: {}
    patience: float | None = None
    timeout: float | None = None
    stop: threading.Event | None = None


@dataclass(frozen=True)
class Answer:
    """`body`: strict JSON, or None. `was_repeated`: an earlier attempt may have arrived."""

    status: int
    body: Any
    retry_after: int | None
    was_repeated: bool = False


class NoResponse(Exception):
    """A call without a usable response. `may_have_arrived`: the server may have acted on the call."""

    def __init__(self, why: str, *, may_have_arrived: bool = True) -> None:
        super().__init__(why)
        self.may_have_arrived = may_have_arrived


#: Sends one attempt, within so many seconds. Raises NoResponse.
Send = Callable[[str, Call, dict[str, str], float], Answer]


def send_bounded(url: str, call: Call, headers: dict[str, str], seconds: float) -> Answer:
    """One attempt. A redirect would send a signed call, or the trust in a key set, to another server."""
    parts, seconds = urlsplit(url), min(seconds, _LONGEST_SECONDS)
    host, port = parts.hostname or "", parts.port
    connection = (
        http.client.HTTPSConnection(host, port, timeout=seconds, context=_tls())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=seconds)
    )
    give_up_at = time.monotonic() + seconds
    try:
        # Without the TLS handshake, which the deadline bounds too.
        http.client.HTTPConnection.connect(connection)
        if parts.scheme == "https":
            connection.sock = _tls().wrap_socket(
                connection.sock, server_hostname=host, do_handshake_on_connect=False
            )
        with _deadline(connection.sock, give_up_at):
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            body = None if call.body is None else call.body.encode()
            connection.request(call.method, path, body, headers)
            response = connection.getresponse()
            if 300 <= response.status < 400:
                raise NoResponse(f"{parts.scheme}://{parts.netloc} redirects")
            content = response.read(MAXIMUM_BYTES + 1)
        if len(content) > MAXIMUM_BYTES:
            raise NoResponse(f"the response is longer than {MAXIMUM_BYTES} bytes")
        # A response without a length ends when the server closes the connection, as for `fetch`.
        if response.length:
            raise NoResponse("the response ends too early")
    except (OSError, http.client.HTTPException, ValueError) as cause:
        refused = isinstance(cause, ConnectionRefusedError)
        raise NoResponse(f"no response ({type(cause).__name__})", may_have_arrived=not refused) from cause
    finally:
        connection.close()
    retry_after = response.getheader("retry-after") or ""
    seconds_after = int(retry_after) if re.fullmatch("[0-9]{1,5}", retry_after) else None
    return Answer(response.status, _parse(content), seconds_after)


@contextlib.contextmanager
def _deadline(connected: socket.socket, give_up_at: float) -> Iterator[None]:
    """Ends the connection when the time is over: its own timeout begins again with each byte.

    Raises TimeoutError then, so that nothing that was read inside is believed.
    """
    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        # A socket whose peer is gone can't be shut down.
        with contextlib.suppress(OSError):
            # `SSLSocket.shutdown` would let the reading thread go on in clear text.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, give_up_at - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        # Afterwards another connection can have the same number.
        timer.join()
    if is_over.is_set():
        raise TimeoutError


def _parse(content: bytes) -> Any:
    try:
        return read_bytes(content)
    except JsonFault:
        return None
