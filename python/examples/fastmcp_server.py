import os

from countersign import AsyncAgent, Refusal
from fastmcp import FastMCP
from fastmcp.exceptions import ToolError

agent = AsyncAgent(os.environ["COUNTERSIGN_URL"], os.environ["AGENT_ID"], os.environ["AGENT_KEY"])
mcp = FastMCP("Payments")


@mcp.tool
async def refund(charge: str, amount: int) -> str:
    """Refunds a charge, in USD."""
    params = {"amount": amount, "currency": "USD"}
    action = {"type": "refund.create", "resource": f"charge/{charge}", "params": params}
    try:
        # Clients wait about a minute. The model repeats the call, which takes up the same request.
        await agent.redeem(await agent.wait(await agent.ask(action, pick_up=True), 45), action)
    except Refusal as refused:
        raise ToolError(refused.message) from refused
    return f"Refunded {amount} USD."


if __name__ == "__main__":
    mcp.run()
