import { sha256 } from "#lib/kernel/digest";

/** A kind of signed statement. Apart from statements, passkeys sign only random challenges. */
export interface StatementKind {
  /** A signature of one kind is never used as another. */
  purpose: "approve" | "approve_standing" | "approve_together" | "ownership";
  /**
   * The beginning of the hashed bytes, with the format's version. Ends in a line feed, which a
   * statement contains only in strings: no statement hashes to another kind's challenge.
   */
  prefix: string;
}

/** The WebAuthn challenge that commits to a statement: SHA-256 over the prefix and the bytes. */
export function challengeOf({ prefix }: StatementKind, statement: Uint8Array): Uint8Array {
  return sha256(prefix, statement);
}
