import { and, asc, desc, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { agentKeys, agents } from "#db/schema/agents";
import type { Role } from "#db/schema/directory";
import { people } from "#db/schema/directory";
import { requests } from "#db/schema/requests";
import { activeApprover } from "#lib/people/active";
import { seesAllAgents } from "./visible-agents.ts";

/** Test agents have no keys: the server asks in their name. */
export type AgentView = Awaited<ReturnType<typeof selectAgents>>[number];

export async function selectAgents(db: Database, where: SQL | undefined, now: Date) {
  const usable = db
    .select({
      expiresAt: sql`min(${agentKeys.expiresAt})`.mapWith(agentKeys.expiresAt).as("first_expires_at"),
    })
    .from(agentKeys)
    .where(and(eq(agentKeys.agentId, agents.id), isUsable(now)))
    .as("usable");
  // Ids sort by time, so the newest request is the last entry of one index.
  const latest = db
    .select({ createdAt: requests.createdAt })
    .from(requests)
    .where(eq(requests.agentId, agents.id))
    .orderBy(desc(sql`${requests.id} collate "POSIX"`))
    .limit(1)
    .as("latest");
  return db
    .select({
      ...columnsOf(agents, "id", "name", "status", "isTest", "labels", "createdAt", "attestedAt"),
      owner: { id: people.id, name: people.name },
      isOwnerActive: activeApprover(people),
      usableKeyCount: db.$count(agentKeys, and(eq(agentKeys.agentId, agents.id), isUsable(now))),
      firstKeyExpiresAt: usable.expiresAt,
      lastSeenAt: latest.createdAt,
      pendingCount: db.$count(
        requests,
        and(eq(requests.agentId, agents.id), eq(requests.state, "pending"), gt(requests.expiresAt, now)),
      ),
    })
    .from(agents)
    .innerJoin(people, eq(people.id, agents.ownerId))
    .leftJoinLateral(usable, sql`true`)
    .leftJoinLateral(latest, sql`true`)
    .where(where)
    .orderBy(asc(agents.name), asc(agents.id));
}

function isUsable(now: Date): SQL | undefined {
  return and(isNull(agentKeys.revokedAt), isNull(agentKeys.workloadId), gt(agentKeys.expiresAt, now));
}

/** Whether each viewer may open the agent's page, in one round trip. */
export async function listVisible(
  db: Database,
  wanted: { viewer: { personId: string; roles: readonly Role[] }; agentId: string }[],
): Promise<boolean[]> {
  const column = (of: (one: (typeof wanted)[number]) => string | boolean) =>
    sql.param(wanted.map((one) => String(of(one))));
  const rows = await db.execute<{ n: number }>(sql`
    select wanted.n::int as n
    from unnest(${column(({ agentId }) => agentId)}::text[], ${column(({ viewer }) => viewer.personId)}::text[],
      ${column(({ viewer }) => seesAllAgents(viewer))}::text[]::boolean[]) with ordinality as wanted(agent_id, person_id, sees_all, n)
    join agents a on a.id = wanted.agent_id
    where wanted.sees_all or a.owner_id = wanted.person_id
      or exists (select from agent_backups b where b.agent_id = a.id and b.person_id = wanted.person_id)`);
  const visible = new Set(rows.map(({ n }) => n));
  return wanted.map((_, index) => visible.has(index + 1));
}
