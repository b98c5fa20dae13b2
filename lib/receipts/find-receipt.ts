import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";
import type { MasterSecret } from "#lib/crypto/seal";
import { currentSigningKey } from "#lib/crypto/signing-key";
import { CountersignError } from "#lib/kernel/errors";
import { isId } from "#lib/kernel/ids";
import { canRead } from "#lib/requests/visible-requests";
import { isWaitToken, waitTokenEnd } from "#lib/requests/wait-token";
import { buildReceipt } from "./build.ts";
import type { Receipt } from "./receipt.ts";
import { type EvidenceRow, selectEvidence } from "./select-evidence.ts";

/** Who wants the receipt: a person, or an agent with the wait token of the request. */
export type ReceiptReader = { viewer: { personId: string; roles: Role[] } } | { waitToken: string };

export interface ReceiptContext {
  secret: MasterSecret;
  origin: string;
  rpId: string;
  now: Date;
}

/**
 * An approval's receipt, signed now. For the approver and the person they decided for, the agent's owner
 * then, every viewer who may read the request, and the agent. @throws {CountersignError} `not_found` for
 * others, and for a denial, which no passkey signs.
 */
export async function findReceipt(
  db: Database,
  reader: ReceiptReader,
  approvalId: string,
  context: ReceiptContext,
): Promise<Receipt> {
  const row = isId("apr", approvalId) ? await selectEvidence(db, approvalId) : undefined;
  if (!row || !(await mayRead(db, reader, row, context))) {
    throw new CountersignError("not_found", `no receipt ${approvalId} for this reader`, {
      userMessage: "This receipt doesn't exist, or you don't have access to it.",
    });
  }
  return buildReceipt(row, await currentSigningKey(db, context.secret), context);
}

async function mayRead(
  db: Database,
  reader: ReceiptReader,
  row: EvidenceRow,
  { secret, now }: ReceiptContext,
): Promise<boolean> {
  if ("waitToken" in reader) {
    return isWaitToken(secret, row.requestId, reader.waitToken) && waitTokenEnd(row.expiresAt) > now;
  }
  const isParty = [row.approverId, row.forPersonId, row.ownerId].includes(reader.viewer.personId);
  return isParty || canRead(db, reader.viewer, row.requestId, now);
}
