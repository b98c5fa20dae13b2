"""An agent: asks, waits for the decision, and redeems the grant before it acts."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from .action import ActionLike, check_action
from .answers import Asker, check_answer
from .asked import Asked, Hold, check_hold, refusal_without_grant
from .calls import Clock
from .canonical import canonical_json, sha256
from .copy_json import copy_json
from .grants import verify_grant
from .issuer import Issuer
from .keys import signing_key
from .proofs import Presented, proof_headers
from .redemption import Execution, Redemption, post_signed, redeem_grant, report_execution
from .refusal import Refusal, refusal_of
from .send import Call, Send, send_bounded
from .waiting import call_as_waiter, wait_for_decision


class Agent:
    """An agent that asks with its own key, `whsk_...` or `whsec_...`. Threads can share it.

    `issuer`: the origin of Countersign, as in the `iss` of grants. `url`: where to reach it, if not there.
    `timeout`: seconds for a call with its repetitions. `clock_skew`: how many seconds the clocks may be
    apart. Methods raise Refusal, so that a forgotten check can't let an action run.
    """

    def __init__(
        self,
        issuer: str,
        agent: str,
        key: str,
        *,
        url: str | None = None,
        timeout: float = 10,
        clock_skew: float = 30,
        clock: Clock | None = None,
        send: Send = send_bounded,
    ) -> None:
        opened = Issuer(issuer, issuer if url is None else url, timeout, clock_skew, clock or Clock(), send)
        self._asker = Asker(opened, agent, signing_key(key))

    @property
    def agent(self) -> str:
        return self._asker.agent

    def ask(
        self,
        action: ActionLike,
        *,
        reason: str | None = None,
        context: Mapping[str, Any] | None = None,
        expires_in: int | None = None,
        pick_up: bool | None = None,
        id: str | None = None,
        call: str | None = None,
    ) -> Asked:
        """Asks for an action. Approvers see `reason` and `context` as unverified.

        `pick_up`: take up an open request for the same action, for example after a restart. `id`: the
        `webhook-id`; the same ID is always the same request. `call`: the ID of a model's tool call, from
        which the `webhook-id` follows: the same call finds its request again, in any process.
        """
        checked = check_action(action)
        optional = {"reason": reason, "context": context, "expires_in": expires_in, "pick_up": pick_up}
        present = {
            name: copy_json(value, f"/{name}") for name, value in optional.items() if value is not None
        }
        path = f"/api/v1/agents/{quote(self.agent, safe='')}/requests"
        body = {"action": checked.to_json(), **present}
        if "" in (id, call):
            raise Refusal("not_set_up", "The ID of the ask, or of the tool call, is empty.")
        if call is not None:
            id = f"call_{sha256(canonical_json([self.agent, '', call, checked.to_json()]))}"
        answer = post_signed(self._asker.issuer, self._asker.key, path, body, id)
        if answer.status not in (200, 202):
            raise refusal_of(answer.status, answer.body, was_repeated=answer.was_repeated)
        return check_answer(self._asker, checked, answer.body)

    def wait(
        self,
        asked: Asked,
        seconds: float = 900,
        *,
        on_pending: Callable[[Asked], object] | None = None,
        stop: threading.Event | None = None,
    ) -> str:
        """Waits for the decision by long polling, and returns the grant. The wait outlasts a restart of
        the server.

        `on_pending`: called when the request starts to wait, and when its number to match appears: show
        both `approval_url` and `number_to_match` to the person at the agent. Raises Refusal unless the
        action is approved: `pending` when the time is over, `denied`, `request_expired`, ...
        """
        decided = wait_for_decision(self._asker, asked, seconds, on_pending, stop)
        if decided.grant is None:
            raise refusal_without_grant(decided)
        return decided.grant

    def cancel(self, asked: Asked) -> Asked:
        """Withdraws a request. Returns its state: the request may have been decided just before."""
        if asked.wait is None:
            return asked
        answer = call_as_waiter(self._asker, asked.wait, Call("DELETE", timeout=10))
        if 200 <= answer.status < 300:
            if not isinstance(answer.body, dict) or "request" not in answer.body:
                return dataclasses.replace(asked, state="cancelled", wait=None)
            return check_answer(self._asker, asked.action, answer.body, asked)
        # The cancellation was too late: the state tells the decision.
        found = call_as_waiter(self._asker, asked.wait, Call(timeout=10))
        if found.status != 200:
            raise refusal_of(answer.status, answer.body, was_repeated=answer.was_repeated)
        return check_answer(self._asker, asked.action, found.body, asked)

    def redeem(self, grant: str, action: ActionLike, *, report_within: int | None = None) -> Redemption:
        """Redeems a grant for an action that the agent performs without a tool: perform the action
        afterwards. `report_within`: promise a report within this many seconds, 30 to 86400."""
        checked, issuer = check_action(action), self._asker.issuer
        verified = verify_grant(issuer, grant, checked, checked.audience or issuer.issuer)
        if verified.agent_id != self.agent:
            raise Refusal("invalid_grant", "This grant belongs to another agent.")
        presented = Presented(grant)
        return redeem_grant(issuer, self._asker.key, presented, verified, checked, report_within)

    def report(self, redemption: Redemption, execution: Execution) -> None:
        """Reports what became of the action. Never repeat the action because a report failed."""
        report_execution(self._asker.issuer, self._asker.key, redemption, execution)

    def freeze(self, *, reason: str | None = None, id: str | None = None) -> Hold:
        """Stops this agent until a person releases it, for example because someone else drives it. Its
        owner and admins are notified, and see `reason` as unverified. `id`: the `webhook-id`."""
        body = {"freeze": self.agent, **({} if reason is None else {"reason": reason})}
        path = f"/api/v1/agents/{quote(self.agent, safe='')}/freeze"
        answer = post_signed(self._asker.issuer, self._asker.key, path, body, id)
        if answer.status != 200:
            raise refusal_of(answer.status, answer.body, was_repeated=answer.was_repeated)
        return check_hold(self.agent, answer.body)

    def headers_for(self, grant: str, method: str = "POST") -> dict[str, str]:
        """The headers that present a grant to a tool, with the proof that it is the agent's own."""
        return proof_headers(self._asker.key, grant, method, self._asker.issuer.clock.now())
