import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { grants } from "#db/schema/grants";
import { requests } from "#db/schema/requests";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { startSession } from "#lib/sessions/session";
import { addPerson } from "./people.ts";

/** An owner with a session and an agent with one request of each relevant kind. */
export async function ownerAtWork(db: Database, now: Date) {
  const owner = await addPerson(db, { roles: ["approver", "auditor"], now });
  const { token } = await startSession(db, { personId: owner.personId, now });
  const agentId = await addAgent(db, owner.personId, now);
  const pending = await addRequest(db, agentId, { state: "pending", now });
  const granted = await addRequest(db, agentId, { state: "approved", grant: "issued", now });
  const redeemed = await addRequest(db, agentId, { state: "allowed", grant: "redeemed", now });
  return { personId: owner.personId, token, agentId, pending, granted, redeemed };
}

/** An agent's state, with its requests and grants by id. */
export async function stateOf(db: Database, agentId: string) {
  const [agent] = await db.select().from(agents).where(eq(agents.id, agentId));
  const asked = await db.select().from(requests).where(eq(requests.agentId, agentId));
  const granted = await db.select().from(grants).where(eq(grants.agentId, agentId));
  return {
    agent: { status: agent?.status, ownerEpoch: agent?.ownerEpoch },
    requests: Object.fromEntries(asked.map(({ id, state, closeReason }) => [id, { state, closeReason }])),
    grants: Object.fromEntries(granted.map(({ id, state }) => [id, state])),
  };
}
