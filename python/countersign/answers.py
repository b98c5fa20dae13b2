"""The server's answers to an ask, a wait and a cancellation, checked before anything reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .action import Action, action_digest
from .asked import Asked, Wait
from .grants import verify_grant
from .issuer import Issuer, origin_of
from .keys import SigningKey
from .refusal import Refusal, member, text_member

_TOKEN = re.compile(r"[\x21-\x7e]+")
_STATES = {"allowed", "pending", "blocked", "approved", "denied", "expired", "cancelled"}


@dataclass(frozen=True)
class Asker:
    """The asking agent, and the issuer."""

    issuer: Issuer
    agent: str
    key: SigningKey


def check_answer(asker: Asker, action: Action, body: Any, earlier: Asked | None = None) -> Asked:
    """Checks that the server understood exactly this action, and that the grant is verified and for it.

    `earlier`: the answer that a wait began with; an answer to a wait has no wait token. Raises Refusal
    `invalid_answer`, `issuer_unavailable`.
    """
    answer = body if isinstance(body, dict) else {}
    request = answer.get("request")
    if not isinstance(request, dict) or text_member(request, "id") is None:
        raise _invalid("contains no request")
    if text_member(request, "state") not in _STATES:
        raise _invalid("contains no request")
    if earlier is not None and request["id"] != earlier.request_id:
        raise _invalid("is about another request")
    if "edit" in request:
        raise _invalid("contains an edit that the ask doesn't accept")
    digest = action_digest(asker.agent, action)
    if request.get("action_digest") != digest:
        raise _invalid(f"is about another action ({request.get('action_digest')} instead of {digest})")
    if "redemption" in answer:
        raise _invalid("contains a redemption that the ask didn't want")
    wait = None
    if request["state"] == "pending":
        wait = _require_wait(asker.issuer, answer.get("wait"), earlier.wait if earlier else None)
    grant = answer.get("grant")
    if "grant" in answer:
        _require_grant(asker, action, request["id"], grant)
    denial = request.get("denial")
    edit = member(denial, "suggested_edit")
    return Asked(
        action=action,
        request_id=request["id"],
        state=request["state"],
        approval_url=text_member(request, "approval_url"),
        number_to_match=_number(request.get("number_to_match")),
        grant=grant,
        denial=text_member(denial, "reason"),
        denial_code=text_member(denial, "reason_code"),
        suggested_edit=edit if isinstance(edit, list) else None,
        close_reason=text_member(request, "close_reason"),
        wait=wait,
    )


def _require_grant(asker: Asker, action: Action, request_id: str, grant: Any) -> None:
    try:
        verified = verify_grant(asker.issuer, grant, action, action.audience or asker.issuer.issuer)
    except Refusal as cause:
        if cause.status != 401:
            raise
        raise _invalid(f"contains a grant that can't be used: {cause.message.removesuffix('.')}") from cause
    if verified.agent_id != asker.agent:
        raise _invalid("contains another agent's grant")
    if verified.request_id != request_id:
        raise _invalid("contains another request's grant")


def _require_wait(issuer: Issuer, given: Any, earlier: Wait | None) -> Wait:
    if given is None and earlier is not None:
        return earlier
    url, token = text_member(given, "url"), text_member(given, "token")
    if url is None or token is None or not _TOKEN.fullmatch(token):
        raise _invalid("contains no wait token")
    if origin_of(url) != issuer.issuer:
        raise _invalid(f"sends the wait token to another server ({origin_of(url)}, not {issuer.issuer})")
    return Wait(urlsplit(url).path, token)


def _number(value: Any) -> str | None:
    return value if isinstance(value, str) and re.fullmatch("[0-9]{2}", value) else None


def _invalid(why: str) -> Refusal:
    return Refusal("invalid_answer", f"Countersign's answer {why}.")
