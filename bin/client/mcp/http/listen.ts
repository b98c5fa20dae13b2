import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from "@modelcontextprotocol/server";
import type { Untyped } from "#client/json/untyped";
import { hasHash } from "../../token-hash.ts";
import { errorResponse } from "../call/message.ts";
import { isEventStream } from "./event-stream.ts";
import type { HttpGateway } from "./http-gateway.ts";

interface Served {
  host: string;
  clients: { tokenHash?: Buffer; agent: { id: string; countersign: Untyped } }[];
  gateway: HttpGateway;
}

/** The longest body of a request, in bytes. */
const longestBody = 4 * 1024 * 1024;
/** Connections that may wait while the process is busy. */
const backlog = 4096;

/**
 * Listens for MCP clients. Refuses requests that a web page sends, by their Host and Origin
 * (DNS rebinding), and clients without the token of an agent.
 * @param options without `tokenHash`, each client is that agent
 */
export async function listen(
  options: Served & { port: number; err: (text: string) => void },
): Promise<{ url: string; close: () => Promise<void> }> {
  const { host, port, err } = options;
  const server = createServer((incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.on("close", () => gone.abort());
    answer(incoming, options, gone)
      .then((response) => send(response, outgoing))
      .catch((error) => {
        if (!outgoing.destroyed) err(`${error?.message}\n`);
        outgoing.destroy();
      });
  });
  // A call may be held for longer than Node's own limits.
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog }, () => resolve(undefined));
  });
  const { port: bound } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}/mcp`, close };
}

async function answer(
  incoming: IncomingMessage,
  { host, clients, gateway }: Served,
  gone: AbortController,
): Promise<Response> {
  const { method = "", headers: given } = incoming;
  const isHost = validateHostHeader(given.host, [...localhostAllowedHostnames(), host]);
  const isOrigin = validateOriginHeader(given.origin, localhostAllowedOrigins());
  if (!isHost.ok || !isOrigin.ok) return refused(403, "This host or origin isn't allowed.");
  if (new URL(incoming.url ?? "", "http://localhost").pathname !== "/mcp")
    return refused(404, "The endpoint is /mcp.");
  const agent = clients.find(
    ({ tokenHash }) => !tokenHash || hasToken(given.authorization, tokenHash),
  )?.agent;
  if (!agent) return refused(401, "A token of this gateway is missing or wrong.");
  if (!["GET", "POST", "DELETE"].includes(method)) return refused(405, "Method not allowed.");
  if (method === "POST" && !/^application\/json\b/i.test(given["content-type"] ?? ""))
    return refused(415, "The content type is application/json.");
  const body = await readBody(incoming);
  if (body === undefined) return refused(413, `A message has at most ${longestBody} bytes.`);
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) if (typeof value === "string") headers.set(name, value);
  return gateway.handle({ method, headers, body, gone }, agent);
}

function hasToken(authorization: string | undefined, tokenHash: Buffer) {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  return token !== undefined && hasHash(token, tokenHash);
}

/** @returns undefined: too long */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > longestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function refused(status: number, text: string) {
  const challenge = new Headers(status === 401 ? { "www-authenticate": "Bearer" } : {});
  return Response.json(errorResponse({}, -32000, text), { status, headers: challenge });
}

async function send(response: Response, outgoing: ServerResponse) {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) return outgoing.end();
  if (!isEventStream(response.headers)) return sendBody(response.body, outgoing);
  outgoing.flushHeaders();
  await pipeline(Readable.fromWeb(response.body as Untyped), outgoing);
}

/** A body of one piece leaves in one packet with the headers. A stream of Node's around it takes longer. */
async function sendBody(body: ReadableStream<Uint8Array>, outgoing: ServerResponse) {
  const reader = body.getReader();
  const closed = new Promise((resolve) => outgoing.once("close", resolve));
  void closed.then(() => reader.cancel().catch(() => {}));
  const first = await reader.read();
  let next = await reader.read();
  if (next.done) return void outgoing.end(first.value);
  outgoing.write(first.value ?? "");
  for (; !next.done && !outgoing.destroyed; next = await reader.read())
    if (!outgoing.write(next.value))
      await Promise.race([new Promise((resolve) => outgoing.once("drain", resolve)), closed]);
  outgoing.end();
}
