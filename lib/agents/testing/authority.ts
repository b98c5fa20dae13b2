import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { grants, type StoredGrantState } from "#db/schema/grants";
import type { RequestState } from "#db/schema/requests";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { TestWorkspace } from "#lib/testing/workspace";

/** An agent put straight into the table, with the ownership just confirmed. */
export async function addAgent(db: Database, ownerId: string, now: Date): Promise<string> {
  const { id } = await new TestWorkspace(db, () => now).agent("Test bot", { personId: ownerId });
  const name = `Agent ${id.slice(-4)}`;
  await db.update(agents).set({ name, attestedAt: now }).where(eq(agents.id, id));
  return id;
}

/** Inserts a request in a given state, with a grant in a given state if requested. */
export async function addRequest(
  db: Database,
  agentId: string,
  {
    state,
    grant,
    lifeSeconds = 900,
    now,
  }: { state: RequestState; grant?: StoredGrantState; lifeSeconds?: number; now: Date },
): Promise<{ requestId: string; grantId: string | undefined }> {
  const [agent] = await db.select().from(agents).where(eq(agents.id, agentId));
  if (!agent) throw new Error(`no agent ${agentId}`);
  const { ownerId, ownerEpoch } = agent;
  const common = { actionDigest: "digest", ownerEpoch, expiresAt: addSeconds(now, lifeSeconds) };
  const requestId = await new TestWorkspace(db, () => now).request(agent, {
    ...common,
    ...{ state, ruleIds: [], approvalsRequired: 0, agentKeyId: "key_test" },
  });
  if (!grant) return { requestId, grantId: undefined };
  const grantId = newId("gnt", now);
  const row = { ...common, agentId, ownerId, id: grantId, requestId, kid: "kid", claims: "{}" };
  await db.insert(grants).values({ ...row, state: grant, issuedAt: now });
  return { requestId, grantId };
}
