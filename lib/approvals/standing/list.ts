import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { stands } from "./apply.ts";
import { type Standing, scopeText } from "./stand.ts";

export interface StandingDenial {
  /** `apr_` ID of the denial. */
  id: string;
  requestId: string;
  by: { id: string; name: string };
  actionType: string;
  scope: Standing["scope"];
  resource: string | null;
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
    select s.approval_id as id, d.request_id, d.person_id, p.name, s.action_type, s.resource, ${sql.raw(scopeText)} as scope,
      s.expires_at, s.count
    from standing_denials s join approvals d on d.id = s.approval_id join people p on p.id = d.person_id
      join agents a on a.id = s.agent_id and a.owner_epoch = s.owner_epoch
    where s.agent_id = ${agentId} and ${stands(now)} order by s.approval_id desc`);
  return rows.map((row) => ({
    ...{ id: row.id, requestId: row.request_id, by: { id: row.person_id, name: row.name } },
    ...{ actionType: row.action_type, scope: row.scope, resource: row.resource, count: row.count },
    expiresAt: new Date(row.expires_at),
  }));
}

type Row = Record<"id" | "request_id" | "person_id" | "name" | "action_type" | "expires_at", string> & {
  scope: Standing["scope"];
  resource: string | null;
  count: number;
};
