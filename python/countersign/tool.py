"""A tool: verifies the grant and the agent's proof, and performs the action after it redeemed the grant."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast
from urllib.parse import urlsplit

from .action import Action, ActionLike, check_action
from .calls import Clock
from .challenge import PlainResponse, challenge_for
from .grants import PASSKEY_ACR, POLICY_ACR, VerifiedGrant, verify_grant
from .issuer import Issuer, origin_of
from .keys import SigningKey, signing_key
from .proofs import Presented, verify_proof
from .redemption import Execution, Redemption, check_report_within, redeem_grant, report_execution
from .refusal import Refusal
from .running import Admission, Running, is_asynchronous
from .send import Send, send_bounded

T = TypeVar("T")


class Tool:
    """The verifier of a tool. Methods raise Refusal, so that a forgotten check can't let an action run.

    `audience`: the tool's address as registered in Countersign, character by character. `key`: the tool's
    key, `whsk_...` or `whsec_...`; without a key the tool can only verify. `require_passkey`: refuse
    grants that policy auto-approved. `report_within`: promise a report of each outcome within this many
    seconds, 30 to 86400; without a report Countersign shows the execution as uncertain.
    """

    def __init__(
        self,
        issuer: str,
        audience: str,
        key: str | None = None,
        *,
        url: str | None = None,
        timeout: float = 10,
        clock_skew: float = 30,
        clock: Clock | None = None,
        send: Send = send_bounded,
        require_passkey: bool = False,
        report_within: int | None = None,
        on_report_failed: Callable[[Exception, Redemption], object] | None = None,
    ) -> None:
        if not _is_address(audience):
            example = "such as https://payments.example"
            raise Refusal("not_set_up", f"audience is the tool's address, {example}.")
        check_report_within(report_within)
        self.audience = audience
        reached = issuer if url is None else url
        self._issuer = Issuer(issuer, reached, timeout, clock_skew, clock or Clock(), send)
        self._key = None if key is None else signing_key(key)
        self._require_passkey, self._report_within = require_passkey, report_within
        self._on_report_failed = on_report_failed

    def action(self, action: ActionLike) -> Action:
        """Checks an action and adds the audience."""
        checked = check_action(action)
        if checked.audience not in (None, self.audience):
            raise Refusal("audience_mismatch", "The action names another tool as its audience.")
        return dataclasses.replace(checked, audience=self.audience)

    def verify_grant(self, presented: Presented, action: ActionLike) -> VerifiedGrant:
        verified = verify_grant(self._issuer, presented.grant, self.action(action), self.audience)
        if self._require_passkey and verified.basis != "passkey":
            raise Refusal("insufficient_approval", "This tool needs a grant that a person approved.")
        verify_proof(self._issuer, presented, verified)
        return verified

    def redeem(self, presented: Presented | None, action: ActionLike) -> Redemption:
        """Verifies and redeems, once; perform the action afterwards."""
        checked = self.action(action)
        if presented is None:
            raise Refusal("grant_missing", "This action needs a grant.")
        verified, key = self.verify_grant(presented, checked), self._require_key()
        return redeem_grant(self._issuer, key, presented, verified, checked, self._report_within)

    def guard(self, presented: Presented | None, action: ActionLike, run: Callable[[Admission], T]) -> T:
        """Verifies, redeems, runs once and reports the outcome. Raises TypeError for an asynchronous `run`."""
        if is_asynchronous(run):
            raise TypeError("An asynchronous function needs guard_async.")
        redemption = self.redeem(presented, action)
        with Running(redemption, self.settle) as running:
            return running.returns(run(Admission(redemption.action, redemption)))

    async def guard_async(
        self, presented: Presented | None, action: ActionLike, run: Callable[[Admission], Awaitable[T]]
    ) -> T:
        """As `guard`, for asyncio. The calls of Countersign are made in a thread."""
        is_asynchronous(run)
        redemption = await asyncio.to_thread(self.redeem, presented, action)
        async with Running(redemption, self.settle) as running:
            result = run(Admission(redemption.action, redemption))
            return running.returns(await result if inspect.isawaitable(result) else cast(T, result))

    def report(self, redemption: Redemption, execution: Execution) -> None:
        report_execution(self._issuer, self._require_key(), redemption, execution)

    def settle(self, redemption: Redemption, execution: Execution) -> None:
        """Reports if a report was announced, and never raises."""
        if redemption.report_within is None:
            return
        # The action ran: a lost report must neither repeat the action nor replace its result.
        try:
            self.report(redemption, execution)
        except Exception as failed:
            try:
                if self._on_report_failed is not None:
                    self._on_report_failed(failed, redemption)
            except Exception:
                pass

    def challenge(self, action: ActionLike, refusal: Refusal | None = None) -> PlainResponse:
        values = [PASSKEY_ACR] if self._require_passkey else [PASSKEY_ACR, POLICY_ACR]
        return challenge_for(self._issuer.issuer, self.action(action), values, refusal)

    def _require_key(self) -> SigningKey:
        if self._key is None:
            message = "A tool without a key can't redeem. Register the tool and set key."
            raise Refusal("not_set_up", message)
        return self._key


def _is_address(text: object) -> bool:
    try:
        scheme = urlsplit(text).scheme if isinstance(text, str) else ""
    except ValueError:
        return False
    return scheme != "" and (scheme not in ("http", "https") or origin_of(str(text)) is not None)
