"""An agent and a tool against a real server, for client/python-live.test.ts: one JSON line for each step."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from typing import Any

from countersign import Agent, Asked, AsyncAgent, Execution, Presented, Refusal, Tool, presented_grant


def say(step: str, **more: Any) -> None:
    print(json.dumps({"step": step, **more}), flush=True)


def code_of(run: Callable[[], object]) -> str | None:
    try:
        run()
    except Refusal as refused:
        return refused.code
    return None


def told(asked: Asked) -> None:
    say("pending", request=asked.request_id, url=asked.approval_url)


async def ask_and_wait(agent: AsyncAgent, action: dict[str, Any]) -> str:
    asked = await agent.ask(action, reason="Customer was billed twice")
    return await agent.wait(asked, 60, on_pending=told)


def main(given: dict[str, Any]) -> None:
    options = {"url": given["url"], "timeout": 20}
    who = (given["issuer"], given["agent"], given["key"])
    agent, action = Agent(*who, **options), given["action"]

    # An action that the agent performs itself.
    own = {name: action[name] for name in ("type", "resource", "params")}
    grant = asyncio.run(ask_and_wait(AsyncAgent(*who, **options), own))
    changed = {**own, "params": {**own["params"], "amount": 1}}
    say("changed", code=code_of(lambda: agent.redeem(grant, changed)))
    redemption = agent.redeem(grant, own, report_within=60)
    say("redeemed", by=[approval["by"] for approval in redemption.approvals])
    say("replayed", code=code_of(lambda: agent.redeem(grant, own)))
    agent.report(redemption, Execution("done", 12, "refunded"))
    say("reported", request=redemption.grant.request_id)

    # An action that a tool performs.
    grant = asyncio.run(ask_and_wait(AsyncAgent(*who, **options), action))
    tool = Tool(given["issuer"], given["action"]["audience"], given["tool_key"], report_within=60, **options)
    presented = presented_grant(agent.headers_for(grant), "POST")
    bare = Presented(grant)
    say("unproven", code=code_of(lambda: tool.guard(bare, action, lambda _: say("ran without proof"))))
    say("guarded", result=tool.guard(presented, action, lambda _: "refunded"))
    say(
        "replayed at the tool",
        code=code_of(lambda: tool.guard(presented, action, lambda _: say("ran twice"))),
    )

    # A request that is denied, one that the agent withdraws, and one that the server refuses.
    asked = agent.ask(own, reason="Denied")
    say("denied", code=code_of(lambda: agent.wait(asked, 60, on_pending=told)))
    withdrawn = agent.ask(own, reason="Withdrawn")
    state = agent.cancel(withdrawn).state
    say("withdrawn", state=state, code=code_of(lambda: agent.wait(withdrawn, 30)))
    say("refused", code=code_of(lambda: agent.ask({"type": "countersign.test", "params": {}})))

    # The agent stops itself, and stays stopped.
    say("froze", by=agent.freeze(reason="Odd prompts").by)
    say("stopped", code=code_of(lambda: agent.ask(own)))


if __name__ == "__main__":
    main(json.load(sys.stdin))
