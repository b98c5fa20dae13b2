import type { IncomingMessage } from "node:http";
import { type Context, Hono } from "hono";
import { decideForGateway, logUnexpected, readHold } from "#app/api/boundary/decide-for-gateway";
import { authenticateHeader, findCallerAt } from "#app/api/boundary/token-caller";
import { knownError } from "#app/runtime/problem";
import { actionOfCheck, readForwardAuth } from "#lib/boundary/gateways/http-check";
import { CallError } from "#lib/boundary/mapping/engine/call-error";
import type { ReceivedHead } from "#lib/boundary/mapping/engine/http-call";
import { checkAddress, forwardAuthAddress, originalAddress, tokenHeader } from "./original-address.ts";

/** Envoy's external authorization; forward auth of nginx, Caddy and Traefik (docs/guides/gateways.md). */
export const extAuthz = new Hono();

extAuthz.all(checkAddress, (c) => answer(c, readEnvoyCheck));
extAuthz.all(forwardAuthAddress, (c) => answer(c, readForwardAuthCheck));

interface Check {
  token: string | undefined;
  read: () => ReceivedHead;
  /** False where clients could add the header that marks a check of a person. */
  isMarkable: boolean;
}

/**
 * Envoy sends the call itself, after its own prefix. The header with the token also names the host
 * that Envoy was set up for: the `Host` of a call is the client's own, and forward auth that asks
 * here about itself has no such header.
 */
function readEnvoyCheck(incoming: IncomingMessage): Check {
  const { method = "", headers, rawHeaders } = incoming;
  const { host = "" } = headers;
  const [token, expectedHost, ...others] = (tokenHeaderOf(incoming) ?? "").split(" ");
  const read = () => {
    if (!expectedHost || others.length > 0)
      throw new CallError(
        "/headers",
        `must have ${tokenHeader} with the token and the host. Forward auth asks at ${forwardAuthAddress}`,
      );
    if (host.toLowerCase() !== expectedHost.toLowerCase())
      throw new CallError("/host", "isn't the host in Envoy's settings");
    return { method, host, target: originalAddress(incoming), rawHeaders };
  };
  return { token, read, isMarkable: true };
}

/** nginx, Caddy and Traefik pass on every header of the client. */
function readForwardAuthCheck(incoming: IncomingMessage): Check {
  return {
    token: tokenHeaderOf(incoming),
    read: () => readForwardAuth(incoming.rawHeaders),
    isMarkable: false,
  };
}

/** Node joins repeated headers, so that two tokens are none. */
function tokenHeaderOf({ headers }: IncomingMessage): string | undefined {
  return headers[tokenHeader]?.toString();
}

type ReadCheck = (incoming: IncomingMessage) => Check;

async function answer(c: Context, readCheck: ReadCheck): Promise<Response> {
  try {
    return await answerCheck(c, readCheck);
  } catch (error) {
    if (error instanceof CallError)
      return refused(c, {
        reason: "refused",
        message: `Countersign can't describe this call: ${error.message}.`,
      });
    logUnexpected(c, error);
    const { code, userMessage } = knownError(error);
    return refused(c, { reason: code, message: userMessage });
  }
}

async function answerCheck(c: Context, readCheck: ReadCheck): Promise<Response> {
  const { incoming } = c.env as { incoming: IncomingMessage };
  const { token, read, isMarkable } = readCheck(incoming);
  const call = await authenticateHeader(c, token, `${tokenHeader}: cst_... from the gateway`);
  const caller = { ...call, isCheck: isMarkable && call.isCheck };
  const action = actionOfCheck(read(), await readBody(incoming));
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
 * `failure_mode_allow` is set. nginx passes on no body, so that the address of the approval is in a
 * header as well.
 */
function refused(
  c: Context,
  body: { reason: string; message: string; request?: string | undefined; approval_url?: string | undefined },
): Response {
  const approval = body.approval_url !== undefined && { "countersign-approval-url": body.approval_url };
  return c.json({ allowed: false, ...body }, 403, { ...noStore, ...approval });
}

const mostBytes = 64 * 1024;

/** The body of any method. A `Request` of the Fetch standard has none for GET. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).byteLength;
    if (size > mostBytes) throw new CallError("/body", `is larger than ${mostBytes / 1024} KiB`);
    chunks.push(chunk as Buffer);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
