import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { isOpen } from "#lib/voiding/end-standing-approvals";
import { readStandingStatement, type StandingStatement } from "./statement.ts";

export interface StandingApproval {
  /** `sta_` ID. */
  id: string;
  by: { id: string; name: string };
  statement: StandingStatement;
  /** The draws so far, and the sum of their amounts. */
  count: number;
  total: number;
  lastDrawnAt: Date | null;
  expiresAt: Date;
}

/** The agent's standing approvals, newest first. The caller has checked the viewer's access. */
export async function listStandingApprovals(
  db: Database,
  agentId: string,
  now: Date,
): Promise<StandingApproval[]> {
  const rows = await db.execute<Row>(sql`
    select s.id, s.person_id, p.name, s.statement, s.count, s.total, s.last_drawn_at, s.expires_at
    from standing_approvals s join people p on p.id = s.person_id join agents a on a.id = s.agent_id
    where s.agent_id = ${agentId} and s.owner_epoch = a.owner_epoch and ${isOpen(now)} order by s.id desc`);
  return rows.map((row) => ({
    ...{ id: row.id, by: { id: row.person_id, name: row.name }, count: row.count, total: Number(row.total) },
    statement: readStandingStatement(new Uint8Array(row.statement)),
    lastDrawnAt: row.last_drawn_at === null ? null : new Date(row.last_drawn_at),
    expiresAt: new Date(row.expires_at),
  }));
}

type Row = Record<"id" | "person_id" | "name" | "total" | "expires_at", string> & {
  statement: Buffer;
  count: number;
  last_drawn_at: string | null;
};
