import type { Context } from "hono";
import { clientAddress } from "#app/api/edge/client-address";
import { runtime } from "#app/runtime/runtime";
import { verifyToolHive } from "#lib/boundary/gateways/toolhive-signature";
import { type AgentCaller, findAgentCaller } from "#lib/callers/find-caller";
import { invalidSignature } from "#lib/crypto/verify-webhook";
import { refuseUnusable } from "#lib/crypto/webhook-key";
import { isId } from "#lib/kernel/ids";
import { limitFailures } from "#lib/limits/limit-failures";

/** The agent whose HMAC secret signed a webhook, and the secret. */
export interface Signer {
  agentId: string;
  keyId: string;
}

/** A webhook's signer, over its raw bytes. An unknown agent and a wrong signature get the same answer. */
export async function authenticateToolHive(
  c: Context,
  agentId: string,
  payload: Uint8Array,
): Promise<Signer> {
  const { db, secret, clock } = runtime();
  const isAgent = isId("agt", agentId);
  const agent = isAgent ? await findAgentCaller(db, secret, agentId) : undefined;
  const headers = {
    signature: c.req.header("x-toolhive-signature"),
    timestamp: c.req.header("x-toolhive-timestamp"),
  };
  const now = clock();
  const source = { address: clientAddress(c), callerId: isAgent ? agentId : "unknown" };
  const keyId = await limitFailures(db, source, now, async () =>
    verifyToolHive(headers, payload, agent?.keys ?? [], now),
  );
  return { agentId, keyId };
}

/** Finds a signer's agent again, as long as its secret is neither revoked nor expired. */
export async function findSameSigner({
  agentId,
  keyId,
}: Signer): Promise<{ agent: AgentCaller; keyId: string }> {
  const { db, secret, clock } = runtime();
  const agent = await findAgentCaller(db, secret, agentId);
  const key = agent?.keys.find(({ id }) => id === keyId);
  if (!agent || !key) throw invalidSignature(`no agent ${agentId} with key ${keyId}`);
  refuseUnusable(key, clock());
  return { agent, keyId };
}
