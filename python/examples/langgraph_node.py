import os

from countersign import Agent
from langgraph.types import interrupt

agent = Agent(os.environ["COUNTERSIGN_URL"], os.environ["AGENT_ID"], os.environ["AGENT_KEY"])


def refund(state: dict) -> dict:
    params = {"amount": state["amount"], "currency": "USD"}
    action = {"type": "refund.create", "resource": f"charge/{state['charge']}", "params": params}
    # LangGraph starts a node again from its beginning, so nothing else may happen before this.
    while (asked := agent.ask(action, call=state["call_id"])).state == "pending":
        interrupt({"approve_at": asked.approval_url, "number_to_match": asked.number_to_match})
    agent.redeem(agent.wait(asked), action)
    return {"refunded": params["amount"]}
