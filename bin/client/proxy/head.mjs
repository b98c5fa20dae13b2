// @ts-check
import { connectionOptions } from "./headers.mjs";
import { Refusal } from "./refusal.mjs";
import { readTarget } from "./target.mjs";

/** @typedef {import("node:http").IncomingMessage} Request */
/** @typedef {import("./target.mjs").Target & {method: string, contentType?: string}} Head */

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const bodiless = ["GET", "HEAD"];
/** Headers whose repetition two servers could read differently. */
const once = [
  "content-encoding",
  "content-length",
  "content-type",
  "expect",
  "host",
  "prefer",
  "proxy-authorization",
  "transfer-encoding",
  "x-countersign-token",
];
/** A connection option would remove these on the way, after the call was signed. */
const endToEnd = ["content-encoding", "content-length", "content-type", "host"];

/**
 * Checks the head of a request, before its body is read. Node's strict parser has already refused
 * malformed requests, and requests with both `Content-Length` and `Transfer-Encoding`.
 * @param {Request} request
 * @param {number} mostBytes
 * @returns {Head}
 * @throws {Refusal}
 */
export function readHead(request, mostBytes) {
  const { method = "", headers } = request;
  requireHttp11(request);
  requireOnce(request.rawHeaders);
  if (!methods.includes(method)) throw new Refusal(501, "method", "The proxy doesn't forward this method.");
  if (headers.upgrade !== undefined)
    throw new Refusal(501, "upgrade", "The proxy doesn't forward a change of protocol.");
  if (connectionOptions(headers.connection).some((name) => endToEnd.includes(name)))
    throw new Refusal(400, "connection", "The Connection header names a header that is part of the call.");
  requireBrowserless(headers);
  requireFraming(request, mostBytes);
  return {
    method,
    ...readTarget(request.url ?? "", headers.host ?? ""),
    contentType: contentTypeOf(headers),
  };
}

/** @param {Request} request */
function requireHttp11({ httpVersion, headers }) {
  if (httpVersion !== "1.1") throw new Refusal(505, "http_version", "The proxy speaks HTTP/1.1 only.");
  if (!headers.host) throw new Refusal(400, "host", "The request has no Host header.");
}

/** @param {string[]} raw */
function requireOnce(raw) {
  const seen = new Set();
  for (const name of raw.filter((_, at) => at % 2 === 0).map((one) => one.toLowerCase())) {
    if (once.includes(name) && seen.has(name))
      throw new Refusal(400, "repeated_header", `The request has more than one header ${name}.`);
    seen.add(name);
  }
  // A value that continues on a second line (RFC 9112 section 5.2).
  if (raw.some((text) => /[\r\n]/.test(text)))
    throw new Refusal(400, "header_lines", "A header continues on a second line.");
}

/**
 * A web page can send calls to this machine. Browsers name the page in these headers.
 * @param {import("node:http").IncomingHttpHeaders} headers
 */
function requireBrowserless(headers) {
  if (headers.origin !== undefined || headers["sec-fetch-site"] !== undefined)
    throw new Refusal(403, "browser", "The proxy takes no calls from web pages.");
}

/** @param {Request} request @param {number} mostBytes */
function requireFraming({ method = "", headers }, mostBytes) {
  const { "transfer-encoding": coding, "content-length": length, "content-encoding": encoding } = headers;
  if (coding !== undefined && (length !== undefined || coding.toLowerCase() !== "chunked"))
    throw new Refusal(400, "framing", "The end of the body isn't clear.");
  if (encoding !== undefined && encoding.toLowerCase() !== "identity")
    throw new Refusal(415, "content_encoding", "The proxy doesn't forward encoded bodies.");
  if (bodiless.includes(method) && (coding !== undefined || Number(length ?? 0) > 0))
    throw new Refusal(400, "body", `A ${method} request can't have a body.`);
  if (Number(length ?? 0) > mostBytes) throw tooLarge(mostBytes);
}

/** @param {number} mostBytes */
export function tooLarge(mostBytes) {
  return new Refusal(413, "body_too_large", `The body is larger than ${mostBytes} bytes.`);
}

/** @param {import("node:http").IncomingHttpHeaders} headers */
function contentTypeOf({ "content-type": type }) {
  if (type === undefined || /^[\x20-\x7e]{1,200}$/.test(type)) return type;
  throw new Refusal(400, "content_type", "The Content-Type is not plain ASCII of 200 characters at most.");
}
