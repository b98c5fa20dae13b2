import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { tryAgainWhenBusy } from "#db/try-again";
import { digestOfText } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { lockConcerned, putOnHold } from "./put-on-hold.ts";

/** A hold as its agent sees it. */
export interface OwnHold {
  since: Date;
  by: "agent" | "person";
}

interface SelfHold {
  agentId: string;
  /** The call's `webhook-id`. */
  webhookId: string;
  /** The agent's words: never in an audit event. */
  reason: string | null;
  now: Date;
}

/**
 * Puts an agent on hold at its own word, for example because it noticed that someone else drives it. The
 * same hold as by a person, so that only a person ends it. It stops this agent alone: an agent that is
 * driven can do no more harm with it than by not asking. A held agent gets the hold as it is.
 * @throws {CountersignError} `agent_revoked`; `conflict` for the call of a hold that was ended
 */
export async function holdItself(db: Database, hold: SelfHold): Promise<OwnHold> {
  // Before any lock on people: an agent on hold that calls again delays no one.
  const earlier = await findOwnHold(db, hold);
  if (earlier) return earlier;
  // Asks and redemptions may have a busy agent's lock.
  return tryAgainWhenBusy(() => db.transaction((tx) => holdNow(tx, hold)));
}

async function holdNow(tx: Transaction, hold: SelfHold): Promise<OwnHold> {
  const { agentId, reason, now } = hold;
  await lockConcerned(tx, [agentId]);
  const { id, status } = agents;
  const [agent] = await tx.select({ status }).from(agents).where(eq(id, agentId)).for("update");
  if (!agent || agent.status === "revoked") throw agentRevoked(agentId);
  const raced = await findOwnHold(tx, hold);
  if (raced) return raced;
  await putOnHold(tx, { agentIds: [agentId], by: null, call: callHash(hold), reason, now });
  return { since: now, by: "agent" };
}

/**
 * The hold of an agent that calls to be held.
 * @throws {CountersignError} `conflict` if this call's hold has ended: a copy of the call, or its repetition
 * after a lost answer, must not stop an agent that a person has released since
 */
export async function findOwnHold(
  db: Database | Transaction,
  call: Pick<SelfHold, "agentId" | "webhookId">,
): Promise<OwnHold | undefined> {
  const { heldAt, heldBy, id } = agents;
  const [held] = await db
    .select({ heldAt, heldBy })
    .from(agents)
    .where(and(eq(id, call.agentId), isNotNull(heldAt)));
  if (held?.heldAt) return { since: held.heldAt, by: held.heldBy === null ? "agent" : "person" };
  const [ended] = await db
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(
      and(
        ...[eq(auditEvents.agentId, call.agentId), eq(auditEvents.type, "agent.held")],
        sql`${auditEvents.requestId} is null`,
        sql`convert_from(${auditEvents.body}, 'UTF8')::jsonb -> 'data' ->> 'call_sha256' = ${callHash(call)}`,
      ),
    )
    .limit(1);
  if (!ended) return undefined;
  throw new CountersignError("conflict", `${call.agentId} was released since ${call.webhookId}`, {
    userMessage:
      "This call froze the agent before, and a person has released it since. Nothing was changed. Freeze again with a new webhook-id.",
  });
}

/** The agent chose the ID: a hash of it has no words for the audit log. */
function callHash({ webhookId }: Pick<SelfHold, "webhookId">): string {
  return digestOfText(webhookId);
}

function agentRevoked(agentId: string): CountersignError {
  return new CountersignError("agent_revoked", `agent ${agentId} is revoked`, {
    userMessage: "This agent was revoked, so it's stopped already.",
  });
}
