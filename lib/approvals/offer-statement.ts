import type { MasterSecret } from "#lib/keys/seal";
import {
  newStatement,
  readStatement,
  type Statement,
  type StatementSubject,
  sealStatement,
} from "./statement.ts";

/** A statement for one approver to read and sign: its bytes, what they say, and our seal over them. */
export interface OfferedStatement {
  bytes: Uint8Array;
  /** Read back from `bytes`: the screen is rendered from this, so that what is shown is what is hashed. */
  statement: Statement;
  seal: string;
}

/** Makes the statement that an approval screen is rendered from. Changes nothing. */
export function offerStatement(
  subject: StatementSubject,
  { approverId, secret, now }: { approverId: string; secret: MasterSecret; now: Date },
): OfferedStatement {
  const bytes = newStatement(subject, approverId, now);
  return { bytes, statement: readStatement(bytes), seal: sealStatement(secret, bytes) };
}
