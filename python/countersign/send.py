"""One HTTP call, bounded in time and size, that follows no redirect."""

from __future__ import annotations

import functools
import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .strict_json import JsonFault, read_bytes

MAXIMUM_BYTES = 262_144
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
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    connection = (
        http.client.HTTPSConnection(host, port, timeout=seconds, context=_tls())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=seconds)
    )
    give_up_at = time.monotonic() + seconds
    try:
        connection.connect()
    except OSError as cause:
        connection.close()
        refused = isinstance(cause, ConnectionRefusedError)
        raise NoResponse(f"no response ({type(cause).__name__})", may_have_arrived=not refused) from cause
    # The connection's own timeout begins again with each byte.
    timer = threading.Timer(max(0.0, give_up_at - time.monotonic()), _shut, [connection.sock])
    timer.daemon = True
    timer.start()
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        body = None if call.body is None else call.body.encode()
        connection.request(call.method, path, body, headers)
        response = connection.getresponse()
        if 300 <= response.status < 400:
            raise NoResponse(f"{parts.scheme}://{parts.netloc} redirects")
        content = response.read(MAXIMUM_BYTES + 1)
        if len(content) > MAXIMUM_BYTES:
            raise NoResponse(f"the response is longer than {MAXIMUM_BYTES} bytes")
        if response.length:
            raise NoResponse("the response ends too early")
    except (OSError, http.client.HTTPException, ValueError) as cause:
        raise NoResponse(f"no response ({type(cause).__name__})") from cause
    finally:
        timer.cancel()
        connection.close()
    retry_after = response.getheader("retry-after") or ""
    seconds_after = int(retry_after) if re.fullmatch("[0-9]{1,5}", retry_after) else None
    return Answer(response.status, _parse(content), seconds_after)


def _shut(connected: socket.socket) -> None:
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        # The call is over.
        pass


def _parse(content: bytes) -> Any:
    try:
        return read_bytes(content)
    except JsonFault:
        return None
