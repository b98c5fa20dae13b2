"""The vectors that all clients share (docs/receipts.md), at the time for which they are written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from countersign.calls import Clock
from countersign.issuer import Issuer
from countersign.send import Answer, Call

FOLDER = Path(__file__).parents[2] / "docs" / "test-vectors"
VECTORS: dict[str, Any] = json.loads((FOLDER / "client.json").read_text("utf-8"))


class StoppedClock(Clock):
    """A clock that only sleeping moves."""

    def __init__(self, at: float = VECTORS["at"]) -> None:
        self.at = at
        self.slept: list[float] = []

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float, stop: Any = None) -> None:
        self.slept.append(seconds)
        self.at += seconds


def issuer_of_vectors() -> Issuer:
    def send(url: str, call: Call, headers: dict[str, str], seconds: float) -> Answer:
        return Answer(200, VECTORS["jwks"], None)

    return Issuer(VECTORS["issuer"], VECTORS["issuer"], clock=StoppedClock(), send=send)
