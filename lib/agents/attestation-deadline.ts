import { type SQL, sql } from "drizzle-orm";
import { agents } from "#db/schema/agents";
import { workspace } from "#db/schema/directory";
import { realAgent } from "#lib/test-agents/conditions";

/** Whether review and grace periods have passed. A changed setting gives a full grace period. */
export function isLapsed(now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`(${realAgent(agents)} and exists (select from ${workspace} where ${agents.attestedAt}
    + make_interval(days => ${workspace.attestationDays} + ${workspace.attestationGraceDays}) <= ${at}
    and coalesce(${workspace.attestationChangedAt} + make_interval(days => ${workspace.attestationGraceDays}) <= ${at}, true)))`;
}

/** Whether an owner has to confirm soon: the days have passed, the grace may have or not. */
export function isAttestationDue(now: Date): SQL {
  return sql`(${realAgent(agents)} and exists (select from ${workspace} where ${agents.attestedAt} + make_interval(days => ${workspace.attestationDays})
    <= ${now.toISOString()}::timestamptz))`;
}
