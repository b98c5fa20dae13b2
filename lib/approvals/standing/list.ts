import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { stands } from "./apply.ts";
import type { Standing } from "./stand.ts";

export interface StandingDenial {
  /** `apr_` ID of the denial. */
  id: string;
  requestId: string;
  by: { id: string; name: string };
  actionType: string;
  scope: Standing["scope"];
  resource: string | null;
  /** The words that the agent gets. */
  words: string;
  expiresAt: Date;
  /** How many requests it denied. */
  count: number;
}

/** The agent's standing denials, newest first. The caller has checked the viewer's access. */
export async function listStandingDenials(
  db: Database,
  agentId: string,
  now: Date,
): Promise<StandingDenial[]> {
  const rows = await db.execute<Row>(sql`
    select s.approval_id as id, d.request_id, d.person_id, p.name, s.action_type, s.resource, s.action_digest is not null as is_exact,
      d.note as words, s.expires_at, s.count
    from standing_denials s join approvals d on d.id = s.approval_id join people p on p.id = d.person_id
      join agents a on a.id = s.agent_id and a.owner_epoch = s.owner_epoch
    where s.agent_id = ${agentId} and ${stands(now)} order by s.approval_id desc`);
  return rows.map((row) => ({
    ...{ id: row.id, requestId: row.request_id, by: { id: row.person_id, name: row.name } },
    ...{ actionType: row.action_type, resource: row.resource, words: row.words, count: row.count },
    scope: row.is_exact ? "action" : row.resource === null ? "type" : "resource",
    expiresAt: new Date(row.expires_at),
  }));
}

type Row = Record<
  "id" | "request_id" | "person_id" | "name" | "action_type" | "words" | "expires_at",
  string
> & {
  resource: string | null;
  is_exact: boolean;
  count: number;
};
