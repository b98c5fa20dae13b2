import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import type { Config } from "#lib/config";
import { CountersignError } from "#lib/errors";
import { notify } from "#lib/events/hub";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import { findPasskeyFor } from "#lib/passkeys/find-passkey";
import { recordUse } from "#lib/passkeys/record-use";
import { verifyAssertion } from "#lib/passkeys/verify-assertion";
import { currentPolicyVersion } from "#lib/policy/load";
import { reevaluatePending } from "#lib/requests/reevaluate";
import { type Decidable, findDecidable } from "./find-decidable.ts";
import { insertApproval } from "./insert-approval.ts";
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
  const { requestId, personId, credential, now } = input;
  const clientDataJson = credential.response.clientDataJSON;
  const spent = await spendChallenge(db, { clientDataJson, requestId, personId, now });
  try {
    return await approveSigned(db, input, spent);
  } catch (error) {
    if (error instanceof CountersignError) await recordRefusal(db, input, error);
    throw error;
  }
}

async function approveSigned(
  db: Database,
  input: ApprovalInput,
  { statement, challenge }: { statement: Uint8Array; challenge: Uint8Array },
): Promise<ApprovalResult> {
  const { requestId, personId, credential, config, now } = input;
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

/**
 * A prompt that was answered and refused is a fact of its own. One that was refused because a newer policy asks for more, or blocks, is
 * also the moment to bring the request up to that policy: it was made while that one was being published.
 */
async function recordRefusal(
  db: Database,
  { requestId, personId, now }: ApprovalInput,
  { code }: CountersignError,
): Promise<void> {
  await db.transaction(async (tx) => {
    const isOutdated = code === "request_changed" || code === "blocked_by_policy";
    if (isOutdated) await reevaluatePending(tx, await currentPolicyVersion(tx), now);
    const actor = { type: "person", id: personId } as const;
    await recordAudit(
      tx,
      { type: "approval.refused", actor, subject: { request: requestId }, data: { code } },
      now,
    );
  });
}

function wrongPasskey(requestId: string): CountersignError {
  return new CountersignError("wrong_passkey", `the passkey used on ${requestId} is not the approver's`, {
    userMessage:
      "That passkey is not one of yours. Approve with a passkey of the account you are signed in with.",
  });
}

// One-way, and conditional though the row is locked: the state decides in the statement itself that what is over stays over. Only
// approvals of people who may still decide count (invariant 3): somebody suspended since then does not.
async function countApproval(
  tx: Transaction,
  { personId, config, now }: ApprovalInput,
  request: Decidable,
  approvalId: string,
): Promise<ApprovalResult> {
  const [row] = await tx.execute<{ state: "approved" | "pending"; given: number; required: number }>(fragment`
    with standing as (
      select count(*)::int as given from approvals d
        join people p on p.id = d.person_id and p.status = 'active' and 'approver' = any(p.roles)
        join agents a on a.id = ${request.agentId}
      where d.request_id = ${request.requestId} and d.decision = 'approve'
        and (p.id = a.owner_id or exists (select from agent_backups b where b.agent_id = a.id and b.person_id = p.id)))
    update requests set approvals_given = standing.given,
      state = case when standing.given >= approvals_required then 'approved' else state end,
      closed_at = case when standing.given >= approvals_required then ${now.toISOString()}::timestamptz end
    from standing
    where id = ${request.requestId} and state = 'pending' and expires_at > ${now.toISOString()}
    returning state, approvals_given as given, approvals_required as required`);
  if (!row)
    throw new CountersignError("already_decided", `${request.requestId} was decided meanwhile`, {
      userMessage: "This request was decided by somebody else at this very moment.",
    });
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
