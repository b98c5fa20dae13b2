import { randomUUID } from "node:crypto";
import { and, eq, gt } from "drizzle-orm";
import type { Database } from "#db/client";
import { requests } from "#db/schema/requests";
import { findOrCreateDemoAgent } from "#lib/agents/demo-agent";
import { findAgentCaller } from "#lib/callers/find-caller";
import type { MasterSecret } from "#lib/crypto/seal";
import { testRequestType } from "#lib/descriptors/built-in/test-request-type";
import { sha256 } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { type Asked, ask } from "#lib/requests/ask/ask";
import type { Ask } from "#lib/requests/ask/ask-schema";
import type { Viewer } from "#lib/sessions/session";

/** How often a person may send test requests. */
const most = { limit: 10, windowSeconds: 3600 } as const;

const testAsk: Ask = {
  action: { type: testRequestType, params: { purpose: "Try out how an approval works" } },
  reason: "Sent with “Send a test request”.",
  expires_in: 900,
};

/** Test requests for admins who approve, as the Requests page offers them. */
export function maySendTest({ roles }: Pick<Viewer, "roles">): boolean {
  return roles.includes("admin") && roles.includes("approver");
}

/**
 * Sends a request to the person who asks for it, in the name of the person's test agent
 * (lib/agents/demo-agent.ts). Policy decides about it as about every other, and its approval takes a
 * passkey and is recorded, but nothing can be done with it: a test agent gets no grant.
 * @returns the ID of the new request, or of the person's open test request, of which there is one at
 * a time; `asked` if it is new.
 * @throws {CountersignError} `not_found` when the person is not an admin; `owner_inactive` when the
 * person is not an active approver; `agent_quarantined` while the test agent is on hold;
 * `rate_limited`
 */
export async function sendTestRequest(
  db: Database,
  { viewer, secret, origin, now }: { viewer: Viewer; secret: MasterSecret; origin: string; now: Date },
): Promise<{ agentId: string; requestId: string; asked?: Asked }> {
  const { agentId, keyId } = await db.transaction((tx) => findOrCreateDemoAgent(tx, { actor: viewer, now }));
  const open = await findOpen(db, agentId, now);
  if (open) return { agentId, requestId: open };
  const caller = await findAgentCaller(db, secret, agentId);
  if (!caller) throw new CountersignError("internal", `${agentId} was just created and is not found`);
  const asked = await ask(
    db,
    {
      ...{ caller, keyId, edge: "test", webhookId: `test_${randomUUID()}`, bodyHash: sha256("") },
      ...{ ask: testAsk, limit: { bucket: `test-request:${viewer.personId}`, ...most } },
      // Of two at the same time, the second is refused: the statement that inserts counts the first.
      ...{ mostPending: 1, origin, now },
    },
    secret,
  );
  return { agentId, requestId: asked.answer.request.id, asked };
}

async function findOpen(db: Database, agentId: string, now: Date): Promise<string | undefined> {
  const [open] = await db
    .select({ id: requests.id })
    .from(requests)
    .where(and(eq(requests.agentId, agentId), eq(requests.state, "pending"), gt(requests.expiresAt, now)))
    .limit(1);
  return open?.id;
}
