import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { approvals, type BatchProof } from "#db/schema/requests";
import { recordAudit } from "#lib/audit/record";
import { base64url, fromBase64url, sha256 } from "#lib/kernel/digest";
import { newId } from "#lib/kernel/ids";
import { findPasskeyOrigin } from "#lib/passkeys/control/find-origin";
import type { Signature, SignedStatement } from "#lib/passkeys/signing/verify-signature";
import type { Decidable } from "./find-decidable.ts";
import { readStatement } from "./statement.ts";

export interface ApprovalInput extends Signature {
  requestId: string;
  /** The person's note, if any. */
  note?: string;
}

/** The stored proof of an approval. `batch`: of a statement approved together with others. */
export type ApprovalEvidence = SignedStatement["evidence"] & { batch?: BatchProof };

/** Stores a person's approval in the transaction that counts it. */
export async function insertApproval(
  tx: Transaction,
  input: Pick<ApprovalInput, "requestId" | "personId" | "note" | "now">,
  { agentId, safeguards }: Decidable,
  evidence: ApprovalEvidence,
): Promise<string> {
  const id = newId("apr", input.now);
  const { capacity, on_behalf_of, break_glass_reason, issued_at } = readStatement(evidence.statement);
  const passkeyOrigin = await findPasskeyOrigin(tx, evidence.credentialId);
  await tx.insert(approvals).values({
    id,
    requestId: input.requestId,
    personId: input.personId,
    decision: "approve",
    note: break_glass_reason ?? input.note,
    capacity,
    forPersonId: on_behalf_of,
    ...evidence,
    round: nextRound(input),
    passkeyOrigin,
    // The statement of a break-glass approval is issued after the form was read and filled in.
    shownAt: capacity === "break_glass" ? null : new Date(issued_at),
    createdAt: input.now,
  });
  await recordAudit(
    tx,
    {
      type: "request.approval_given",
      actor: { personId: input.personId },
      subject: { request: input.requestId, agent: agentId, approval: id, person: input.personId },
      data: {
        statement_sha256: base64url(sha256(evidence.statement)),
        credential: evidence.credentialId,
        vouched_by: passkeyOrigin?.confirmed ? undefined : passkeyOrigin?.vouchedBy,
        capacity,
        on_behalf_of,
        // The transaction checked both (require-safeguards.ts).
        number_matched: safeguards.numberMatching || undefined,
        reading_seconds: safeguards.readingSeconds || undefined,
        batch_sha256: evidence.batch && base64url(sha256(fromBase64url(evidence.batch.batch) ?? "")),
      },
    },
    input.now,
  );
  return id;
}

/** A void approval opens a new round, so that its approver decides again. */
export function nextRound({ requestId, personId }: { requestId: string; personId: string }): SQL {
  return sql`(select 1 + count(*)::int from void_approvals v join approvals d on d.id = v.approval_id
    where d.request_id = ${requestId} and d.person_id = ${personId})`;
}
