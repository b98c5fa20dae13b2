import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";
import { delegatorsOf, isResponsibleForAgent, visibleTo } from "#lib/approvals/visibility";
import { realAgent } from "#lib/test-agents/conditions";

/** Who reads requests. */
export interface RequestReader {
  personId: string;
  roles: readonly Role[];
}

/** A {@link RequestReader} whose ID may be an SQL expression, for queries with several readers. */
type ReaderInQuery = Omit<RequestReader, "personId"> & { personId: string | SQL };

/**
 * The requests a person may read, as a condition on the aliases `a` (agents) and `r` (requests).
 * Admins and auditors read all; approvers those that concern them. lib/approvals/find-decidable.ts
 * determines who decides.
 */
export function visibleRequests(viewer: ReaderInQuery, now: Date): SQL {
  if (readsEverything(viewer)) return sql`true`;
  return viewer.roles.includes("approver") ? visibleTo(viewer.personId, now) : sql`false`;
}

/** The requests a person may open: {@link visibleRequests}, and those the person decided. */
export function readableRequests(viewer: ReaderInQuery, now: Date): SQL {
  return sql`(${visibleRequests(viewer, now)}
    or exists (select from approvals d where d.request_id = r.id and d.person_id = ${viewer.personId}))`;
}

/** The agents `a` read in full: by admins, auditors, owners, backups and their delegates. */
export function agentsReadInFull(viewer: RequestReader, now: Date): SQL {
  if (readsEverything(viewer)) return sql`true`;
  if (!viewer.roles.includes("approver")) return sql`false`;
  const delegators = sql`(${delegatorsOf(viewer.personId, now)}) delegator(id)`;
  // A set, which the planner reads from indexes; with OR, it would read every agent.
  return sql`a.id in (
    select id from agents where owner_id = ${viewer.personId}
    union select agent_id from agent_backups where person_id = ${viewer.personId}
    union select owned.id from ${delegators} join agents owned on owned.owner_id = delegator.id and ${realAgent("owned")}
    union select backed_up.agent_id from ${delegators} join agent_backups backed_up on backed_up.person_id = delegator.id)`;
}

/** Whether the person may open the page of agent `a`: not as a member of a group or a delegate. */
export function opensAgent(viewer: RequestReader): SQL {
  return readsEverything(viewer) ? sql`true` : isResponsibleForAgent(sql`${viewer.personId}`);
}

/** Whether this person reads every request. */
export function readsEverything({ roles }: Pick<RequestReader, "roles">): boolean {
  return roles.includes("admin") || roles.includes("auditor");
}

/** Whether a person may read one request. */
export async function canRead(
  db: Database,
  viewer: RequestReader,
  requestId: string,
  now: Date,
): Promise<boolean> {
  const rows = await db.execute(sql`
    select from requests r join agents a on a.id = r.agent_id where r.id = ${requestId} and ${visibleRequests(viewer, now)}`);
  return rows.length > 0;
}
