import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";
import { isResponsibleForAgent, visibleTo } from "#lib/approvals/visibility";

/** Who reads requests. */
export interface RequestReader {
  personId: string;
  roles: readonly Role[];
}

/**
 * The requests a person may read, as a condition on the aliases `a` (agents) and `r` (requests).
 * Admins and auditors read all requests; an approver reads requests that concern the approver;
 * others read none. The condition grants only reading: lib/approvals/find-decidable.ts determines
 * who decides.
 */
export function visibleRequests(viewer: RequestReader, now: Date): SQL {
  if (readsEverything(viewer)) return sql`true`;
  return viewer.roles.includes("approver") ? visibleTo(viewer.personId, now) : sql`false`;
}

/** Whether the person may open the page of agent `a`: not as a member of a group or a delegate. */
export function opensAgent(viewer: RequestReader): SQL {
  return readsEverything(viewer) ? sql`true` : isResponsibleForAgent(sql`${viewer.personId}`);
}

/** Whether this person reads every request. */
export function readsEverything({ roles }: RequestReader): boolean {
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
