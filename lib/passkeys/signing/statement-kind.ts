import { sha256 } from "#lib/kernel/digest";

/** A kind of signed statement. Apart from statements, passkeys sign only random challenges. */
export interface StatementKind {
  /** The purpose stored with a challenge: a signature of one kind is never used as another. */
  purpose: "approve" | "approve_together" | "ownership";
  /**
   * The beginning of the hashed bytes, with the version of the format. Ends in a line feed, which
   * no statement contains outside a string, so no statement of one kind hashes to the challenge of
   * another.
   */
  prefix: string;
}

/** The WebAuthn challenge that commits to a statement: SHA-256 over the prefix and the bytes. */
export function challengeOf({ prefix }: StatementKind, statement: Uint8Array): Uint8Array {
  return sha256(prefix, statement);
}
