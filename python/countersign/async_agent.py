"""The asynchronous face of an agent: the same code, in a thread."""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar

from .agent import Agent
from .asked import Asked

P = ParamSpec("P")
T = TypeVar("T")


def _in_thread(
    method: Callable[Concatenate[Agent, P], T],
) -> Callable[Concatenate[AsyncAgent, P], Coroutine[Any, Any, T]]:
    @functools.wraps(method)
    async def call(self: AsyncAgent, /, *args: P.args, **named: P.kwargs) -> T:
        return await asyncio.to_thread(method, self.sync, *args, **named)

    return call


class AsyncAgent:
    """As `Agent`, for asyncio. Each call occupies a thread of the event loop's executor while it runs."""

    def __init__(
        self,
        issuer: str,
        agent: str,
        key: str,
        *,
        url: str | None = None,
        timeout: float = 10,
        clock_skew: float = 30,
    ) -> None:
        self.sync = Agent(issuer, agent, key, url=url, timeout=timeout, clock_skew=clock_skew)

    ask = _in_thread(Agent.ask)
    cancel = _in_thread(Agent.cancel)
    redeem = _in_thread(Agent.redeem)
    report = _in_thread(Agent.report)
    freeze = _in_thread(Agent.freeze)
    headers_for = _in_thread(Agent.headers_for)

    async def wait(
        self, asked: Asked, seconds: float = 900, *, on_pending: Callable[[Asked], object] | None = None
    ) -> str:
        """As `Agent.wait`. The event loop calls `on_pending`. A cancelled wait ends its thread after the
        server's next answer, within 45 seconds."""
        loop, stop = asyncio.get_running_loop(), threading.Event()

        def tell(pending: Asked) -> None:
            if on_pending is not None:
                loop.call_soon_threadsafe(on_pending, pending)

        try:
            return await asyncio.to_thread(self.sync.wait, asked, seconds, on_pending=tell, stop=stop)
        finally:
            stop.set()
