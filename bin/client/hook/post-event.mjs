// @ts-check
import { Fault } from "../fault.mjs";

/** @typedef {import("../io.mjs").Io} Io */

/** Longer than any hold: the client's own time-out ends the call. */
const longestSeconds = 600;

/**
 * The server's answer to a hook's event.
 * @param {string} url
 * @param {string} body
 * @param {Io} io
 * @returns {Promise<any>} a JSON object
 */
export async function postEvent(url, body, io) {
  const response = await post(url, body, io);
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
 */
export async function post(url, body, io) {
  try {
    return await fetch(url, {
      method: "POST",
      redirect: "error",
      headers: { "content-type": "application/json", authorization: `Bearer ${readToken(io)}` },
      body,
      signal: AbortSignal.timeout(longestSeconds * 1000),
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
