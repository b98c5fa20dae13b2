"""Verifies receipts offline, by the checks of docs/receipts.md."""

from .verify import Check, VerifiedReceipt, verify_receipt

__all__ = ["Check", "VerifiedReceipt", "verify_receipt"]
