// @ts-check
import { resultHeader } from "./answers.mjs";
import { requestHeaders } from "./headers.mjs";
import { relay } from "./relay.mjs";
import { sendCall } from "./send-call.mjs";

/**
 * A call that was decided, and where its answer goes.
 * @typedef {object} Decided
 * @property {import("node:http").IncomingMessage} request
 * @property {import("node:http").ServerResponse} response
 * @property {import("./head.mjs").Head} head
 * @property {import("../../../lib/boundary/mapping/engine/call.mjs").HttpCall} call
 * @property {import("./spool.mjs").Spooled} body
 */

/**
 * Sends a call to the upstream with its credentials, once, and its answer to the client.
 * @param {import("./settings.mjs").Settings} settings
 * @param {Decided} decided
 * @returns {Promise<import("./relay.mjs").Forwarded>}
 */
export async function forwardCall(settings, { request, response, head, call, body }) {
  const { upstream, credentials, answerSeconds, mostBytes } = settings;
  const { method, path, query } = head;
  // One spelling, because the action of a JSON body doesn't contain it.
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
    // Less than the upstream gets, which is silent while the client doesn't read.
    clientSeconds: answerSeconds / 2,
  });
}
