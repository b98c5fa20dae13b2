// @ts-check
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from "@modelcontextprotocol/server";
import { hasHash } from "../../token-hash.mjs";
import { errorResponse } from "../call/message.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {{id: string, countersign: any}} Agent */

/** The longest body of a request, in bytes. */
const longestBody = 4 * 1024 * 1024;

/**
 * Listens for MCP clients. Refuses requests that a web page sends, by their Host and Origin
 * (DNS rebinding), and clients without the token of an agent.
 * @param {{host: string, port: number, clients: {tokenHash?: Buffer, agent: Agent}[], gateway:
 * import("./http-gateway.mjs").HttpGateway, err: (text: string) => void}} options without
 * `tokenHash`, each client is that agent
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function listen({ host, port, clients, gateway, err }) {
  const server = createServer((incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.on("close", () => gone.abort());
    answer(incoming, { host, clients, gateway, signal: gone.signal })
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
    server.listen(port, host, () => resolve(undefined));
  });
  const { port: bound } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}/mcp`, close };
}

/**
 * @param {IncomingMessage} incoming
 * @param {{host: string, clients: {tokenHash?: Buffer, agent: Agent}[], gateway:
 * import("./http-gateway.mjs").HttpGateway, signal: AbortSignal}} options
 * @returns {Promise<Response>}
 */
async function answer(incoming, { host, clients, gateway, signal }) {
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
  return gateway.handle({ method, headers, body, signal }, agent);
}

/** @param {string | undefined} authorization @param {Buffer} tokenHash */
function hasToken(authorization, tokenHash) {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  return token !== undefined && hasHash(token, tokenHash);
}

/** @param {IncomingMessage} incoming @returns {Promise<string | undefined>} undefined: too long */
async function readBody(incoming) {
  const chunks = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > longestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** @param {number} status @param {string} text */
function refused(status, text) {
  const challenge = new Headers(status === 401 ? { "www-authenticate": "Bearer" } : {});
  return Response.json(errorResponse({}, -32000, text), { status, headers: challenge });
}

/** @param {Response} response @param {import("node:http").ServerResponse} outgoing */
async function send(response, outgoing) {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  if (!response.body) return outgoing.end();
  await pipeline(Readable.fromWeb(/** @type {any} */ (response.body)), outgoing);
}
