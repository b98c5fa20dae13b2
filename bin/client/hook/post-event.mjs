// @ts-check
import { Fault } from "../fault.mjs";

/** @typedef {import("../io.mjs").Io} Io */

/**
 * The server's answer to a hook's event.
 * @param {string} url
 * @param {string} body
 * @param {Io} io
 * @param {number} seconds how long to wait for the whole answer. The call is blocked after that.
 * @returns {Promise<any>} a JSON object
 */
export async function postEvent(url, body, io, seconds) {
  const response = await post(url, body, io, seconds);
  const answer = await response.json().catch(() => undefined);
  if (response.status !== 200 || typeof answer !== "object" || answer === null)
    throw new Fault("unreachable", `Countersign's answer can't be read (HTTP ${response.status}).`);
  return answer;
}

/**
 * A POST with the hook token. A redirect is an error: the token goes to the given server only.
 * @param {string} url
 * @param {string} body
 * @param {Io} io
 * @param {number} seconds
 */
export async function post(url, body, io, seconds) {
  try {
    return await fetch(url, {
      method: "POST",
      redirect: "error",
      headers: { "content-type": "application/json", authorization: `Bearer ${readToken(io)}` },
      body,
      signal: AbortSignal.timeout(seconds * 1000),
    });
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault("unreachable", "Countersign couldn't be reached.", { cause });
  }
}

/**
 * From the environment, never from an argument, which every user of the machine could see.
 * @param {Io} io
 */
function readToken({ env }) {
  const token = env.COUNTERSIGN_TOKEN?.trim();
  if (token === undefined || !/^cst_[\w-]{43}$/.test(token))
    throw new Fault(
      "usage",
      "missing hook token. Set COUNTERSIGN_TOKEN. An agent's owner creates it in Keys.",
    );
  return token;
}
