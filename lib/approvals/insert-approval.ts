import type { Transaction } from "#db/client";
import { approvals } from "#db/schema/requests";
import { recordAudit } from "#lib/audit/record";
import type { Config } from "#lib/config";
import { base64url, sha256 } from "#lib/digest";
import { newId } from "#lib/ids";
import { findPasskeyOrigin } from "#lib/passkeys/control/find-origin";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import type { PasskeyRow } from "#lib/passkeys/find-passkey";
import type { VerifiedAssertion } from "#lib/passkeys/verify-assertion";

import type { Decidable } from "./find-decidable.ts";
import { nextRound } from "./next-round.ts";
import { readStatement } from "./statement.ts";

export interface ApprovalInput {
  requestId: string;
  personId: string;
  /** The passkey's answer to the challenge of {@link requestChallenge}. */
  credential: AssertionJson;
  /** What the person typed, if anything. */
  note?: string;
  config: Pick<Config, "origin" | "rpId">;
  now: Date;
}

/** What is stored with an approval, so that every verifier can check the approval later. */
export interface Evidence {
  statement: Uint8Array;
  passkeyRow: PasskeyRow;
  assertion: VerifiedAssertion;
}

/**
 * Stores one person's approval with its evidence, in the transaction that counts it. @returns the
 * approval's id.
 */
export async function insertApproval(
  tx: Transaction,
  input: Pick<ApprovalInput, "requestId" | "personId" | "note" | "now">,
  { agentId }: Decidable,
  evidence: Evidence,
): Promise<string> {
  const id = newId("apr", input.now);
  const { capacity, on_behalf_of, break_glass_reason } = readStatement(evidence.statement);
  const passkeyOrigin = await findPasskeyOrigin(tx, evidence.passkeyRow.credentialId);
  await tx.insert(approvals).values({
    id,
    requestId: input.requestId,
    personId: input.personId,
    decision: "approve",
    note: break_glass_reason ?? input.note,
    capacity,
    forPersonId: on_behalf_of,
    statement: evidence.statement,
    credentialId: evidence.passkeyRow.credentialId,
    publicKey: evidence.passkeyRow.publicKey,
    authenticatorData: evidence.assertion.authenticatorData,
    clientDataJson: evidence.assertion.clientDataJson,
    signature: evidence.assertion.signature,
    round: nextRound(input),
    passkeyOrigin,
    createdAt: input.now,
  });
  await recordAudit(
    tx,
    {
      type: "request.approval_given",
      actor: { type: "person", id: input.personId },
      subject: { request: input.requestId, agent: agentId, approval: id, person: input.personId },
      data: {
        statement_sha256: base64url(sha256(evidence.statement)),
        credential: evidence.passkeyRow.credentialId,
        vouched_by: passkeyOrigin?.confirmed ? undefined : passkeyOrigin?.vouchedBy,
        capacity,
        on_behalf_of,
      },
    },
    input.now,
  );
  return id;
}
