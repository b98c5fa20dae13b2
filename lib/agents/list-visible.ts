import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";

/**
 * Whether each viewer may open the agent's page, in one round trip: the condition of
 * list-agents.ts.
 */
export async function listVisible(
  db: Database,
  wanted: { viewer: { personId: string; roles: readonly Role[] }; agentId: string }[],
): Promise<boolean[]> {
  const column = (of: (one: (typeof wanted)[number]) => string | boolean) =>
    sql.param(wanted.map((one) => String(of(one))));
  const seesAll = ({ roles }: { roles: readonly Role[] }) =>
    roles.includes("admin") || roles.includes("auditor");
  const rows = await db.execute<{ n: number }>(sql`
    select wanted.n::int as n
    from unnest(${column(({ agentId }) => agentId)}::text[], ${column(({ viewer }) => viewer.personId)}::text[],
      ${column(({ viewer }) => seesAll(viewer))}::text[]::boolean[]) with ordinality as wanted(agent_id, person_id, sees_all, n)
    join agents a on a.id = wanted.agent_id
    where wanted.sees_all or a.owner_id = wanted.person_id
      or exists (select from agent_backups b where b.agent_id = a.id and b.person_id = wanted.person_id)`);
  const visible = new Set(rows.map(({ n }) => n));
  return wanted.map((_, index) => visible.has(index + 1));
}
