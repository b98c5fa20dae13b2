import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { StandingEnd } from "#db/schema/requests";
import { addSeconds } from "#lib/kernel/clock";
import { isOpen } from "#lib/voiding/end-standing-approvals";
import { findShownBounds, type ShownAmount, type ShownBounds } from "./show-bounds.ts";
import { readStandingStatement, type StandingStatement } from "./statement.ts";

export interface StandingApproval {
  /** `sta_` ID. */
  id: string;
  by: { id: string; name: string };
  agent: { id: string; name: string };
  statement: StandingStatement;
  shown: ShownBounds;
  /** The draws so far, and the sum of their amounts; without a sum for a type without an amount. */
  count: number;
  total: ShownAmount | undefined;
  lastDrawnAt: Date | null;
  /** Whether no request runs by it until a second admin confirms it. */
  waitsForAdmin: boolean;
  expiresAt: Date;
}

/** The agent's standing approvals, newest first. The caller has checked the viewer's access. */
export async function listStandingApprovals(
  db: Database,
  agentId: string,
  now: Date,
): Promise<StandingApproval[]> {
  return list(db, sql`s.agent_id = ${agentId}`, now);
}

/** Those signed after approving a request, and the one that approved it. The caller has checked the same. */
export async function listStandingOfRequest(
  db: Database,
  requestId: string,
  now: Date,
): Promise<StandingApproval[]> {
  const which = sql`(s.approval_id in (select b.id from approvals b where b.request_id = ${requestId})
    or s.id = (select r.standing_approval_id from requests r where r.id = ${requestId}))`;
  return list(db, which, now);
}

/** Those that a person signed. */
export async function listStandingOfPerson(
  db: Database,
  personId: string,
  now: Date,
): Promise<StandingApproval[]> {
  return list(db, sql`s.person_id = ${personId}`, now);
}

export interface EndedStanding {
  agent: string;
  type: string;
  reason: StandingEnd;
  at: Date;
  /** The request that the person read. */
  requestId: string;
}

/** Those that a person signed and that ended in the last 30 days, the newest 20 first. */
export async function listEndedOfPerson(db: Database, personId: string, now: Date): Promise<EndedStanding[]> {
  const rows = await db.execute<Record<keyof EndedStanding, string> & { reason: StandingEnd }>(sql`
    select a.name as agent, s.action_type as type, s.end_reason as reason, s.ended_at as at, b.request_id as "requestId"
    from standing_approvals s join agents a on a.id = s.agent_id join approvals b on b.id = s.approval_id
    where s.person_id = ${personId} and s.ended_at > ${addSeconds(now, -30 * 86_400).toISOString()}
    order by s.ended_at desc, s.id desc limit 20`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

async function list(db: Database, which: SQL, now: Date): Promise<StandingApproval[]> {
  const rows = await db.execute<Row>(sql`
    select s.id, s.person_id, p.name, a.name as agent, s.statement, s.count, s.total, s.last_drawn_at, s.waits_for_admin, s.expires_at
    from standing_approvals s join people p on p.id = s.person_id join agents a on a.id = s.agent_id
    where ${which} and s.owner_epoch = a.owner_epoch and ${isOpen(now)} order by s.id desc`);
  return Promise.all(rows.map((row) => readRow(db, row)));
}

async function readRow(db: Database, row: Row): Promise<StandingApproval> {
  const statement = readStandingStatement(new Uint8Array(row.statement));
  const shown = await findShownBounds(db, statement);
  return {
    ...{ id: row.id, by: { id: row.person_id, name: row.name }, count: row.count, statement, shown },
    agent: { id: statement.agent, name: row.agent },
    total: statement.terms.total === undefined ? undefined : shown.amountOf?.(Number(row.total)),
    lastDrawnAt: row.last_drawn_at === null ? null : new Date(row.last_drawn_at),
    waitsForAdmin: row.waits_for_admin,
    expiresAt: new Date(row.expires_at),
  };
}

type Row = Record<"id" | "person_id" | "name" | "agent" | "total" | "expires_at", string> & {
  statement: Buffer;
  count: number;
  last_drawn_at: string | null;
  waits_for_admin: boolean;
};
