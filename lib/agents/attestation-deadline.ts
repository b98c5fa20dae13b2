import { type SQL, sql } from "drizzle-orm";
import { agents } from "#db/schema/agents";
import { workspace } from "#db/schema/directory";

/**
 * Whether nobody confirmed in time that they answer for an agent: the days, and the days of grace after them, have passed. After a change
 * of the setting nothing lapses before the grace has run in full since then.
 */
export function isLapsed(now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`exists (select from ${workspace} where ${agents.attestedAt}
    + make_interval(days => ${workspace.attestationDays} + ${workspace.attestationGraceDays}) <= ${at}
    and coalesce(${workspace.attestationChangedAt} + make_interval(days => ${workspace.attestationGraceDays}) <= ${at}, true))`;
}

/** Whether an owner has to confirm soon: the days have passed, the grace may have or not. */
export function isAttestationDue(now: Date): SQL {
  return sql`exists (select from ${workspace} where ${agents.attestedAt} + make_interval(days => ${workspace.attestationDays})
    <= ${now.toISOString()}::timestamptz)`;
}
