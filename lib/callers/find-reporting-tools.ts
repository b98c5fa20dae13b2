import type { Database } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import type { VerificationKey } from "#lib/crypto/webhook-key";
import { type KeyRow, keyAsJson, newestKeys, opened } from "./find-caller.ts";

/**
 * Keys that can report a tool's execution: those of the redeeming tool's audience, so that a
 * replacing key can report too. None when the agent redeemed.
 */
export async function findReportingTools(
  db: Database,
  secret: MasterSecret,
  { agentId, requestId }: { agentId: string; requestId: string },
): Promise<VerificationKey[]> {
  const sql = db.$client;
  const [row] = await sql<{ keys: KeyRow[] }[]>`
    select coalesce(json_agg(${keyAsJson(sql)}), '[]') as keys from (
      select * from tools where audience in (
        select redeemer.audience from executions e
        join grants g on g.id = e.grant_id
        join tools redeemer on redeemer.id = g.redeemed_by
        where e.request_id = ${requestId} and e.agent_id = ${agentId}) ${newestKeys(sql)}) k`;
  return (row?.keys ?? []).map((key) => opened(key, secret));
}
