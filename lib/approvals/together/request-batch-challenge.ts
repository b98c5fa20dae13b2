import type { Database } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import { CountersignError } from "#lib/kernel/errors";
import { issueStatementChallenge } from "#lib/passkeys/signing/statement-challenge";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { requestChanged } from "../decision-errors.ts";
import { requireCurrentStatement } from "../request-challenge.ts";
import type { Statement } from "../statement.ts";
import { type Batched, batchKind, batchStatements } from "./batch.ts";
import { refuseObstacle } from "./find-obstacle.ts";

/** A statement of the person's screen, and our seal. */
export interface ShownStatement {
  statement: Uint8Array;
  seal: string;
}

interface BatchChallengeRequest {
  personId: string;
  shown: ShownStatement[];
  secret: MasterSecret;
  now: Date;
}

interface LeftOut {
  request: string;
  code: string;
  detail: string;
}

/**
 * Starts the signing of several statements: stores the batch under the challenge that commits to
 * it. A batch is signed as shown or not at all: the person first sees what is left out.
 * @returns the challenge's bytes, for WebAuthn.
 * @throws {CountersignError} `invalid_body` for what is no batch; `request_changed` with
 * `details.left_out`; `too_early`.
 */
export async function requestBatchChallenge(db: Database, input: BatchChallengeRequest): Promise<Uint8Array> {
  const { personId, shown, now } = input;
  const batched = batchStatements(shown.map(({ statement }) => statement));
  await refuseLeftOut(db, input, batched);
  const signing = { kind: batchKind, personId, statement: batched.bytes, now };
  const challenge = await issueStatementChallenge(db, signing);
  if (!challenge) throw requestChanged(`the batch of ${personId} was used before`);
  return challenge;
}

async function refuseLeftOut(
  db: Database,
  { personId, shown, secret, now }: BatchChallengeRequest,
  { leaves }: Batched,
): Promise<void> {
  const left: LeftOut[] = [];
  const policyVersion = await currentPolicyVersion(db);
  let readingSeconds = 0;
  for (const [index, { bytes, statement }] of leaves.entries()) {
    const sealed = { statement: bytes, seal: shown[index]?.seal ?? "" };
    const requestId = statement.request;
    const refused = await leftOut(statement, async () => {
      const current = await requireCurrentStatement(db, { requestId, personId, ...sealed, secret, now });
      await refuseObstacle(db, { ...current.subject, policyVersion });
      readingSeconds += current.subject.safeguards.readingSeconds;
    });
    if (refused) left.push(refused);
  }
  if (left.length === 0) return requireBatchRead(leaves, readingSeconds, now);
  const ids = left.map(({ request }) => request).join(", ");
  throw new CountersignError("request_changed", `not in the batch of ${personId}: ${ids}`, {
    userMessage: "Some of these requests can't be approved together now. Review the list and try again.",
    details: { left_out: left },
  });
}

/** Refuses before the sum of the reading times since the last statement was served. */
function requireBatchRead(leaves: Batched["leaves"], readingSeconds: number, now: Date): void {
  const served = Math.max(...leaves.map(({ statement }) => Date.parse(statement.issued_at)));
  const left = Math.ceil((served + readingSeconds * 1000 - now.getTime()) / 1000);
  if (readingSeconds === 0 || left <= 0) return;
  throw new CountersignError("too_early", `the batch has to be read for ${left} more seconds`, {
    userMessage: `Read these requests for ${left === 1 ? "1 more second" : `${left} more seconds`} before you approve them.`,
    details: { seconds_left: left },
    retryAfterSeconds: left,
  });
}

async function leftOut({ request }: Statement, check: () => Promise<void>): Promise<LeftOut | undefined> {
  try {
    await check();
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || thrown.code === "internal") throw thrown;
    return { request, code: thrown.code, detail: thrown.userMessage };
  }
}
