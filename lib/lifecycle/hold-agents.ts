import { and, arrayContains, asc, eq, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import { isHoldableBy } from "#lib/agents/change-state";
import { CountersignError } from "#lib/kernel/errors";
import { listAdminIds, noLongerAdmin } from "#lib/people/admins";
import { lockAccess } from "#lib/people/lock-people";
import type { Viewer } from "#lib/sessions/session";
import { realAgent } from "#lib/test-agents/conditions";
import { foreseeHolds, type HoldForesight } from "./foresee-hold.ts";
import { putOnHold } from "./put-on-hold.ts";

/** A part of the agents: of one owner, with one label, or both. */
export interface HoldScope {
  owner?: string | undefined;
  label?: string | undefined;
}

/**
 * Puts every agent of a scope on hold in one act of an admin, without a passkey, as `holdAgent` does one.
 * Agents that get this owner or label later are not held: a hold is of an agent.
 * @throws {CountersignError} `not_found` unless the actor is an active admin; `conflict` when all of them
 * are on hold already, or there is none
 */
export async function holdAgents(
  db: Database,
  { actor, reason, now, ...scope }: HoldScope & { actor: Viewer; reason: string | null; now: Date },
): Promise<void> {
  const by = actor.personId;
  const which = holdable({ ...scope, by });
  // Asks and redemptions may have a busy agent's lock.
  await tryAgainWhenBusy(() =>
    db.transaction(async (tx) => {
      const owners = await tx.selectDistinct({ id: agents.ownerId }).from(agents).where(which);
      const concerned = [by, ...(await listAdminIds(tx)), ...owners.map(({ id }) => id)];
      const roles = await lockAccess(tx, concerned);
      if (!roles.get(by)?.includes("admin")) throw noLongerAdmin(by);
      const agentIds = await listIds(tx, which, true);
      if (agentIds.length === 0) throw noneLeft();
      await putOnHold(tx, { agentIds, by, reason, now });
    }),
  );
}

/** What {@link holdAgents} would end, and of how many agents. */
export async function foreseeHoldOf(
  db: Database,
  scope: HoldScope & { by: string },
  now: Date,
): Promise<HoldForesight & { agents: number }> {
  const agentIds = await listIds(db, holdable(scope));
  const all = [...(await foreseeHolds(db, agentIds, now)).values()];
  const sum = (pick: (one: HoldForesight) => number) => all.reduce((total, one) => total + pick(one), 0);
  return {
    agents: agentIds.length,
    pendingRequests: sum(({ pendingRequests }) => pendingRequests),
    openGrants: sum(({ openGrants }) => openGrants),
    workloadKeys: sum(({ workloadKeys }) => workloadKeys),
  };
}

/** The most agents that one act releases: a person reads their list. */
const mostReleased = 100;

/**
 * The agents of a scope that people hold. An agent that froze itself, also before a person's hold took
 * the place of its own, is released on its page, where its own words stand.
 */
export async function listHeldBy(db: Database, scope: HoldScope) {
  const { id, name, heldAt, heldReason, heldBy, ownReason } = agents;
  const rows = await db
    .select({ id, name, heldBy: people.name, heldAt: sql`${heldAt}`.mapWith(heldAt), reason: heldReason })
    .from(agents)
    .innerJoin(people, eq(people.id, heldBy))
    .where(and(inScope(scope), isNull(ownReason)))
    .orderBy(asc(name), asc(id))
    .limit(mostReleased + 1);
  return { held: rows.slice(0, mostReleased), hasMore: rows.length > mostReleased };
}

function holdable({ by, ...scope }: HoldScope & { by: string }): SQL | undefined {
  return and(inScope(scope), isHoldableBy(by));
}

function inScope({ owner, label }: HoldScope): SQL | undefined {
  // Without either, it would be every agent, which is a freeze.
  if (!owner && !label) throw withoutScope();
  return and(
    ...[ne(agents.status, "revoked"), realAgent(agents)],
    owner ? eq(agents.ownerId, owner) : undefined,
    label ? arrayContains(agents.labels, [label]) : undefined,
  );
}

async function listIds(db: Database | Transaction, which: SQL | undefined, locks = false): Promise<string[]> {
  const query = db.select({ id: agents.id }).from(agents).where(which).orderBy(asc(agents.id));
  return (await (locks ? query.for("update") : query)).map(({ id }) => id);
}

function withoutScope(): CountersignError {
  return new CountersignError("invalid_input", "a hold of agents has no owner or label", {
    userMessage:
      "No owner or label was chosen, so nothing was changed. To stop every agent, freeze all agents.",
  });
}

function noneLeft(): CountersignError {
  return new CountersignError("conflict", "no agent to hold", {
    userMessage: "No agent here can be put on hold, so nothing was changed. Reload the page.",
  });
}
