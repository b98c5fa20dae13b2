import { desc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { requests } from "#db/schema/requests";
import { findOrCreateTestAgent } from "#lib/agents/test-agent";
import { findAgentCaller } from "#lib/callers/find-caller";
import type { MasterSecret } from "#lib/crypto/seal";
import { testRequestType } from "#lib/descriptors/test-request-type";
import { sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { type Asked, ask } from "#lib/requests/ask/ask";
import type { Ask } from "#lib/requests/ask/ask-schema";
import { stateAt } from "#lib/requests/state-at";
import type { Viewer } from "#lib/sessions/session";
import { waitText } from "#lib/text/wait-text";

/** How often a person may send test requests. */
const most = { limit: 10, windowSeconds: 3600 } as const;

const testAsk: Ask = {
  action: { type: testRequestType, params: { purpose: "Try out how an approval works" } },
  expires_in: 900,
};

/** Test requests are for admins who approve. */
export function maySendTest({ roles }: Pick<Viewer, "roles">): boolean {
  return roles.includes("admin") && roles.includes("approver");
}

/**
 * Sends a person a request in the name of the person's test agent (lib/agents/test-agent.ts).
 * Policy decides and its approval is recorded as usual, but a test agent gets no grant.
 * @returns the ID of the new request, or of the person's open test request; `asked` if it is new.
 * @throws {CountersignError} `not_found` when the person is not an admin; `owner_inactive` when the
 * person is not an active approver; `agent_quarantined` while the test agent is on hold;
 * `rate_limited`
 */
export async function sendTestRequest(
  db: Database,
  { viewer, secret, origin, now }: { viewer: Viewer; secret: MasterSecret; origin: string; now: Date },
): Promise<{ agentId: string; requestId: string; asked?: Asked }> {
  const { agentId, keyId } = await db.transaction((tx) => findOrCreateTestAgent(tx, { actor: viewer, now }));
  const last = await findLast(db, agentId, now);
  if (last?.isOpen) return { agentId, requestId: last.id };
  const caller = await findAgentCaller(db, secret, agentId);
  if (!caller) throw new CountersignError("internal", `${agentId} was just created and is not found`);
  const submission = {
    ...{ caller, keyId, edge: "test" as const, bodyHash: sha256("") },
    // Simultaneous presses have one webhook-id and make one request (invariant 12).
    webhookId: `test_${last?.id ?? "first"}`,
    ...{ ask: testAsk, limit: { bucket: `test-request:${viewer.personId}`, ...most } },
    ...{ mostPending: 1, origin, now },
  };
  try {
    const asked = await ask(db, submission, secret);
    return { agentId, requestId: asked.answer.request.id, asked };
  } catch (refusal) {
    if (!(refusal instanceof CountersignError)) throw refusal;
    // A simultaneous press opened a request.
    const opened = refusal.code === "rate_limited" ? await findLast(db, agentId, now) : undefined;
    if (opened?.isOpen) return { agentId, requestId: opened.id };
    throw forThePerson(refusal);
  }
}

/** A refusal in words for the person; {@link ask} writes for agents. */
function forThePerson(refusal: CountersignError): CountersignError {
  const { code, message, retryAfterSeconds } = refusal;
  if (code === "rate_limited" && retryAfterSeconds !== undefined)
    return new CountersignError(code, message, {
      retryAfterSeconds,
      userMessage: `You can send ${most.limit} test requests an hour, so this one wasn't sent. Try again in ${waitText(retryAfterSeconds)}.`,
      cause: refusal,
    });
  return refusal;
}

/** The agent's newest request, and whether it still waits for a decision. */
async function findLast(
  db: Database,
  agentId: string,
  now: Date,
): Promise<{ id: string; isOpen: boolean } | undefined> {
  const { id, state, expiresAt } = requests;
  const [last] = await db
    .select({ id, state, expiresAt })
    .from(requests)
    .where(eq(requests.agentId, agentId))
    .orderBy(desc(id))
    .limit(1);
  return last && { id: last.id, isOpen: stateAt(last.state, last.expiresAt, now) === "pending" };
}
