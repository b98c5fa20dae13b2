import { sha256 } from "#lib/digest";

/** What a passkey signs, apart from random challenges: a statement of one kind. */
export interface StatementKind {
  /** The purpose stored with a challenge: a signature of one kind is never used as another. */
  purpose: "approve" | "ownership";
  /**
   * The beginning of the hashed bytes, with the version of the format. It ends in a line feed, which
   * no statement contains outside a string, so that no statement of one kind hashes to the challenge
   * of another.
   */
  prefix: string;
}

/** The WebAuthn challenge that commits to a statement: SHA-256 over the prefix and the bytes. */
export function challengeOf({ prefix }: StatementKind, statement: Uint8Array): Uint8Array {
  return sha256(prefix, statement);
}
