import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { approvals } from "#db/schema/requests";
import { recordAudit } from "#lib/audit/record";
import type { Config } from "#lib/config";
import { base64url, sha256 } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { notify } from "#lib/events/hub";
import { newId } from "#lib/ids";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import { findPasskeyFor, type PasskeyRow } from "#lib/passkeys/find-passkey";
import { recordUse } from "#lib/passkeys/record-use";
import { type VerifiedAssertion, verifyAssertion } from "#lib/passkeys/verify-assertion";
import { type Decidable, findDecidable } from "./find-decidable.ts";
import { issueGrant } from "./issue-grant.ts";
import { requireCurrentPolicy } from "./require-current-policy.ts";
import { spendChallenge } from "./spend-challenge.ts";

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

export interface ApprovalResult {
  approvalId: string;
  state: "approved" | "pending";
  approvals: { required: number; given: number };
  /** When the agent asked. */
  askedAt: Date;
}

/**
 * Records one person's approval, with its evidence; the last one that was required issues the grant in the same transaction.
 * The challenge is used up first, then the passkey is verified, then everything is checked again under locks (invariants 3, 4, 10).
 * @throws {CountersignError} `challenge_expired`, `passkey_refused`, `wrong_passkey`, `user_not_verified`, `request_changed`, and what
 *   {@link findDecidable} throws.
 */
export async function approve(db: Database, input: ApprovalInput): Promise<ApprovalResult> {
  const { requestId, personId, credential, config, now } = input;
  const clientDataJson = credential.response.clientDataJSON;
  const { statement, challenge } = await spendChallenge(db, { clientDataJson, requestId, personId, now });
  const passkeyRow = await findPasskeyFor(db, credential.id);
  if (passkeyRow?.personId !== personId) throw wrongPasskey(requestId);
  const assertion = await verifyAssertion({ credential, expectedChallenge: challenge, config, passkeyRow });
  return db.transaction(async (tx) => {
    const request = await findDecidable(tx, { requestId, personId, now, lock: true });
    await requireCurrentPolicy(tx, request, statement, now);
    await recordUse(tx, { credentialId: passkeyRow.credentialId, ...assertion, now });
    const approvalId = await insertApproval(tx, input, request, { statement, passkeyRow, assertion });
    return countApproval(tx, input, request, approvalId);
  });
}

function wrongPasskey(requestId: string): CountersignError {
  return new CountersignError("wrong_passkey", `the passkey used on ${requestId} is not the approver's`, {
    userMessage:
      "That passkey is not one of yours. Approve with a passkey of the account you are signed in with.",
  });
}

interface Evidence {
  statement: Uint8Array;
  passkeyRow: PasskeyRow;
  assertion: VerifiedAssertion;
}

async function insertApproval(
  tx: Transaction,
  input: ApprovalInput,
  { agentId }: Decidable,
  evidence: Evidence,
): Promise<string> {
  const id = newId("apr", input.now);
  await tx.insert(approvals).values({
    id,
    requestId: input.requestId,
    personId: input.personId,
    decision: "approve",
    note: input.note,
    statement: evidence.statement,
    credentialId: evidence.passkeyRow.credentialId,
    publicKey: evidence.passkeyRow.publicKey,
    authenticatorData: evidence.assertion.authenticatorData,
    clientDataJson: evidence.assertion.clientDataJson,
    signature: evidence.assertion.signature,
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
      },
    },
    input.now,
  );
  return id;
}

// One-way, and conditional though the row is locked: the state decides in the statement itself that what is over stays over.
async function countApproval(
  tx: Transaction,
  { personId, config, now }: ApprovalInput,
  request: Decidable,
  approvalId: string,
): Promise<ApprovalResult> {
  const [row] = await tx.execute<{ state: "approved" | "pending"; given: number; required: number }>(fragment`
    update requests set approvals_given = approvals_given + 1,
      state = case when approvals_given + 1 >= approvals_required then 'approved' else state end,
      closed_at = case when approvals_given + 1 >= approvals_required then ${now.toISOString()}::timestamptz end
    where id = ${request.requestId} and state = 'pending' and expires_at > ${now.toISOString()}
    returning state, approvals_given as given, approvals_required as required`);
  if (!row) throw new CountersignError("already_decided", `${request.requestId} was decided meanwhile`);
  if (row.state === "approved") {
    const grantId = await issueGrant(tx, { request, origin: config.origin, now });
    const subject = {
      request: request.requestId,
      agent: request.agentId,
      person: request.ownerId,
      grant: grantId,
    };
    const data = { approvals: row.given, action_digest: request.actionDigest };
    await recordAudit(
      tx,
      { type: "request.approved", actor: { type: "person", id: personId }, subject, data },
      now,
    );
  }
  await notify(tx, `request/${request.requestId}`, "queue");
  return {
    approvalId,
    state: row.state,
    approvals: { required: row.required, given: row.given },
    askedAt: request.createdAt,
  };
}
