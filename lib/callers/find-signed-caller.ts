import type { Database } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import { invalidSignature, type VerifiedWebhook } from "#lib/crypto/verify-webhook";
import { refuseUnusable, type VerificationKey } from "#lib/crypto/webhook-key";
import { type AgentCaller, findAgentCaller } from "./find-caller.ts";
import { recallCaller, rememberCaller } from "./remembered-callers.ts";

interface SignedBy {
  agentId: string;
  now: Date;
  /** @throws when no key signed the call. */
  verify: (keys: VerificationKey[]) => Promise<VerifiedWebhook>;
}

const noKeys: VerificationKey[] = [];

/**
 * The agent that signed a call, maybe from memory (`isRemembered`): such an agent may only do what
 * a statement confirms under its locks. A refusal never comes from memory: an unknown agent, and a
 * signature by no remembered key, are read from the database first.
 * @throws what `verify` throws, and `invalid_signature` for an unknown agent.
 */
export async function findSignedCaller(
  db: Database,
  secret: MasterSecret,
  { agentId, now, verify }: SignedBy,
): Promise<{ agent: AgentCaller } & VerifiedWebhook> {
  const remembered = recallCaller(db, agentId, now);
  let refusal: unknown;
  if (remembered) {
    try {
      return { agent: remembered, ...(await verify(remembered.keys)) };
    } catch (error) {
      refusal = error;
    }
  }
  const agent = await findAgentCaller(db, secret, agentId);
  if (agent) rememberCaller(db, agent, now);
  // The same keys would refuse the call again, which costs a forged call a verification for each.
  if (remembered && agent?.revision === remembered.revision) throw refusal;
  const verified = await verify(agent?.keys ?? noKeys);
  if (!agent) throw invalidSignature(`no agent ${agentId}`);
  return { agent, ...verified };
}

/**
 * The agent of a call verified from memory, read from the database. The key's material never
 * changes, so the signature needs no second verification.
 * @throws {CountersignError} `invalid_signature`, `key_revoked`, `key_expired`.
 */
export async function findCallerAgain(
  db: Database,
  secret: MasterSecret,
  { agentId, keyId, now }: { agentId: string; keyId: string; now: Date },
): Promise<AgentCaller> {
  const agent = await findAgentCaller(db, secret, agentId);
  const key = agent?.keys.find(({ id }) => id === keyId);
  if (!agent || !key) throw invalidSignature(`${agentId} has no key ${keyId}`);
  rememberCaller(db, agent, now);
  refuseUnusable(key, now);
  return agent;
}
