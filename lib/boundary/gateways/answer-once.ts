import type { Database } from "#db/client";
import type { StoringEdge } from "#lib/boundary/calls/stored-answers";
import { addSeconds } from "#lib/kernel/clock";
import { base64url, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";

/** A signed call, identified by its bytes. */
export interface SignedCall {
  /** An edge whose answers have no number to match, because the answer is stored. */
  edge: StoringEdge;
  agentId: string;
  payload: Uint8Array;
  now: Date;
}

/** Longer than a signature is valid: its timestamp may be 300 seconds early or late. */
const keptSeconds = 900;

/**
 * Decides a signed call once: a replay of the same bytes neither asks an approver nor uses a grant.
 * @throws {CountersignError} `conflict` while the call is being decided, or when its decision failed
 */
export async function answerOnce<Answer>(
  db: Database,
  { agentId, payload, now }: SignedCall,
  decide: () => Promise<Answer>,
): Promise<Answer> {
  const sql = db.$client;
  const hash = base64url(sha256(payload));
  const claimed = await sql`
    with forgotten as (
      delete from gateway_answers where (agent_id, call_hash) in (
        select agent_id, call_hash from gateway_answers where received_at < ${addSeconds(now, -keptSeconds).toISOString()}
        limit 100 for update skip locked))
    insert into gateway_answers (agent_id, call_hash, received_at) values (${agentId}, ${hash}, ${now.toISOString()})
    on conflict do nothing returning 1`;
  if (claimed.length === 0) return recorded(db, agentId, hash);
  const answer = await decide();
  await sql`
    update gateway_answers set answer = ${JSON.stringify(answer)} where agent_id = ${agentId} and call_hash = ${hash}`;
  return answer;
}

async function recorded<Answer>(db: Database, agentId: string, hash: string): Promise<Answer> {
  const [row] = await db.$client<{ answer: string | null }[]>`
    select answer from gateway_answers where agent_id = ${agentId} and call_hash = ${hash}`;
  if (row?.answer) return JSON.parse(row.answer) as Answer;
  throw new CountersignError("conflict", "a call was sent again while it was being decided", {
    userMessage: "The same call is being decided already.",
  });
}
