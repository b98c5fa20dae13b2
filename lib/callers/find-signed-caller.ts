import type { Database } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import { invalidSignature, type VerifiedWebhook } from "#lib/crypto/verify-webhook";
import { refuseUnusable, type VerificationKey } from "#lib/crypto/webhook-key";
import { addSeconds } from "#lib/kernel/clock";
import { eligibilityError } from "./agent-eligibility.ts";
import { type AgentCaller, findAgentCaller } from "./find-caller.ts";

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

/** Reads a remembered agent again. Its key never changes, so the signature stays verified. */
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

/** A caller as another call read it: the database has to confirm. */
interface Memory {
  caller: AgentCaller;
  until: Date;
}

const memories = new WeakMap<Database, Map<string, Memory>>();
const mostRemembered = 10_000;
const longestSeconds = 60;

/**
 * Remembers a caller that may ask, and forgets callers read more than a minute ago, with their
 * opened secrets. An agent that may not ask is read for every call.
 */
export function rememberCaller(db: Database, caller: AgentCaller, now: Date): void {
  const known = memories.get(db) ?? new Map<string, Memory>();
  memories.set(db, known);
  for (const [id, { until }] of known) {
    if (now < until) break;
    known.delete(id);
  }
  known.delete(caller.id);
  if (eligibilityError(caller)) return;
  const [oldest] = known.keys();
  if (known.size >= mostRemembered && oldest !== undefined) known.delete(oldest);
  known.set(caller.id, { caller: { ...caller, isRemembered: true }, until: addSeconds(now, longestSeconds) });
}

/** The caller in memory, if it was read within the last minute. */
export function recallCaller(db: Database, agentId: string, now: Date): AgentCaller | undefined {
  const memory = memories.get(db)?.get(agentId);
  const isFresh = memory && now < memory.until && now >= addSeconds(memory.until, -longestSeconds);
  return isFresh ? memory.caller : undefined;
}
