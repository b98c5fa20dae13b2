"""A redeemed action that runs, and whose outcome is settled once."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

from .action import Action
from .redemption import Execution, Outcome, Redemption
from .refusal import UncertainError

T = TypeVar("T")


@dataclass(frozen=True)
class Admission:
    """A handler's input: perform this action, not a second reading of the request."""

    action: Action
    redemption: Redemption


def outcome_of_error(raised: BaseException) -> Outcome:
    """An interrupted action may have run: only an ordinary exception says that the action failed."""
    is_failure = isinstance(raised, Exception) and not isinstance(raised, UncertainError)
    return "failed" if is_failure else "uncertain"


def is_asynchronous(run: Callable[..., Any]) -> bool:
    """Also an object whose `__call__` is. Raises TypeError for a generator: its call runs nothing yet."""
    both = (run, getattr(run, "__call__", None))
    if any(inspect.isgeneratorfunction(one) or inspect.isasyncgenfunction(one) for one in both):
        raise TypeError("A generator can't be guarded: it runs after its call, and after the report.")
    return any(inspect.iscoroutinefunction(one) for one in both)


class Running(AbstractContextManager["Running"], AbstractAsyncContextManager["Running"]):
    """A context around the action. Its end settles the outcome, unless the action goes on."""

    def __init__(
        self,
        redemption: Redemption,
        settle: Callable[[Redemption, Execution], None],
        outcome_of: Callable[[BaseException], Outcome] = outcome_of_error,
    ) -> None:
        self._redemption, self._settle, self._outcome_of = redemption, settle, outcome_of
        self._started, self._is_settled = time.monotonic(), False
        self._result: str | bytes | None = None
        self.outcome: Outcome | None = "done"

    def returns(self, result: T) -> T:
        """Takes the result, unless the action only begins with it."""
        if inspect.isawaitable(result) or inspect.isgenerator(result) or inspect.isasyncgen(result):
            raise UncertainError(
                "The result is an awaitable or a generator, which would run after the report."
            )
        self._result = result if isinstance(result, (str, bytes)) else None
        return result

    def goes_on(self) -> None:
        """The action may run while its response is sent, so an incomplete response is uncertain."""
        self.outcome, self._outcome_of = None, lambda _: "uncertain"

    def ends(self, outcome: Outcome, error: object = "") -> None:
        if self._is_settled:
            return
        self._is_settled = True
        milliseconds = (time.monotonic() - self._started) * 1000
        self._settle(self._redemption, Execution(outcome, milliseconds, self._result, _words(error)))

    def __exit__(self, _: object, raised: BaseException | None, __: object) -> None:
        if raised is not None:
            self.ends(self._outcome_of(raised), raised)
        elif self.outcome is not None:
            self.ends(self.outcome)

    async def __aexit__(self, *raised: Any) -> None:
        # A cancelled action is reported too.
        await asyncio.shield(asyncio.to_thread(self.__exit__, *raised))


def _words(error: object) -> str:
    try:
        return str(error)
    except Exception:
        return type(error).__name__
