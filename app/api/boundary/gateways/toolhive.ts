import { type Context, Hono } from "hono";
import { decideForGateway, logUnexpected } from "#app/api/boundary/decide-for-gateway";
import { readBytes } from "#app/api/edge/body";
import { clientAddress } from "#app/api/edge/client-address";
import { knownError, statusOf } from "#app/runtime/problem";
import { runtime } from "#app/runtime/runtime";
import { answerOnce } from "#lib/boundary/gateways/answer-once";
import { type ToolHiveRequest, toolCallOf, toolHiveSchema } from "#lib/boundary/gateways/toolhive-call";
import { verifyToolHive } from "#lib/boundary/gateways/toolhive-signature";
import { actionOf } from "#lib/boundary/mapping/engine/action-of";
import { CallError } from "#lib/boundary/mapping/engine/call-error";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { type AgentCaller, findAgentCaller } from "#lib/callers/find-caller";
import { invalidSignature } from "#lib/crypto/verify-webhook";
import { refuseUnusable } from "#lib/crypto/webhook-key";
import { parseAsk } from "#lib/json/parse";
import { CountersignError } from "#lib/kernel/errors";
import { isId } from "#lib/kernel/ids";
import { limitFailures } from "#lib/limits/limit-failures";

/** The agent whose HMAC secret signed a webhook, and the secret. */
interface Signer {
  agentId: string;
  keyId: string;
}

/** The validating webhook of ToolHive (docs/guides/gateways.md). */
export const toolhive = new Hono();

/** ToolHive gives up after 10 seconds: the grant of a call that is allowed later would be lost. */
const mostHoldSeconds = 8;

/** ToolHive has no rules: each tool has an action type of its kind. */
const unmapped = readMapping({ version: 1 });

/** ToolHive's answer. Without `allowed: true` the call doesn't run. */
interface Answer {
  version: string;
  uid: string;
  allowed: boolean;
  code?: number;
  message?: string;
  reason?: string;
  details?: Record<string, string>;
}

/** Always 200 and this JSON: under the policy `ignore`, ToolHive runs the call after any other answer. */
toolhive.post("/hooks/toolhive/:agent", async (c) => {
  c.header("cache-control", "no-store");
  let request: ToolHiveRequest | undefined;
  try {
    const payload = await readBytes(c);
    const signer = await authenticateToolHive(c, c.req.param("agent"), payload);
    request = readRequest(payload);
    return c.json(await answerTo(c, request, { signer, payload }));
  } catch (error) {
    return c.json(refusalAfter(c, error, request));
  }
});

function readRequest(payload: Uint8Array): ToolHiveRequest {
  const request = toolHiveSchema.safeParse(parseAsk(payload));
  if (request.success) return request.data;
  throw new CountersignError("invalid_body", "not a webhook of ToolHive", {
    userMessage: "The body isn't a webhook of ToolHive of version v0.1.0.",
  });
}

async function answerTo(
  c: Context,
  request: ToolHiveRequest,
  { signer, payload }: { signer: Signer; payload: Uint8Array },
): Promise<Answer> {
  const toolCall = toolCallOf(request);
  const { version, uid } = request;
  if (!toolCall) return { version, uid, allowed: true };
  const { action } = actionOf(unmapped, toolCall);
  const { db, clock, config } = runtime();
  const { agentId } = signer;
  const holdSeconds = Math.min(mostHoldSeconds, config.hookHoldSeconds);
  const call = { edge: "toolhive", agentId } as const;
  return answerOnce(db, { ...call, payload, now: clock() }, async () => {
    const decided = await decideForGateway(c, {
      ...{ ...call, action, holdSeconds, reason: reasonOf(request) },
      authenticate: () => findSameSigner(signer),
    });
    if (decided.isAllowed) return { version, uid, allowed: true, details: { request: decided.requestId } };
    const { why, message, request: asked } = decided;
    const details = asked && { request: asked.id, approval_url: asked.approval_url };
    return { version, uid, allowed: false, code: 403, message, reason: why, ...(details && { details }) };
  });
}

/** Finds a signer's agent again, as long as its secret is neither revoked nor expired. */
async function findSameSigner({ agentId, keyId }: Signer): Promise<{ agent: AgentCaller; keyId: string }> {
  const { db, secret, clock } = runtime();
  const agent = await findAgentCaller(db, secret, agentId);
  const key = agent?.keys.find(({ id }) => id === keyId);
  if (!agent || !key) throw invalidSignature(`no agent ${agentId} with key ${keyId}`);
  refuseUnusable(key, clock());
  return { agent, keyId };
}

/** ToolHive verified who called it. */
function reasonOf({ principal }: ToolHiveRequest): string | undefined {
  const caller = principal?.sub
    ?.replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, 200)
    .toWellFormed();
  return caller ? `Called through ToolHive by ${caller}` : undefined;
}

function refusalAfter(c: Context, error: unknown, request: ToolHiveRequest | undefined): Answer {
  const { version = "v0.1.0", uid = "" } = request ?? {};
  if (error instanceof CallError) {
    const message = `Countersign can't describe this call: ${error.message}. The call didn't run.`;
    return { version, uid, allowed: false, code: 400, message, reason: "refused" };
  }
  logUnexpected(c, error);
  const { code: reason, userMessage } = knownError(error);
  return { version, uid, allowed: false, code: statusOf[reason], message: userMessage, reason };
}

/** A webhook's signer, over its raw bytes. An unknown agent and a wrong signature get the same answer. */
async function authenticateToolHive(c: Context, agentId: string, payload: Uint8Array): Promise<Signer> {
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
