import type { IncomingMessage, ServerResponse } from "node:http";
import { maximumBodyBytes } from "#app/api/edge/body";
import type { HttpCall } from "#app/api/edge/http-call";
import { logFailure } from "#app/api/edge/log-failure";
import { callIdOf } from "#app/runtime/call-id";
import { problemOf } from "#app/runtime/problem";
import { hasUnstorable } from "#app/runtime/unstorable-input";
import { answerRedemption } from "./grants.ts";
import { type Answer, answerAsk } from "./requests.ts";
import { answerWait } from "./waits/waits.ts";

type Handler = (call: HttpCall, rawBody: Uint8Array) => Promise<Answer>;

const plainAsk = /^\/api\/v1\/agents\/(\w+)\/requests$/;
const plainWait = /^\/api\/v1\/requests\/(\w+)(?:\?wait=(\d{1,2}))?$/;
const plainRedemption = "/api/v1/grants/redemptions";
const plainHost = /^[a-z0-9._-]+(?::\d{1,5})?$/;

const noBody = new Uint8Array();

/**
 * Answers an ask, a redemption or a wait without Hono, if the call is spelled as agents spell it: a
 * known length within the limit, this media type, no escapes. Hono's router and its copies of request and
 * response cost more than the policy. Any other spelling gets the same handler through Hono. A test
 * expects the same head both ways, and the same fields in the body (app/process/hot-answers.test.ts).
 * @param headers every header that does not depend on the answer.
 * @returns whether the call is answered here.
 */
export function answerPlainly(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
): boolean {
  const handle = handlerOf(request);
  if (!handle) return false;
  respond(request, response, { headers, handle }).catch(() => response.destroy());
  return true;
}

function handlerOf(request: IncomingMessage): Handler | undefined {
  const { method, url = "" } = request;
  if (!isPlain(request)) return undefined;
  if (method === "GET") return waitOf(request);
  if (method !== "POST" || !hasPlainBody(request)) return undefined;
  if (url === plainRedemption) return answerRedemption;
  const agentId = plainAsk.exec(url)?.[1];
  return agentId === undefined ? undefined : (call, rawBody) => answerAsk(call, agentId, rawBody);
}

function waitOf({ url = "", headers }: IncomingMessage): Handler | undefined {
  const [, id, wait] = plainWait.exec(url) ?? [];
  if (id === undefined || headers.accept?.includes("text/event-stream")) return undefined;
  const hasBody = (headers["content-length"] ?? "0") !== "0" || headers["transfer-encoding"] !== undefined;
  if (hasBody) return undefined;
  return (call) => answerWait(call, id, wait);
}

function isPlain({ headers }: IncomingMessage): boolean {
  return plainHost.test(headers.host ?? "") && !hasUnstorable("", [headers.cookie]);
}

function hasPlainBody({ headers, rawHeaders }: IncomingMessage): boolean {
  const length = Number(headers["content-length"] ?? Number.NaN);
  return (
    length > 0 &&
    length <= maximumBodyBytes &&
    headers["content-type"] === "application/json" &&
    rawHeaders.filter((name) => name.toLowerCase() === "content-type").length === 1
  );
}

interface Plan {
  headers: Record<string, string>;
  handle: Handler;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { headers, handle }: Plan,
): Promise<void> {
  const rawBody = request.method === "GET" ? noBody : await readBody(request);
  const call = callOf(request, response);
  const answer = await answered(request, call, () => handle(call, rawBody));
  response
    .writeHead(answer.status, {
      ...headers,
      ...answer.headers,
      "content-length": Buffer.byteLength(answer.body),
    })
    .end(answer.body);
}

async function answered(
  { method = "", url = "" }: IncomingMessage,
  call: HttpCall,
  handle: () => Promise<Answer>,
) {
  try {
    const { status, body, headers } = await handle();
    const all = { "cache-control": "no-store", ...headers, "content-type": "application/json" };
    return { status, headers: all, body: JSON.stringify(body) };
  } catch (error) {
    logFailure(error, call, { method, path: url });
    return problemOf(error, callIdOf(call));
  }
}

function callOf(incoming: IncomingMessage, outgoing: ServerResponse): HttpCall {
  const header = (name: string) => {
    const value = incoming.headers[name];
    return typeof value === "string" ? value : undefined;
  };
  return { req: { header }, env: { incoming, outgoing } };
}

/** @throws when the client leaves before the end of the body. */
function readBody(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    request.once("error", reject);
    // Every call closes. An error is only made for one that was not read to its end: making one takes as
    // long as a signature.
    request.once("close", () => {
      if (!request.readableEnded) reject(new Error("the client left"));
    });
  });
}
