"""Verifies a receipt with nothing but the receipt and the server's keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..strict_json import read_bytes
from . import agreement, batch, evidence, statement
from .evidence import MOST_LEVELS
from .forms import OWNERSHIP_RECEIPT, RECEIPT, Fault, check_form


@dataclass(frozen=True)
class Check:
    """`fault`: why the check failed, or None."""

    name: str
    fault: str | None


@dataclass(frozen=True)
class VerifiedReceipt:
    """The result of every check. If one failed, the whole receipt is worthless.

    `is_pinned`: whether the server's signature is by a pinned key. Otherwise only what the passkey signed
    is proven, and names and times are claims of anyone. `receipt`: only if it is valid.
    """

    checks: list[Check]
    is_pinned: bool
    thumbprint: str | None
    receipt: dict[str, Any] | None

    @property
    def is_valid(self) -> bool:
        return self.receipt is not None

    @property
    def failed(self) -> list[str]:
        return [check.name for check in self.checks if check.fault is not None]


def verify_receipt(receipt: str | bytes, pinned: Mapping[str, Any] | None) -> VerifiedReceipt:
    """Verifies a receipt of an approval or of ownership, by the checks of docs/receipts.md.

    `pinned`: a trusted JSON Web Key Set, kept from `/.well-known/jwks.json`; None to believe the receipt's
    own. It isn't checked how the action was shown to the approver (the last sentence of check 6).
    """
    checks: list[Check] = []

    def check(name: str, run: Callable[[], Any]) -> Any:
        # Every error is a failed check: a receipt's members have any type.
        try:
            found, fault = run(), None
        except Exception as raised:
            found, fault = None, str(raised) or type(raised).__name__
        checks.append(Check(name, fault))
        return found

    read = check("reading", lambda: _read(receipt))
    if read is None:
        return VerifiedReceipt(checks, False, None, None)
    is_ownership = read["type"] == "countersign.ownership-receipt"
    for name, run in (_OWNERSHIP if is_ownership else _APPROVAL).items():
        check(name, lambda: run(read))
    thumbprint = check("server signature", lambda: evidence.check_server_signature(read, pinned))
    is_valid = all(one.fault is None for one in checks)
    is_pinned = pinned is not None and thumbprint is not None
    return VerifiedReceipt(checks, is_pinned, thumbprint, read if is_valid else None)


def _read(text: str | bytes) -> Any:
    receipt = read_bytes(text.encode() if isinstance(text, str) else text, most_levels=MOST_LEVELS)
    types = ("countersign.receipt", "countersign.ownership-receipt")
    if type(receipt) is not dict or receipt.get("type") not in types or receipt.get("v") != 1:
        raise Fault("this isn't a receipt of version 1")
    return receipt


def _kind_of(receipt: Any) -> str:
    if "batch" in receipt:
        return "batch"
    return "standing" if statement.is_standing(statement.statement_of(receipt)) else "approval"


_EVIDENCE = {
    "authenticator data": evidence.check_authenticator_data,
    "passkey signature": evidence.check_passkey_signature,
    "times": agreement.check_times,
}
_APPROVAL: dict[str, Callable[[Any], None]] = {
    "form": lambda receipt: check_form(RECEIPT, receipt, "the receipt"),
    "statement": statement.check_statement,
    "action digest": statement.check_action_digest,
    "edit": statement.check_edit,
    "display": statement.check_display,
    "batch": batch.check_batch,
    "relying party": evidence.check_relying_party,
    "client data": lambda receipt: evidence.check_client_data(receipt, _kind_of(receipt)),
    **_EVIDENCE,
    "agreement": agreement.check_agreement,
    "grant": agreement.check_grant,
}
_OWNERSHIP: dict[str, Callable[[Any], None]] = {
    "form": lambda receipt: check_form(OWNERSHIP_RECEIPT, receipt, "the receipt"),
    "statement": statement.check_ownership_statement,
    "relying party": evidence.check_relying_party,
    "client data": lambda receipt: evidence.check_client_data(receipt, "ownership"),
    **_EVIDENCE,
    "agreement": agreement.check_ownership_agreement,
}
