import type { IncomingHttpHeaders, IncomingMessage as Request } from "node:http";
import { type Head, httpMethods, readHead as readCallHead } from "#lib/boundary/mapping/engine/http-call";
import { connectionOptions } from "./headers.ts";
import { ProxyRefusal } from "./refusal.ts";
import { originForm } from "./target.ts";

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
