import type { Context } from "hono";
import { runtime } from "#app/runtime";
import { type AgentCaller, findAgentCaller, findRedemptionParties } from "#lib/callers/find-caller";
import type { UnverifiedGrant } from "#lib/grants/read";
import { isId } from "#lib/ids";
import {
  invalidSignature,
  type VerificationKey,
  verifyWebhook,
  type WebhookHeaders,
} from "#lib/webhooks/verify";

/** A signed call: who made it, and under which webhook-id. */
export interface SignedCall {
  agent: AgentCaller;
  keyId: string;
  webhookId: string;
}

/**
 * Authenticates a call by an agent over the raw bytes of its body. An unknown agent and a bad signature get the same answer.
 * @throws what `verifyWebhook` throws.
 */
export async function authenticateAgent(
  c: Context,
  agentId: string,
  rawBody: Uint8Array,
): Promise<SignedCall> {
  const { db, secret, clock } = runtime();
  // What cannot be an id is not looked for: the database would choke on some of it, and that would be another answer.
  const agent = isId("agt", agentId) ? await findAgentCaller(db, secret, agentId) : undefined;
  const verified = await verifyWebhook(webhookHeaders(c), rawBody, agent?.keys ?? noKeys, clock());
  if (!agent) throw invalidSignature(`no agent ${agentId}`);
  return { agent, ...verified };
}

/**
 * Authenticates a redemption: by the agent the grant was issued to, or by a tool registered for the grant's audience. The grant is
 * verified first, so that only who holds a real one gets as far as having a signature looked at.
 * @throws what `verifyWebhook` throws, and `invalid_grant`.
 */
export async function authenticateRedeemer(c: Context, grant: UnverifiedGrant, rawBody: Uint8Array) {
  const { db, secret, config, clock } = runtime();
  const { act, aud: audience } = grant.claims;
  const now = clock();
  const parties = await findRedemptionParties(db, secret, {
    agentId: act.sub,
    audience,
    kid: grant.kid,
    now,
  });
  const claims = await grant.verify({ x: parties.grantKey, origin: config.origin });
  const { agent, tools } = parties;
  const { keyId } = await verifyWebhook(
    webhookHeaders(c),
    rawBody,
    [...(agent?.keys ?? noKeys), ...tools],
    now,
  );
  if (!agent) throw invalidSignature(`no agent ${act.sub}`);
  const isTool = tools.some((tool) => tool.id === keyId);
  const redeemer = isTool
    ? ({ type: "tool", id: keyId } as const)
    : ({ type: "agent", id: agent.id } as const);
  return { claims, agent, redeemer };
}

const noKeys: VerificationKey[] = [];

/** The three headers of Standard Webhooks, as they came. */
export function webhookHeaders(c: Context): WebhookHeaders {
  return {
    id: c.req.header("webhook-id"),
    timestamp: c.req.header("webhook-timestamp"),
    signature: c.req.header("webhook-signature"),
  };
}
