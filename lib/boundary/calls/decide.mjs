// @ts-check
import { numberToMatch } from "./number-to-match.mjs";
import { stopped, stoppedByCode } from "./stopped.mjs";

/** @typedef {import("./port.mjs").Answer} Answer */
/** @typedef {import("./stopped.mjs").Stopped} Stopped */

/**
 * Asks and waits for the decision.
 * @template {Answer} A
 * @param {import("./port.mjs").Port<A>} countersign
 * @param {import("./run-call.mjs").CallOptions<any, A>} options
 * @param {{holdUntil: number, now: () => number}} hold
 * @returns {Promise<A | Stopped>} the answer of an allowed call
 */
export async function decide(countersign, options, hold) {
  const { action, reason, signal } = options;
  /** @type {A | undefined} */
  let asked;
  try {
    signal?.throwIfAborted();
    asked = await countersign.ask(action, { reason, signal });
    const answer = asked.request.state === "pending" ? await held(countersign, asked, options, hold) : asked;
    if (isAllowed(answer)) signal?.throwIfAborted();
    return isAllowed(answer) ? answer : stoppedByState(answer);
  } catch (error) {
    if (!signal?.aborted) return stoppedByCode(error, asked?.request);
    // The request stays open, and the same call finds it again.
    return stopped("aborted", {}, asked?.request);
  }
}

/**
 * Holds a pending call. If its number to match first appears while it waits, because a new version
 * of the policy requires it, `onPending` is called again.
 * @template {Answer} A
 * @param {import("./port.mjs").Port<A>} countersign
 * @param {A} asked
 * @param {import("./run-call.mjs").CallOptions<any, A>} options
 * @param {{holdUntil: number, now: () => number}} hold
 * @returns {Promise<A>}
 */
async function held(countersign, asked, options, hold) {
  const { onPending, signal } = options;
  const isShown = onPending?.(asked) === true;
  signal?.throwIfAborted();
  const hasNumber = numberToMatch(asked.request) !== undefined;
  const seconds = isShown || !hasNumber ? (hold.holdUntil - hold.now()) / 1000 : 0;
  if (seconds <= 0) return asked;
  const answer = await countersign.wait(asked, { seconds, signal });
  return !hasNumber && hasNewNumber(answer) ? held(countersign, answer, options, hold) : answer;
}

/** @param {Answer} answer */
function hasNewNumber({ request }) {
  return request.state === "pending" && numberToMatch(request) !== undefined;
}

/** @param {Answer} answer */
function isAllowed({ request }) {
  return request.state === "allowed" || request.state === "approved";
}

/** @param {Answer} answer @returns {Stopped} */
function stoppedByState({ request }) {
  if (request.state === "denied")
    return stopped("denied", { detail: textOf(request.denial?.reason) }, request);
  if (request.state === "cancelled")
    return stopped("cancelled", { code: textOf(request.close_reason) }, request);
  if (request.state === "expired" || request.state === "pending") return stopped(request.state, {}, request);
  return stopped("refused", { detail: "The server sent an unknown state." }, request);
}

/** @param {unknown} value */
function textOf(value) {
  return typeof value === "string" && value !== "" ? value : undefined;
}
