import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { lockAgent } from "#lib/agents/lock-agent";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import { lockConcerned, putOnHold } from "#lib/lifecycle/put-on-hold";
import { decidedByPeople } from "#lib/people/decided-by-people";
import { realAgent } from "#lib/test-agents/conditions";
import { isFloodAnnounced } from "./quiet-requests.ts";

const withinSeconds = 3600;
/** At the budget, the owner is notified. A hold stops work, so it takes more than that. */
const timesTheBudget = 2;

/** Without the numbers: the admins read it, and the budget is the owner's alone. */
const holdReason = "Flooded its owner with requests";

/**
 * Holds the agents that flood their owner, for owners who chose it: within an hour, the agent alone made more
 * than twice as many requests as the owner's budget, each of which notified the owner, or no one because of
 * the flood. It is the hold that the owner could begin by hand, and under the same check; no one's budget
 * stops an agent of another owner. A choice and not what a budget does anyway: people with a budget chose
 * fewer messages, and not that work stops. Requests from before a release or another owner don't count, so
 * that an agent isn't held again for them.
 */
export async function holdFlooding(db: Database, asked: { agentIds: string[]; now: Date }): Promise<void> {
  const { now } = asked;
  for (const { agentId, ownerId } of await listFlooding(db, asked)) {
    // Asks and redemptions may have a busy agent's lock.
    await tryAgainWhenBusy(() => db.transaction((tx) => holdOne(tx, { agentId, ownerId, now })));
  }
}

async function holdOne(tx: Transaction, { agentId, ownerId, now }: Flooding & { now: Date }): Promise<void> {
  const roles = (await lockConcerned(tx, [agentId], ownerId)).get(ownerId) ?? [];
  await tx.execute(sql`select from agents where id = ${agentId} for update`);
  // Another process may have held the agent, or the owner changed their mind.
  const [still] = await listFlooding(tx, { agentIds: [agentId], now });
  if (still?.ownerId !== ownerId || !roles.includes("approver")) return;
  await lockAgent(tx, { actor: { personId: ownerId, roles }, agentId, ownerToo: true });
  const job = { type: "system", id: "flood" } as const;
  await putOnHold(tx, { agentIds: [agentId], by: ownerId, job, reason: holdReason, now });
}

type Flooding = { agentId: string; ownerId: string };

async function listFlooding(
  db: Database | Transaction,
  { agentIds, now }: { agentIds: string[]; now: Date },
): Promise<Flooding[]> {
  const since = firstIdAt("req", addSeconds(now, -withinSeconds));
  const first = sql`d.request_id = r.id and d.kind in ('request_pending', 'request_escalated') and d.follows is null`;
  return db.execute<Flooding>(sql`
    select a.id as "agentId", a.owner_id as "ownerId"
    from agents a join notification_preferences p on p.person_id = a.owner_id and p.holds_floods
    where a.id = any(${sql.param(agentIds)}::text[]) and a.held_at is null and ${realAgent("a")}
      and (select count(*) from requests r
        where r.agent_id = a.id and r.owner_epoch = a.owner_epoch and r.id collate "POSIX" >= ${since}
          and r.state not in ('allowed', 'blocked') and ${sql.raw(decidedByPeople("r"))}
          and (exists (select from deliveries d where ${first} and d.person_id = a.owner_id)
            or ${isFloodAnnounced(now)} and not exists (select from deliveries d where ${first} and d.person_id is not null))
      ) > ${timesTheBudget} * p.hourly_budget
    order by a.id`);
}
