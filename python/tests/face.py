"""The faces of the client for the tests of the wire: a line of JSON says what to do, a line says what came of it."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from countersign import Agent, AsyncAgent, Refusal, Tool, presented_grant


async def ask_later(who: tuple[str, str, str], action: dict[str, Any]) -> None:
    agent = AsyncAgent(*who, timeout=1)
    await agent.wait(await agent.ask(action), 5)


def verdict(given: dict[str, Any]) -> str:
    url, agent_id, key = who = given["url"], given["agent"], given["key"]
    agent, action = Agent(*who, timeout=1), given["action"]
    try:
        if given["does"] == "ask":
            agent.wait(agent.ask(action), 5)
            return "granted"
        if given["does"] == "ask later":
            asyncio.run(ask_later(who, action))
            return "granted"
        if given["does"] == "redeem":
            agent.redeem(given["grant"], action)
        else:
            presented = presented_grant(agent.headers_for(given["grant"]), "POST")
            Tool(url, given["audience"], key, timeout=1).redeem(presented, action)
        return "redeemed"
    except Refusal as refused:
        return refused.code


if __name__ == "__main__":
    for line in sys.stdin:
        print(verdict(json.loads(line)), flush=True)
