"""One face of the client, for the tests of the wire: asks or redeems, and prints the code of a refusal.

A test writes `{"url", "agent", "key", "action", "does", ...}` to standard input.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from countersign import Agent, Refusal


def main(given: dict[str, Any]) -> str:
    agent = Agent(given["url"], given["agent"], given["key"], timeout=1)
    try:
        if "grant" in given:
            agent.redeem(given["grant"], given["action"])
            return "redeemed"
        agent.wait(agent.ask(given["action"]), 5)
        return "granted"
    except Refusal as refused:
        return refused.code


if __name__ == "__main__":
    print(main(json.load(sys.stdin)))
