"""The client of Countersign: an agent asks, waits and redeems; a tool verifies and redeems, once."""

from .action import Action, action_digest, read_json
from .agent import Agent
from .answers import Asked
from .async_agent import AsyncAgent
from .calls import Stopped
from .proofs import Presented
from .redemption import Execution, Redemption
from .refusal import Refusal, UncertainError

__all__ = [
    "Action",
    "Agent",
    "Asked",
    "AsyncAgent",
    "Execution",
    "Presented",
    "Redemption",
    "Refusal",
    "Stopped",
    "UncertainError",
    "action_digest",
    "read_json",
]
