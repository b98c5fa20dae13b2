"""The repetitions of a call."""

from __future__ import annotations

import random
import threading
import time
from typing import NoReturn
from urllib.parse import urlsplit

from .refusal import Refusal
from .send import Answer, Call, NoResponse, Send

_ATTEMPTS = 3
_PASSING = {429, 502, 503, 504}
# In spite of a `Retry-After: 0`.
_SHORTEST_PAUSE = 0.1
_LONGEST_PAUSE = 10.0


class Clock:
    """The clock of calls, in seconds since the epoch. `stop` ends a sleep early."""

    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float, stop: threading.Event | None = None) -> None:
        if stop is None:
            time.sleep(seconds)
        else:
            stop.wait(seconds)


class Stopped(Exception):
    """The caller doesn't wait any longer."""


def call_with_retries(send: Send, clock: Clock, url: str, call: Call, patience: float) -> Answer:
    """Makes a call, and repeats it while the server can't be reached or asks to retry (429, 502, 503, 504).

    Safe, because the same `webhook-id` is always the same call. Returns any answer except these four.
    Raises Refusal `issuer_unavailable` or `rate_limited` when the time is over.
    """
    attempts = _ATTEMPTS if call.patience is None else None
    patience = patience if call.patience is None else call.patience
    give_up_at, was_repeated, attempt = clock.now() + patience, False, 0
    while True:
        attempt += 1
        left = max(0.001, give_up_at - clock.now())
        headers = {"accept": "application/json", **call.headers(clock.now())}
        tried: Answer | NoResponse
        try:
            tried = send(url, call, headers, call.timeout or left)
        except NoResponse as cause:
            tried = cause
        if isinstance(tried, Answer) and tried.status not in _PASSING:
            return Answer(tried.status, tried.body, tried.retry_after, was_repeated)
        raise_if(call.stop)
        arrived = tried.may_have_arrived if isinstance(tried, NoResponse) else tried.status != 429
        was_repeated = was_repeated or arrived
        asked = tried.retry_after if isinstance(tried, Answer) else None
        pause = _backoff(attempt) if asked is None else max(_SHORTEST_PAUSE, asked)
        if attempt == attempts or clock.now() + pause > give_up_at:
            _raise_unavailable(url, tried, was_repeated)
        clock.sleep(pause, call.stop)
        raise_if(call.stop)


def raise_if(stop: threading.Event | None) -> None:
    if stop is not None and stop.is_set():
        raise Stopped


def _raise_unavailable(url: str, tried: Answer | NoResponse, may_have_arrived: bool) -> NoReturn:
    status = tried.status if isinstance(tried, Answer) else None
    why = f"HTTP {status}" if isinstance(tried, Answer) else str(tried)
    code = "rate_limited" if status == 429 and not may_have_arrived else "issuer_unavailable"
    body = tried.body if isinstance(tried, Answer) else None
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    raise Refusal(
        code,
        f"Countersign can't be reached at {origin}: {why}.",
        server_status=status,
        body=body,
        may_have_arrived=may_have_arrived,
    ) from (tried if isinstance(tried, NoResponse) else None)


def _backoff(attempt: int) -> float:
    """Half to all of a doubling pause, so that agents don't all retry at the same moment."""
    return min(_LONGEST_PAUSE, 0.2 * 2.0 ** min(attempt, 10)) * (0.5 + random.random() / 2)
