import type { IncomingHttpHeaders, IncomingMessage as Request } from "node:http";
import { type Head, httpMethods, readHead as readCallHead } from "#lib/boundary/mapping/engine/http-call";
import { hasHash } from "../token-hash.ts";
import { connectionOptions } from "./headers.ts";
import { ProxyRefusal } from "./proxy-refusal.ts";

const bodiless = ["GET", "HEAD"];
/** A connection option would remove these after the signature. */
const endToEnd = ["accept", "content-encoding", "content-length", "content-type", "host"];

/**
 * Checks the head of a request, before its body is read. Node's strict parser has already refused
 * malformed requests, and requests with both `Content-Length` and `Transfer-Encoding`.
 * @throws {ProxyRefusal | CallError}
 */
export function readHead(
  request: Request,
  { mostBytes, upstream }: { mostBytes: number; upstream: URL },
): Head {
  const { method = "", headers, rawHeaders } = request;
  requireHttp11(request);
  if (!httpMethods.includes(method))
    throw new ProxyRefusal(501, "method", "The proxy doesn't forward this method.");
  if (headers.upgrade !== undefined)
    throw new ProxyRefusal(501, "upgrade", "The proxy doesn't forward a change of protocol.");
  if (connectionOptions(headers.connection).some((name) => endToEnd.includes(name)))
    throw new ProxyRefusal(
      400,
      "connection",
      "The Connection header names a header that is part of the call.",
    );
  requireBrowserless(headers);
  requireFraming(request, mostBytes);
  const target = originForm(request.url ?? "", headers.host ?? "");
  return readCallHead({ method, host: upstream.host, target, rawHeaders });
}

function requireHttp11({ httpVersion, headers }: Request) {
  if (httpVersion !== "1.1") throw new ProxyRefusal(505, "http_version", "The proxy speaks HTTP/1.1 only.");
  if (!headers.host) throw new ProxyRefusal(400, "host", "The request has no Host header.");
}

/** Browsers name a page that sends calls to this machine in these headers. */
function requireBrowserless(headers: IncomingHttpHeaders) {
  if (headers.origin !== undefined || headers["sec-fetch-site"] !== undefined)
    throw new ProxyRefusal(403, "browser", "The proxy takes no calls from web pages.");
}

function requireFraming({ method = "", headers }: Request, mostBytes: number) {
  const { "transfer-encoding": coding, "content-length": length } = headers;
  if (coding !== undefined && (length !== undefined || coding.toLowerCase() !== "chunked"))
    throw new ProxyRefusal(400, "framing", "The end of the body isn't clear.");
  if (bodiless.includes(method) && (coding !== undefined || Number(length ?? 0) > 0))
    throw new ProxyRefusal(400, "body", `A ${method} request can't have a body.`);
  if (Number(length ?? 0) > mostBytes) throw tooLarge(mostBytes);
}

export function tooLarge(mostBytes: number) {
  return new ProxyRefusal(413, "body_too_large", `The body is larger than ${mostBytes} bytes.`);
}

/**
 * The target of a request in origin form. An address (RFC 9112 section 3.2.2) is accepted only if
 * it's that of the request's own `Host`: the proxy forwards to its upstream and nowhere else.
 * @throws {ProxyRefusal}
 */
function originForm(text: string, host: string): string {
  if (text.startsWith("/")) return text;
  const [, authority, rest] = /^http:\/\/([^/?#]+)(\/.*)$/i.exec(text) ?? [];
  if (rest !== undefined && authority?.toLowerCase() === host.toLowerCase()) return rest;
  const message = "The target of the request must be a path. The proxy forwards to its upstream only.";
  throw new ProxyRefusal(400, "invalid_target", message);
}

/**
 * Refuses clients that may not use the proxy. On the loopback interface a `Host` of this machine is
 * required: a web page whose name was rebound to 127.0.0.1 sends its own name.
 * @param settings `clientToken`: its hash
 * @throws {ProxyRefusal}
 */
export function requireAdmission(
  { headers }: Request,
  { isLoopback, clientToken }: { isLoopback: boolean; clientToken?: Buffer },
) {
  if (isLoopback && !isLoopbackName(headers.host ?? ""))
    throw new ProxyRefusal(421, "host", "The Host of the request isn't an address of this machine.");
  if (!clientToken) return;
  const token = headers["x-countersign-token"] ?? bearerOf(headers["proxy-authorization"]);
  if (typeof token === "string" && hasHash(token, clientToken)) return;
  const message = "Send the proxy's token in Proxy-Authorization or x-countersign-token.";
  throw new ProxyRefusal(407, "client_token", message, { "proxy-authenticate": "Bearer" });
}

function isLoopbackName(host: string) {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host);
}

function bearerOf(header: string | undefined = "") {
  return /^bearer +(\S+)$/i.exec(header)?.[1];
}
