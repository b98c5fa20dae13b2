"""Waits until a request is decided, by long polling."""

from __future__ import annotations

import dataclasses
import math
import threading
from collections.abc import Callable

from .answers import Asker, check_answer
from .asked import Asked, Wait
from .calls import raise_if
from .refusal import Refusal, refusal_of
from .send import Answer, Call

# Between two tries to reach an absent server.
_AWAY_SECONDS = 5.0
# How long the server may delay a wait's answer.
_LONGEST_POLL = 30


def wait_for_decision(
    asker: Asker,
    asked: Asked,
    seconds: float,
    on_pending: Callable[[Asked], object] | None,
    stop: threading.Event | None,
) -> Asked:
    """The server answers each call when the decision commits. Returns a pending request when the time is
    over."""
    if not seconds >= 0:
        raise Refusal("not_set_up", "seconds is a number of seconds.")
    clock = asker.issuer.clock
    give_up_at, told, current = clock.now() + seconds, "", asked
    while current.wait is not None:
        number = current.number_to_match
        if on_pending is not None and told not in ("number", "number" if number else "request"):
            told = "number" if number else "request"
            on_pending(current)
        left, began = give_up_at - clock.now(), clock.now()
        if left <= 0:
            break
        answer = _poll(asker, current.wait, left, stop)
        if answer is not None:
            current = check_answer(asker, current.action, answer.body, current)
        if current.wait is None:
            break
        # A stopping server answers early and says when to call again. A server in between may answer
        # immediately.
        shortest = max(0.0, 1 - (clock.now() - began))
        pause = _AWAY_SECONDS if answer is None else max(answer.retry_after or 0, shortest)
        clock.sleep(max(0.0, min(pause, give_up_at - clock.now())), stop)
        raise_if(stop)
    return current


def _poll(asker: Asker, wait: Wait, left: float, stop: threading.Event | None) -> Answer | None:
    """One answer of the server; None while the server is away, as the request may still wait."""
    seconds = math.ceil(min(left, _LONGEST_POLL))
    call = Call(patience=left, timeout=min(seconds + 15, left), stop=stop)
    try:
        answer = call_as_waiter(asker, wait, call, f"?wait={seconds}")
    except Refusal as refused:
        if refused.status == 503:
            return None
        raise
    if answer.status != 200:
        raise refusal_of(answer.status, answer.body, was_repeated=answer.was_repeated)
    return answer


def call_as_waiter(asker: Asker, wait: Wait, call: Call, query: str = "") -> Answer:
    headers = {"authorization": f"Bearer {wait.token}"}
    return asker.issuer.call(wait.path + query, dataclasses.replace(call, headers=lambda _: headers))
