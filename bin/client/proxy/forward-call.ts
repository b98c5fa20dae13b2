import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpCall } from "#lib/boundary/mapping/engine/call";
import type { Head } from "#lib/boundary/mapping/engine/http-call";
import { resultHeader } from "./answers.ts";
import { requestHeaders } from "./headers.ts";
import { type Forwarded, relay } from "./relay.ts";
import { sendCall } from "./send-call.ts";
import type { Settings } from "./settings.ts";
import type { Spooled } from "./spool.ts";

interface Decided {
  request: IncomingMessage;
  response: ServerResponse;
  head: Head;
  call: HttpCall;
  body: Spooled;
}

/** Sends a call to the upstream once, with credentials, and the answer to the client. */
export async function forwardCall(
  settings: Settings,
  { request, response, head, call, body }: Decided,
): Promise<Forwarded> {
  const { upstream, credentials, answerSeconds, mostBytes } = settings;
  const { method, path, query } = head;
  // One spelling, because a JSON body's action doesn't contain the spelling.
  const contentType = head.contentType && (call.contentType ?? "application/json");
  const headers = {
    ...requestHeaders(request.headers),
    ...(contentType !== undefined && { "content-type": contentType }),
    ...credentials,
  };
  const target = query === undefined ? path : `${path}?${query}`;
  const answer = await sendCall(upstream, { method, target, headers, body }, { answerSeconds });
  return relay(answer, response, {
    client: request.socket,
    origin: upstream.origin,
    headers: { [resultHeader]: "forwarded" },
    mostUnseen: mostBytes,
    // Less than for the upstream, which is silent while the client doesn't read.
    clientSeconds: answerSeconds / 2,
  });
}
