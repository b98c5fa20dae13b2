import type { IncomingHttpHeaders } from "node:http";

/**
 * The headers of a client that reach the upstream, besides the signed `content-type`. None of them
 * changes what a call does: they choose the form of the answer, make the call conditional or name
 * it. Every other header stays at the proxy, such as `authorization`, `cookie`,
 * `x-http-method-override` and `x-forwarded-for`.
 */
const forwardedHeaders = Object.freeze([
  "accept",
  "accept-encoding",
  "accept-language",
  "idempotency-key",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "traceparent",
  "tracestate",
  "user-agent",
]);

/** Headers of one connection (RFC 9110 section 7.6.1). */
export const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authentication-info",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** A cookie could be a session of the upstream's credential; `alt-svc` names a way around the proxy. */
const withheld = ["alt-svc", "set-cookie", "set-cookie2"];

/** The client's headers for the upstream. */
export function requestHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const named = connectionOptions(headers.connection);
  return Object.fromEntries(
    forwardedHeaders.flatMap((name) => {
      const value = headers[name];
      return value === undefined || named.includes(name) ? [] : [[name, String(value)]];
    }),
  );
}

/** The upstream's headers for the client. An address at `origin` becomes a path, back to the proxy. */
export function responseHeaders(
  raw: string[],
  { origin, status }: { origin: string; status: number },
): string[] {
  const pairs = raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ""] as const] : []));
  const named = pairs.flatMap(([name, value]) =>
    name.toLowerCase() === "connection" ? connectionOptions(value) : [],
  );
  const removed = new Set([...hopByHop, ...withheld, ...named]);
  // RFC 9110 section 8.6.
  if (status === 204) removed.add("content-length");
  return pairs.flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    if (removed.has(lower) || lower.startsWith("countersign-")) return [];
    return [name, lower === "location" ? withoutOrigin(value, origin) : value];
  });
}

/** The names in a `Connection` header. */
export function connectionOptions(value: string | undefined = ""): string[] {
  return value
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
}

function withoutOrigin(location: string, origin: string) {
  return location.startsWith(`${origin}/`) ? location.slice(origin.length) : location;
}

const longestWait = 300;

/** How long the client wants to wait (RFC 7240): `wait=30`, or `respond-async` for not at all. */
export function readPrefer(
  prefer: string | undefined,
  holdSeconds: number,
): { holdSeconds: number; applied?: string } {
  const preferences = (prefer ?? "")
    .toLowerCase()
    .split(",")
    .map((preference) => preference.trim());
  const [, seconds] =
    /^wait\s*=\s*"?(\d{1,6})"?$/.exec(preferences.find((one) => one.startsWith("wait")) ?? "") ?? [];
  if (seconds !== undefined) {
    const wait = Math.min(Number(seconds), Math.max(longestWait, holdSeconds));
    return { holdSeconds: wait, applied: `wait=${wait}` };
  }
  if (preferences.includes("respond-async")) return { holdSeconds: 0, applied: "respond-async" };
  return { holdSeconds };
}
