import type { Database } from "#db/client";
import { findDecidable } from "#lib/approvals/find-decidable";
import { offerStatement } from "#lib/approvals/offer-statement";
import type { MasterSecret } from "#lib/crypto/seal";

/** What the approval page gives a browser: the statement and its seal. */
export async function readRequest(
  db: Database,
  reading: { requestId: string; personId: string; secret: MasterSecret; now: Date },
): Promise<{ statement: string; seal: string }> {
  const { personId, secret, now } = reading;
  const subject = await findDecidable(db, reading);
  const { bytes, seal } = await offerStatement(db, subject, { approverId: personId, secret, now });
  return { statement: Buffer.from(bytes).toString("base64url"), seal };
}
