"""The client of Countersign: an agent asks, waits and redeems; a tool verifies and redeems, once."""

from .action import Action, action_digest, read_json
from .admission import admit, presented_grant, requires_grant
from .agent import Agent
from .asked import Asked, Hold
from .async_agent import AsyncAgent
from .calls import Stopped
from .proofs import Presented
from .redemption import Execution, Redemption
from .refusal import Refusal, UncertainError
from .running import Admission
from .tool import Tool

__all__ = [
    "Action",
    "Admission",
    "Agent",
    "Asked",
    "AsyncAgent",
    "Execution",
    "Hold",
    "Presented",
    "Redemption",
    "Refusal",
    "Stopped",
    "Tool",
    "UncertainError",
    "action_digest",
    "admit",
    "presented_grant",
    "read_json",
    "requires_grant",
]
