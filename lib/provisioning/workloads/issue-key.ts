import { and, count, eq, gt, isNull, min, ne } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agentKeys, agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import {
  listWorkloadIdentities,
  lockWorkloadIdentity,
  type WorkloadIdentity,
} from "#lib/agents/keys/list-identities";
import { parsePublicKey } from "#lib/agents/keys/public-key";
import { storeKey } from "#lib/agents/keys/store-key";
import { eligibilityError } from "#lib/callers/agent-eligibility";
import { findFreeze } from "#lib/callers/freeze";
import { verifyWebhook, type WebhookHeaders } from "#lib/crypto/verify-webhook";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { isId, newId } from "#lib/kernel/ids";
import type { OutboundClient } from "#lib/outbound/client";
import { activeApprover } from "#lib/people/active";
import { isTokenOf, notForThisAgent, readToken, tokenName } from "./read-token.ts";
import { findExchangedKey, useToken, verifyToken } from "./verify-token.ts";

/** As many keys as a call's signature is compared with (lib/callers/find-caller.ts). */
const mostKeys = 32;

export interface WorkloadCall {
  agentId: string;
  token: string;
  publicKey: string;
  /** The call as received, signed with the new key: proof of the private key. */
  headers: WebhookHeaders;
  rawBody: Uint8Array;
  outbound: OutboundClient;
  now: Date;
}

export interface IssuedKey {
  agent: { id: string; name: string };
  key: { id: string; expiresAt: Date };
}

/**
 * Issues a short-lived key of an agent to a workload, for the token of its OIDC issuer. A token is
 * used once; the same key with the same token gets the same answer again, since answers can be lost.
 * The identity and the agent are checked again on locked rows.
 * @throws {CountersignError} `invalid_input`, `missing_signature`, `invalid_signature`,
 *   `stale_timestamp`, `invalid_workload_token`, `busy`, `agent_quarantined`, `agent_revoked`,
 *   `owner_inactive`, `rate_limited`, `conflict`
 */
export async function issueWorkloadKey(db: Database, call: WorkloadCall): Promise<IssuedKey> {
  const { agentId, outbound, now } = call;
  const publicKey = parsePublicKey(call.publicKey);
  const keyId = newId("key", now);
  const ed25519 = { algorithm: "ed25519", revokedAt: null } as const;
  const offered = { ...ed25519, id: keyId, material: publicKey, expiresAt: addSeconds(now, 60) };
  await verifyWebhook(call.headers, call.rawBody, [offered], now);
  const token = readToken(call.token);
  // A malformed ID is not looked up: the database refuses some characters.
  const identities = isId("agt", agentId) ? await listWorkloadIdentities(db, agentId) : [];
  const seen = identities.find((identity) => isTokenOf(identity, token));
  if (!seen) throw notForThisAgent();
  await verifyToken(token, { identity: seen, outbound, now });
  return db.transaction(async (tx) => {
    const agent = await lockEligibleAgent(tx, agentId);
    const identity = await lockWorkloadIdentity(tx, seen.id);
    if (!identity) throw notForThisAgent();
    const tokenHash = tokenName(token);
    const { issuer, subject } = identity;
    if (!(await useToken(tx, { issuer, tokenHash, keyId, now }))) {
      const key = await findExchangedKey(tx, { issuer, tokenHash, agentId, publicKey, now });
      return { agent, key };
    }
    await refuseTooManyKeys(tx, agentId, now);
    const expiresAt = keyExpiry(identity, now);
    const workload = { identityId: identity.id, issuer, subject, tokenHash };
    await storeKey(tx, {
      ...{ keyId, agentId, material: { algorithm: "ed25519", publicKey }, expiresAt },
      ...{ actor: { type: "agent", id: agentId }, addedBy: identity.addedBy, workload, now },
    });
    return { agent, key: { id: keyId, expiresAt } };
  });
}

function keyExpiry({ keyMinutes }: WorkloadIdentity, now: Date): Date {
  return addSeconds(now, keyMinutes * 60);
}

/** Locks the agent, then reads its owner: ending an owner's access changes the agent too. */
async function lockEligibleAgent(tx: Transaction, agentId: string): Promise<{ id: string; name: string }> {
  const which = eq(agents.id, agentId);
  await tx.select({ id: agents.id }).from(agents).where(which).for("update");
  const [agent] = await tx
    .select({
      ...{ id: agents.id, name: agents.name, status: agents.status, heldAt: agents.heldAt },
      isOwnerActive: activeApprover(people),
    })
    .from(agents)
    .innerJoin(people, eq(people.id, agents.ownerId))
    .where(which);
  if (!agent) throw notForThisAgent();
  const { heldAt, ...caller } = agent;
  const error = eligibilityError({
    ...caller,
    isHeld: heldAt !== null,
    freeze: (await findFreeze(tx)) ?? null,
  });
  if (error) throw error;
  return { id: agent.id, name: agent.name };
}

/** A key beyond the compared keys would be valid, with each signature refused. */
async function refuseTooManyKeys(tx: Transaction, agentId: string, now: Date): Promise<void> {
  const [active] = await tx
    .select({ keys: count(), firstExpiresAt: min(agentKeys.expiresAt) })
    .from(agentKeys)
    .where(
      and(
        eq(agentKeys.agentId, agentId),
        ne(agentKeys.algorithm, "bearer"),
        isNull(agentKeys.revokedAt),
        gt(agentKeys.expiresAt, now),
      ),
    );
  if (!active?.firstExpiresAt || active.keys < mostKeys) return;
  const untilFirst = Math.ceil((active.firstExpiresAt.getTime() - now.getTime()) / 1000);
  throw new CountersignError("rate_limited", `${agentId} has ${active.keys} active keys`, {
    userMessage: `This agent has ${mostKeys} active keys, which is the limit. Try again when one expires, or let keys live shorter.`,
    retryAfterSeconds: Math.min(untilFirst, 3600),
  });
}
