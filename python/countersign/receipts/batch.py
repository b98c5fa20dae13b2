"""A statement that was signed together with others (RFC 6962, section 2.1)."""

from __future__ import annotations

import hashlib
from typing import Any

from ..canonical import from_base64url, to_base64url
from ..strict_json import read_bytes
from .evidence import MOST_LEVELS
from .forms import BATCH, Fault, check_form
from .statement import check_canonical, is_standing, same, statement_of


def check_batch(receipt: Any) -> None:
    """A statement that was signed together with others is in the signed batch."""
    if "batch" not in receipt:
        return
    data, statement = from_base64url(receipt["statement"]), statement_of(receipt)
    batch = read_bytes(from_base64url(receipt["batch"]["statement"]), most_levels=MOST_LEVELS)
    check_form(BATCH, batch, "the batch")
    check_canonical(batch, receipt["batch"]["statement"])
    same("approver", batch["approver"], statement["approver"])
    same("agent", batch["agent"], statement["agent"])
    same("action type", batch["action_type"], statement["action"]["type"])
    if statement["capacity"] == "break_glass" or "edit" in statement:
        raise Fault("break-glass and an edited action are never part of a batch")
    if is_standing(statement):
        raise Fault("a standing approval is never part of a batch")
    index, count = receipt["batch"]["index"], batch["count"]
    if not 2 <= count <= 20 or not 0 <= index < count:
        raise Fault("a batch has 2 to 20 statements")
    path = [from_base64url(part) for part in receipt["batch"]["path"]]
    same("root", batch["root"], to_base64url(_root_of_path(data, index, count, path)))


def _root_of_path(leaf: bytes, index: int, count: int, path: list[bytes]) -> bytes:
    """The root of an inclusion proof (RFC 9162, section 2.1.3.2)."""
    node, last = index, count - 1
    digest = hashlib.sha256(b"\0" + leaf).digest()
    for sibling in path:
        if last == 0 or len(sibling) != 32:
            raise Fault("the path doesn't fit the batch")
        # At the right edge, a node without a sibling rises unchanged.
        while node % 2 == 0 and node == last:
            node, last = node // 2, last // 2
        pair = sibling + digest if node % 2 == 1 else digest + sibling
        digest, node, last = hashlib.sha256(b"\1" + pair).digest(), node // 2, last // 2
    if last != 0:
        raise Fault("the path doesn't fit the batch")
    return digest
