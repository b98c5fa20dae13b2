import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { equalBytes } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { recordUse, requirePasskey } from "#lib/passkeys/record-use";
import { consumeStatementChallenge } from "#lib/passkeys/signing/statement-challenge";
import { type SignedStatement, verifySignature } from "#lib/passkeys/signing/verify-signature";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { commitApproval } from "../commit-approval.ts";
import type { ApprovalResult } from "../counting/tally-approvals.ts";
import { requestChanged } from "../decision-errors.ts";
import type { Decidable } from "../find-decidable.ts";
import type { ApprovalInput } from "../insert-approval.ts";
import { recordRefusal } from "../record-refusal.ts";
import { longestShownSeconds } from "../request-challenge.ts";
import { type Batched, batchKind, batchStatements, proveInclusion } from "./batch.ts";
import { refuseObstacle } from "./find-obstacle.ts";

interface BatchApproval extends Omit<ApprovalInput, "requestId" | "note"> {
  /** The statements of the batch, in its order. */
  statements: Uint8Array[];
}

export type BatchOutcome = { requestId: string } & (
  | { approval: ApprovalResult; refusal?: undefined }
  | { approval?: undefined; refusal: CountersignError }
);

/**
 * Approves several requests with one signature. First the challenge is consumed, then the passkey
 * verified; then each request gets a transaction with every check of a single approval (invariants
 * 3, 4, 10). A refused request stops no other.
 * @throws {CountersignError} `challenge_expired`, `passkey_refused`, `wrong_passkey`,
 * `user_not_verified`, `request_changed`: then no request is approved.
 */
export async function approveTogether(db: Database, input: BatchApproval): Promise<BatchOutcome[]> {
  const consumed = await consumeBatchChallenge(db, input);
  const batched = batchStatements(input.statements);
  if (!equalBytes(batched.bytes, consumed.statement))
    throw requestChanged(`${input.personId} signed a batch of other statements`);
  const signed = await verifyBatch(db, input, { batched, consumed });
  const outcomes: BatchOutcome[] = [];
  for (const index of batched.leaves.keys())
    outcomes.push(await approveLeaf(db, input, { batched, signed, index }));
  return outcomes;
}

async function consumeBatchChallenge(db: Database, { personId, credential, now }: BatchApproval) {
  const { clientDataJSON: clientDataJson } = credential.response;
  // The used challenge stays until its statements are too old to be signed.
  const retainedUntil = sql`${addSeconds(now, longestShownSeconds).toISOString()}::timestamptz`;
  const signing = { kind: batchKind, personId, clientDataJson, retainedUntil, now };
  const consumed = await consumeStatementChallenge(db, signing);
  if (consumed) return consumed;
  throw new CountersignError("challenge_expired", `no live challenge of ${personId} for a batch`, {
    userMessage: "This took too long or was already sent. Reload, review the requests and approve again.",
  });
}

/** The passkey signed once, so its use is recorded once, before the first request. */
async function verifyBatch(
  db: Database,
  input: BatchApproval,
  { batched, consumed }: { batched: Batched; consumed: { statement: Uint8Array; challenge: Uint8Array } },
): Promise<SignedStatement> {
  try {
    const signed = await verifySignature(db, input, consumed);
    await recordUse(db, { ...signed.use, now: input.now });
    return signed;
  } catch (error) {
    if (error instanceof CountersignError) {
      for (const { statement } of batched.leaves)
        await recordRefusal(db, { ...input, requestId: statement.request }, error);
    }
    throw error;
  }
}

async function approveLeaf(
  db: Database,
  input: BatchApproval,
  { batched, signed, index }: { batched: Batched; signed: SignedStatement; index: number },
): Promise<BatchOutcome> {
  const leaf = batched.leaves[index];
  if (!leaf) throw new CountersignError("internal", `a batch without a statement ${index}`);
  const requestId = leaf.statement.request;
  const evidence = { ...signed.evidence, statement: leaf.bytes, batch: proveInclusion(batched, index) };
  try {
    const approval = await commitApproval(
      db,
      { ...input, requestId },
      {
        evidence,
        isNumberMatched: false,
        together: batched.leaves.map(({ statement }) => statement.request),
        recordUse: (tx, request) => requireQualified(tx, request, signed.use.credentialId),
      },
    );
    return { requestId, approval };
  } catch (cause) {
    if (!(cause instanceof CountersignError)) return { requestId, refusal: failed(requestId, cause) };
    await recordRefusal(db, { ...input, requestId }, cause);
    return { requestId, refusal: cause };
  }
}

/** The passkey is still the person's, and the live policy doesn't set the request apart. */
async function requireQualified(tx: Transaction, request: Decidable, credentialId: string): Promise<void> {
  await requirePasskey(tx, credentialId);
  await refuseObstacle(tx, { ...request, policyVersion: await currentPolicyVersion(tx) });
}

// The call as a whole can't fail: earlier requests are approved.
function failed(requestId: string, cause: unknown): CountersignError {
  return new CountersignError("internal", `approving ${requestId} in a batch failed`, { cause });
}
