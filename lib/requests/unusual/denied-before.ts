import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import { type ComparedRequest, decidedBefore, isBefore } from "./decided-before.ts";
import type { DeniedBefore } from "./finding.ts";

interface Row extends Record<string, unknown> {
  /** The compared request. */
  of: string;
  same: DeniedBefore["same"];
  id: string;
  at: string;
  /** The person who denied the request; null for an approved request. */
  by: string | null;
  reason: string | null;
}

/**
 * The last decision on exactly the same action, if a denial; otherwise the last one on an action of
 * this type for this resource. An approval of another action does not hide the denial of this one:
 * a small amount would hide a large one. Of readable requests, by the IDs of the compared requests
 * of one agent and type.
 */
export async function findDeniedBefore(
  db: Database,
  viewer: RequestReader,
  requests: ComparedRequest[],
  now: Date,
): Promise<Map<string, DeniedBefore>> {
  const column = (of: (request: ComparedRequest) => string | null) => sql.param(requests.map(of));
  const last = (same: Row["same"], matches: SQL) => sql`
    (select ${same} as same, d.id, d.state from readable d where ${isBefore("d", "c")} and ${matches} order by d.id desc limit 1)`;
  const rows = await db.execute<Row>(sql`
    with readable as materialized (
      select r.id, r.state, r.action_digest, r.action_type, r.resource
      from ${decidedBefore(requests)} r join agents a on a.id = r.agent_id where ${readableRequests(viewer, now)}),
    last as (
      select c.id as of, each.* from unnest(${column(({ id }) => id)}::text[], ${column(({ actionDigest }) => actionDigest)}::text[],
          ${column(({ action }) => action.type)}::text[], ${column(({ action }) => action.resource ?? null)}::text[]) c(id, digest, type, resource)
        cross join lateral (${last("action", sql`d.action_digest = c.digest`)}
          union all ${last("resource", sql`d.action_type = c.type and d.resource = c.resource`)}) each)
    select last.of, last.same, last.id, d.created_at as at, p.name as by, d.note as reason
    from last left join lateral (
      select person_id, created_at, note from approvals
      where request_id = last.id and decision = 'deny' order by created_at desc limit 1) d on last.state = 'denied'
    left join people p on p.id = d.person_id`);
  const found = requests.map(({ id }) => [id, denialIn(rows.filter(({ of }) => of === id))] as const);
  return new Map(found.flatMap(([id, denial]) => (denial ? [[id, denial]] : [])));
}

function denialIn(rows: Row[]): DeniedBefore | undefined {
  const denials = rows.filter(({ by }) => by !== null);
  const row = denials.find(({ same }) => same === "action") ?? denials[0];
  if (!row?.by) return undefined;
  const { same, id, at, by, reason } = row;
  return { kind: "denied_before", same, requestId: id, at: new Date(at), by, reason };
}
