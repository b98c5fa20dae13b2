import type postgres from "postgres";
import type { Database } from "#db/client";
import { type AuditEvent, readEvent } from "#lib/audit/read-event";

const shown = 20;

/** The agent's history, newest first, without its requests. The caller checks access. */
export async function listHistory(db: Database, agentId: string): Promise<AuditEvent[]> {
  const rows = await db.$client<{ id: string; at: string; type: string; body: Uint8Array }[]>`
    ${historyQuery(db.$client, agentId)}`;
  return rows.map((row) => readEvent({ ...row, at: new Date(row.at), body: new Uint8Array(row.body) }));
}

/** The end of one index, however much the agent asked for. */
export function historyQuery(sql: postgres.Sql, agentId: string) {
  return sql`
    select id, at, type, body from audit_events
    where agent_id = ${agentId} and request_id is null and type <> 'agent.refused' order by id desc limit ${shown}`;
}
