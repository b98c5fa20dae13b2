import { randomBytes } from "node:crypto";
import type { requests } from "#db/schema/requests";
import { canonicalJson } from "#lib/json/canonical";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { type Action, actionDigest } from "#lib/policy/language/action";

export interface RequestColumns extends Partial<typeof requests.$inferInsert> {
  wanted?: Action;
  secondsAgo?: number;
  lifeSeconds?: number;
}

/** The row of an agent's request for a test: pending, unless its columns say otherwise. */
export function requestRow(
  agent: { id: string; ownerId: string },
  of: RequestColumns & { wanted: Action; now: Date },
) {
  const { wanted, now, secondsAgo = 0, lifeSeconds = 600, ...columns } = of;
  const createdAt = addSeconds(now, -secondsAgo);
  const id = newId("req", createdAt);
  return {
    id,
    agentId: agent.id,
    agentKeyId: newId("key", now),
    webhookId: id,
    bodyHash: randomBytes(32),
    state: "pending" as const,
    action: canonicalJson(wanted),
    actionType: wanted.type,
    actionDigest: actionDigest(agent.id, wanted),
    ownerId: agent.ownerId,
    ownerEpoch: 1,
    policyVersion: 1,
    ruleIds: ["refund-medium"],
    approvalsRequired: 1,
    grantTtlSeconds: 300,
    createdAt,
    expiresAt: addSeconds(now, lifeSeconds),
    ...columns,
  };
}
