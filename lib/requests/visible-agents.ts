import { type SQL, sql } from "drizzle-orm";
import type { Role } from "#db/schema/directory";

/** Who reads requests. */
export interface RequestReader {
  personId: string;
  roles: readonly Role[];
}

/**
 * Whose requests a person may read, as a condition on the table alias `a` (agents). Admins and auditors read all of them; an approver
 * those of agents they own or back up; anybody else none. Reading is all it gives: who decides is lib/approvals/find-decidable.ts.
 */
export function visibleAgents({ personId, roles }: RequestReader): SQL {
  if (roles.includes("admin") || roles.includes("auditor")) return sql`true`;
  if (!roles.includes("approver")) return sql`false`;
  return answersFor(personId);
}

/** Whether this person owns or backs up agent `a`. */
export function answersFor(personId: string): SQL {
  return sql`(a.owner_id = ${personId} or exists (select from agent_backups b where b.agent_id = a.id and b.person_id = ${personId}))`;
}
