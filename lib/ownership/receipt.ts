import type { Receipt } from "#lib/receipts/receipt";

/** The JSON of docs/receipts.md. Bytes are base64url without padding, times RFC 3339 UTC. */
export interface OwnershipReceipt
  extends Pick<Receipt, "evidence" | "relying_party" | "keys" | "server_signature"> {
  v: 1;
  type: "countersign.ownership-receipt";
  /** When this copy was created. */
  issued_at: string;
  issuer: string;
  /** The offer that was accepted, or the attestation. */
  id: string;
  at: string;
  signer: { id: string; name: string };
  /** The exact bytes that the challenge commits to. */
  statement: string;
}
