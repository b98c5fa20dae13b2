import type { IncomingMessage, ServerResponse } from "node:http";
import { runtime } from "#app/runtime/runtime";

const types: Readonly<Record<string, string>> = {
  cjs: "text/javascript; charset=utf-8",
  tgz: "application/gzip",
  whl: "application/octet-stream",
};

/**
 * Answers a call for a file of the clients, outside Hono, whose answers are copies: callers that don't
 * read would hold a file each. Here they share one.
 * @param patienceMilliseconds ends the answer to a caller that accepts no byte for so long.
 * @returns whether the call is answered.
 */
export function respondDownload(
  request: IncomingMessage,
  response: ServerResponse,
  patienceMilliseconds = 60_000,
): boolean {
  const { method, url = "", headers } = request;
  const asked = /^\/downloads\/([^/?]+)(?:\?|$)/.exec(url)?.[1];
  if (asked === undefined || (method !== "GET" && method !== "HEAD")) return false;
  // A name is looked up among those of the build. No path is made from it.
  const file = runtime().downloads.find(({ name }) => name === asked);
  if (!file) return false;
  const { name, content, sha256 } = file;
  const etag = `"${sha256}"`;
  response.setHeader("etag", etag);
  // Asked again each time: two commits between releases have one version, and other bytes.
  response.setHeader("cache-control", "public, no-cache");
  if (isKnown(etag, headers["if-none-match"])) {
    response.writeHead(304).end();
    return true;
  }
  response.setHeader("content-type", types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream");
  response.setHeader("content-disposition", `attachment; filename="${name}"`);
  response.setHeader("content-length", content.length);
  // Without a listener, Node closes the connection. Bytes that the caller accepts start the time again.
  response.setTimeout(patienceMilliseconds);
  response.end(content);
  return true;
}

/** Whether the caller has these bytes (RFC 9110, section 13.1.2). */
function isKnown(etag: string, header = ""): boolean {
  return header
    .split(",")
    .map((one) => one.trim().replace(/^W\//, ""))
    .includes(etag);
}
