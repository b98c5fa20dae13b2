import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { type GrantState, grants } from "#db/schema/grants";
import { type RequestState, requests } from "#db/schema/requests";
import { addSeconds } from "#lib/clock";
import { newId } from "#lib/ids";

/** An agent put straight into the table. */
export async function addAgent(db: Database, ownerId: string, now: Date): Promise<string> {
  const id = newId("agt", now);
  await db.insert(agents).values({
    id,
    name: `Agent ${id.slice(-4)}`,
    ownerId,
    status: "active",
    createdBy: ownerId,
    createdAt: now,
    attestedAt: now,
  });
  return id;
}

/** Inserts a request in a given state, with a grant in a given state if requested. */
export async function addRequest(
  db: Database,
  agentId: string,
  { state, grant, now }: { state: RequestState; grant?: GrantState; now: Date },
): Promise<{ requestId: string; grantId: string | undefined }> {
  const [agent] = await db.select().from(agents).where(eq(agents.id, agentId));
  if (!agent) throw new Error(`no agent ${agentId}`);
  const { ownerId, ownerEpoch } = agent;
  const requestId = newId("req", now);
  const common = { agentId, actionDigest: "digest", ownerId, ownerEpoch, expiresAt: addSeconds(now, 900) };
  await db.insert(requests).values({
    ...common,
    id: requestId,
    agentKeyId: "key_test",
    webhookId: requestId,
    bodyHash: randomBytes(32),
    state,
    action: "{}",
    actionType: "refund.create",
    policyVersion: 1,
    ruleIds: [],
    approvalsRequired: 0,
    grantTtlSeconds: 300,
    createdAt: now,
  });
  if (!grant) return { requestId, grantId: undefined };
  const grantId = newId("gnt", now);
  await db
    .insert(grants)
    .values({ ...common, id: grantId, requestId, kid: "kid", claims: "{}", state: grant, issuedAt: now });
  return { requestId, grantId };
}
