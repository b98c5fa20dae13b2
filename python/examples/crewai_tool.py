import os

from countersign import Agent, Refusal
from crewai.tools import tool

agent = Agent(os.environ["COUNTERSIGN_URL"], os.environ["AGENT_ID"], os.environ["AGENT_KEY"])


@tool("Refund a charge")
def refund(charge: str, amount: int) -> str:
    """Refunds a charge, in USD."""
    params = {"amount": amount, "currency": "USD"}
    action = {"type": "refund.create", "resource": f"charge/{charge}", "params": params}
    try:
        # CrewAI gives no ID for a call: a repeated call takes up the open request for the same action.
        agent.redeem(agent.wait(agent.ask(action, pick_up=True), 600), action)
    except Refusal as refused:
        return refused.message
    return f"Refunded {amount} USD."
