import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Raw } from "#db/raw";
import type { Action } from "#lib/policy/language/action";
import type { MonitoredExample } from "#lib/policy/versions/list-monitored";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import type { Change } from "./judge-page.ts";

/** A past request that would end otherwise. `resource` is the agent's own word: untrusted. */
export interface ReplayChange extends Change, Omit<MonitoredExample, "requestId" | "was" | "wouldBe"> {}

export interface ChangeFilter {
  /** Endings by their names in tally.ts; absent for all. */
  from?: string | undefined;
  to?: string | undefined;
  /** The id of the request after which the page begins. */
  after?: string | undefined;
}

const pageSize = 50;

/** A page of changed outcomes, newest first, for admins. @throws {CountersignError} `not_found` */
export async function listReplayChanges(
  db: Database,
  viewer: Viewer,
  replayId: string,
  { from, to, after }: ChangeFilter,
): Promise<{ changes: ReplayChange[]; next: string | undefined }> {
  requireRole(viewer, "admin");
  const rows = await db.execute<Row>(sql`
    select c.request_id as "requestId", r.action_type as "actionType", r.action, a.name as "agentName",
      r.created_at as "askedAt", c.before, c.after
    from replay_changes c join requests r on r.id = c.request_id join agents a on a.id = r.agent_id
    where c.replay_id = ${replayId} ${from ? sql`and ${keyOf(sql`c.before`)} = ${from}` : sql``}
      ${to ? sql`and ${keyOf(sql`c.after`)} = ${to}` : sql``} ${after ? sql`and c.request_id < ${after}` : sql``}
    order by c.request_id desc limit ${pageSize + 1}`);
  const changes = rows.slice(0, pageSize).map(({ action, askedAt, ...row }) => ({
    ...row,
    // Parsed here and not by the database, whose JSON cannot store all text of an agent (U+0000).
    resource: (JSON.parse(action) as Action).resource ?? null,
    askedAt: new Date(askedAt),
  }));
  return { changes, next: rows.length > pageSize ? changes.at(-1)?.requestId : undefined };
}

type Row = Raw<Omit<ReplayChange, "resource">> & { action: string };

// As endingKey has it.
function keyOf(ending: ReturnType<typeof sql>) {
  return sql`case ${ending} ->> 'outcome' when 'step_up' then 'step_up_' || (${ending} ->> 'approvals') else ${ending} ->> 'outcome' end`;
}
