import { type SQL, sql } from "drizzle-orm";
import type { Role } from "#db/schema/directory";
import { isResponsibleForAgent } from "#lib/approvals/visibility";
import { activeAdmin, activeApprover } from "#lib/people/active";

/** Whether person `p` may resolve uncertain executions of agent `a`: its owner, a backup approver or an admin. */
export function activeResolver(): SQL {
  return sql`(${activeAdmin("p")} or (${activeApprover("p")} and ${isResponsibleForAgent(sql`p.id`)}))`;
}

/** The same for a signed-in viewer, for what pages show. The resolving verb checks on locked rows. */
export function viewerResolves(viewer: { personId: string; roles: readonly Role[] }): SQL {
  if (viewer.roles.includes("admin")) return sql`true`;
  return viewer.roles.includes("approver") ? isResponsibleForAgent(sql`${viewer.personId}`) : sql`false`;
}
