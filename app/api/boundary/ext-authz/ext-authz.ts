import type { IncomingMessage } from "node:http";
import { type Context, Hono } from "hono";
import { decideForGateway, logUnexpected, readHold } from "#app/api/boundary/decide-for-gateway";
import { authenticateHeader, findCallerAt } from "#app/api/boundary/token-caller";
import { knownError } from "#app/api/edge/problem";
import { actionOfCheck } from "#lib/boundary/gateways/envoy-call";
import { CallError } from "#lib/boundary/mapping/call-error.mjs";
import { checkAddress, originalAddress, tokenHeader } from "./original-address.ts";

/** Envoy's external authorization over HTTP (docs/guides/gateways.md). */
export const extAuthz = new Hono();

extAuthz.all(checkAddress, async (c) => {
  try {
    return await answerCheck(c);
  } catch (error) {
    if (error instanceof CallError)
      return refused(c, {
        reason: "refused",
        message: `Countersign can't describe this call: ${error.message}.`,
      });
    logUnexpected(error);
    const { code, userMessage } = knownError(error);
    return refused(c, { reason: code, message: userMessage });
  }
});

async function answerCheck(c: Context): Promise<Response> {
  const caller = await authenticateHeader(c, c.req.header(tokenHeader), `${tokenHeader}: cst_... from Envoy`);
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  if (c.req.header("x-envoy-auth-partial-body") === "true")
    throw new CallError("/body", "is longer than what Envoy sends");
  const action = actionOfCheck({
    method: c.req.method,
    host: c.req.header("host") ?? "",
    address: originalAddress(incoming),
    contentType: c.req.header("content-type"),
    body: await readBody(incoming),
  });
  const decided = await decideForGateway(c, {
    ...{ edge: "envoy", agentId: caller.agent.id, action, holdSeconds: readHold(c) },
    authenticate: () => findCallerAt("envoy", caller),
  });
  if (decided.isAllowed) return c.json({ allowed: true, request: decided.requestId }, 200, noStore);
  const { why, message, request } = decided;
  return refused(c, { reason: why, message, request: request?.id, approval_url: request?.approval_url });
}

const noStore = { "cache-control": "no-store" };

/**
 * Always 403: Envoy takes a 5xx for a failure of this server, and lets the call through if
 * `failure_mode_allow` is set.
 */
function refused(
  c: Context,
  body: { reason: string; message: string; request?: string | undefined; approval_url?: string | undefined },
): Response {
  return c.json({ allowed: false, ...body }, 403, noStore);
}

const mostBytes = 64 * 1024;

/** The body of any method. A `Request` of the Fetch standard has none for GET. */
async function readBody(incoming: IncomingMessage | undefined): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming ?? []) {
    size += (chunk as Buffer).byteLength;
    if (size > mostBytes) throw new CallError("/body", `is larger than ${mostBytes / 1024} KiB`);
    chunks.push(chunk as Buffer);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
