import os

from countersign import Asked, AsyncAgent, Refusal
from pydantic_ai import RunContext

agent = AsyncAgent(os.environ["COUNTERSIGN_URL"], os.environ["AGENT_ID"], os.environ["AGENT_KEY"])


def show(asked: Asked) -> None:
    print("Approve at", asked.approval_url, asked.number_to_match or "")


# Agent("...", tools=[refund])
async def refund(context: RunContext, charge: str, amount: int) -> str:
    """Refunds a charge, in USD."""
    params = {"amount": amount, "currency": "USD"}
    action = {"type": "refund.create", "resource": f"charge/{charge}", "params": params}
    try:
        asked = await agent.ask(action, call=context.tool_call_id)
        await agent.redeem(await agent.wait(asked, 600, on_pending=show), action)
    except Refusal as refused:
        return refused.message
    return f"Refunded {amount} USD."
