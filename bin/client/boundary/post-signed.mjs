// @ts-check
import { faultOf, send } from "../agent/call.mjs";
import { newWebhookId, signedHeaders } from "../agent/keys.mjs";

/**
 * A signed call. A repeated attempt has the same ID.
 * @param {import("../io.mjs").Io} io
 * @param {{url: string, key: string}} credentials
 * @param {{path: string, body: object, timeoutSeconds?: number}} message
 * @param {{patienceSeconds: number, signal?: AbortSignal}} options
 * @returns {Promise<any>} the body of the answer
 */
export async function postSigned(io, { url, key }, { path, body: value, timeoutSeconds }, options) {
  const body = JSON.stringify(value);
  const id = newWebhookId();
  const headers = () => signedHeaders(key, { id, body, at: io.now() });
  const call = { method: "POST", url: `${url}${path}`, body, headers, timeoutSeconds };
  const answer = await send(io, call, options);
  if (answer.status < 200 || answer.status > 299) throw faultOf(answer);
  return answer.body;
}
