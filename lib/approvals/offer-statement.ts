import type { MasterSecret } from "#lib/crypto/seal";
import { CountersignError } from "#lib/errors";
import { sealStatement } from "#lib/signing/seal-statement";
import type { Decidable } from "./find-decidable.ts";
import { newStatement, readStatement, type Signer, type Statement } from "./statement.ts";

/** A statement for one approver to read and sign: the bytes, their content, and our seal. */
export interface OfferedStatement {
  bytes: Uint8Array;
  /**
   * Read back from `bytes`: the screen is rendered from this value, so the displayed content is the
   * hashed content.
   */
  statement: Statement;
  seal: string;
}

/**
 * Builds the statement for an approval screen: the person's first capacity is the statement's.
 * Changes nothing.
 */
export function offerStatement(
  subject: Decidable,
  { approverId, as = subject.capacities[0], secret, now }: OfferOptions,
): OfferedStatement {
  if (!as) throw new CountersignError("internal", `${approverId} has no capacity on ${subject.requestId}`);
  const bytes = newStatement(subject, { approverId, as }, now);
  return { bytes, statement: readStatement(bytes), seal: sealStatement(secret, bytes) };
}

interface OfferOptions {
  approverId: string;
  /** Instead of the first of the approver's capacities. */
  as?: Signer["as"];
  secret: MasterSecret;
  now: Date;
}
