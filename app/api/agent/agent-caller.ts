import { clientAddress } from "#app/api/edge/client-address";
import type { HttpCall } from "#app/api/edge/http-call";
import { runtime } from "#app/runtime/runtime";
import { type AgentCaller, findAgentCaller, findRedemptionParties } from "#lib/callers/find-caller";
import { findReportingTools } from "#lib/callers/find-reporting-tools";
import { findSignedCaller } from "#lib/callers/find-signed-caller";
import { openedKey } from "#lib/crypto/signing-key";
import {
  invalidSignature,
  type VerifiedWebhook,
  verifyWebhook,
  type WebhookHeaders,
} from "#lib/crypto/verify-webhook";
import type { VerificationKey } from "#lib/crypto/webhook-key";
import { readGrant, type UnverifiedGrant } from "#lib/grants/read";
import { isId } from "#lib/kernel/ids";
import { limitFailures } from "#lib/limits/limit-failures";

/** A signed call: the calling agent, its key and the webhook-id. */
export interface SignedCall {
  agent: AgentCaller;
  keyId: string;
  webhookId: string;
}

/** Authenticates an ask over the raw body. An unknown agent and a bad signature get the same answer. */
export async function authenticateAgent(
  c: HttpCall,
  agentId: string,
  rawBody: Uint8Array,
): Promise<SignedCall> {
  const { db, secret, clock } = runtime();
  const now = clock();
  const call = { callerId: agentId, rawBody };
  // A malformed ID is not looked up: the database refuses some characters, which would produce a
  // distinguishable answer.
  if (!isId("agt", agentId)) {
    await verifyCall(c, { ...call, keys: noKeys });
    throw invalidSignature(`no agent ${agentId}`);
  }
  return countFailures(c, agentId, (isOverLimit) => {
    const verify = (keys: VerificationKey[]) => verifyBy(c, { ...call, keys }, now, isOverLimit);
    return findSignedCaller(db, secret, { agentId, now, verify });
  });
}

/**
 * Authenticates a redemption: by the agent that the grant was issued to, or by a tool registered
 * for the grant's audience. A text that is no grant of ours counts as a failure, like a forged
 * signature. Only failing calls are limited: a tool whose clients send it forged grants still redeems
 * every real one.
 * @throws the errors of `verifyWebhook`, and `invalid_grant`.
 */
export async function authenticateRedeemer(c: HttpCall, jwt: string, rawBody: Uint8Array) {
  const grant = await countFailures(c, "", async () => readGrant(jwt));
  return countFailures(c, grant.claims.act.sub, (isOverLimit) =>
    verifyRedeemer(c, { grant, rawBody, isOverLimit }),
  );
}

/** The grant is verified first: only a caller with a real grant gets its signature verified. */
async function verifyRedeemer(
  c: HttpCall,
  { grant, rawBody, isOverLimit }: { grant: UnverifiedGrant; rawBody: Uint8Array; isOverLimit: boolean },
) {
  const { db, secret, config, clock } = runtime();
  const { act, aud: audience } = grant.claims;
  const now = clock();
  const parties = await findRedemptionParties(db, secret, {
    agentId: act.sub,
    audience,
    kid: grant.kid,
    now,
  });
  const claims = await grant.verify({
    ...{ x: parties.grantKey, held: openedKey(grant.kid) },
    origin: config.origin,
  });
  const { agent, tools } = parties;
  const keys = [...(agent?.keys ?? noKeys), ...tools];
  const { keyId } = await verifyBy(c, { rawBody, keys }, now, isOverLimit);
  if (!agent) throw invalidSignature(`no agent ${act.sub}`);
  const isTool = tools.some((tool) => tool.id === keyId);
  const redeemer = isTool
    ? ({ type: "tool", id: keyId } as const)
    : ({ type: "agent", id: agent.id } as const);
  return { kid: grant.kid, claims, agent, redeemer, keyId };
}

/**
 * Authenticates the report of an execution: by the agent that redeemed the grant. Where a tool
 * redeemed it, only by a tool of the same audience: the agent has no part in what ran.
 * @throws the errors of `verifyWebhook`.
 */
export async function authenticateReporter(
  c: HttpCall,
  { agentId, requestId }: { agentId: string; requestId: string },
  rawBody: Uint8Array,
) {
  const { db, secret } = runtime();
  const agent = isId("agt", agentId) ? await findAgentCaller(db, secret, agentId) : undefined;
  const isRequest = agent !== undefined && isId("req", requestId);
  const tools = isRequest ? await findReportingTools(db, secret, { agentId, requestId }) : noKeys;
  const isTool = tools.length > 0;
  const keys = isTool ? tools : (agent?.keys ?? noKeys);
  const { keyId } = await verifyCall(c, { callerId: agentId, rawBody, keys });
  if (!agent) throw invalidSignature(`no agent ${agentId}`);
  return isTool ? ({ type: "tool", id: keyId } as const) : ({ type: "agent", id: agent.id, keyId } as const);
}

const noKeys: VerificationKey[] = [];

interface Call {
  /** The agent that the call claims to be from or for. */
  callerId: string;
  rawBody: Uint8Array;
  keys: VerificationKey[];
}

/** An address with many failures no longer gets the reason why a key ended: finding the reason costs more. */
function verifyCall(c: HttpCall, call: Call): Promise<VerifiedWebhook> {
  const now = runtime().clock();
  return countFailures(c, call.callerId, (isOverLimit) => verifyBy(c, call, now, isOverLimit));
}

function verifyBy(
  c: HttpCall,
  { rawBody, keys }: Pick<Call, "rawBody" | "keys">,
  now: Date,
  isOverLimit: boolean,
): Promise<VerifiedWebhook> {
  return verifyWebhook(webhookHeaders(c), rawBody, keys, now, isOverLimit ? { endedKeys: 0 } : undefined);
}

function countFailures<T>(
  c: HttpCall,
  callerId: string,
  attempt: (isOverLimit: boolean) => Promise<T>,
): Promise<T> {
  const { db, clock } = runtime();
  const source = { address: clientAddress(c), callerId: isId("agt", callerId) ? callerId : "unknown" };
  return limitFailures(db, source, clock(), attempt);
}

/** The three headers of Standard Webhooks, as they came. */
export function webhookHeaders(c: HttpCall): WebhookHeaders {
  return {
    id: c.req.header("webhook-id"),
    timestamp: c.req.header("webhook-timestamp"),
    signature: c.req.header("webhook-signature"),
  };
}
