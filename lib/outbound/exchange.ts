import type { Dispatcher } from "undici";
import { acceptedCodings, readBounded } from "./bounded-body.ts";
import type { OutboundRequest, OutboundResponse } from "./message.ts";

const defaultMaximumBytes = 1024 * 1024;
const defaultHeaders = { "accept-encoding": acceptedCodings, "user-agent": "Countersign" };

/** Sends one request over an address-checking dispatcher, and reads the answer. */
export async function exchange(
  { method, headers, body, maximumBytes = defaultMaximumBytes }: OutboundRequest,
  { url, dispatcher, ending }: { url: URL; dispatcher: Dispatcher; ending: AbortSignal },
): Promise<OutboundResponse> {
  const answer = await dispatcher.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: { ...defaultHeaders, ...Object.fromEntries(new Headers(headers)) },
    body: body ?? null,
    signal: ending,
  });
  const status = answer.statusCode;
  const received = readHeaders(answer.headers);
  // An empty body is no valid stream of any coding.
  const isEmpty = status === 204 || status === 304 || received.get("content-length") === "0";
  const coding = isEmpty ? "" : (received.get("content-encoding")?.trim().toLowerCase() ?? "");
  const mayBeCut = status >= 300;
  const content = await readBounded(answer.body, { coding, maximumBytes, mayBeCut });
  // Headers about the body as sent, not as returned.
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) received.delete(name);
  return { status, headers: received, body: content };
}

function readHeaders(given: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value = []] of Object.entries(given))
    for (const one of [value].flat()) headers.append(name, one);
  return headers;
}
