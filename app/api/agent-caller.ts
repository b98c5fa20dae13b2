import type { Context } from "hono";
import { runtime } from "#app/runtime";
import { type AgentCaller, findAgentCaller, findToolKeys } from "#lib/callers/find-caller";
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
  const agent = await findAgentCaller(db, secret, agentId);
  const verified = verifyWebhook(webhookHeaders(c), rawBody, agent?.keys ?? noKeys, clock());
  if (!agent) throw invalidSignature(`no agent ${agentId}`);
  return { agent, ...verified };
}

/** Authenticates a redemption: by the agent the grant was issued to, or by a tool registered for the grant's audience. */
export async function authenticateRedeemer(
  c: Context,
  { agentId, audience }: { agentId: string; audience: string },
  rawBody: Uint8Array,
): Promise<{ agent: AgentCaller; redeemer: { type: "agent" | "tool"; id: string } }> {
  const { db, secret, clock } = runtime();
  const [agent, tools] = await Promise.all([
    findAgentCaller(db, secret, agentId),
    findToolKeys(db, secret, audience),
  ]);
  const { keyId } = verifyWebhook(
    webhookHeaders(c),
    rawBody,
    [...(agent?.keys ?? noKeys), ...tools],
    clock(),
  );
  if (!agent) throw invalidSignature(`no agent ${agentId}`);
  const isTool = tools.some((tool) => tool.id === keyId);
  return { agent, redeemer: isTool ? { type: "tool", id: keyId } : { type: "agent", id: agent.id } };
}

const noKeys: VerificationKey[] = [];

function webhookHeaders(c: Context): WebhookHeaders {
  return {
    id: c.req.header("webhook-id"),
    timestamp: c.req.header("webhook-timestamp"),
    signature: c.req.header("webhook-signature"),
  };
}
