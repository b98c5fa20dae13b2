// @ts-check
import { numberToMatch } from "../../../lib/boundary/calls/number-to-match.mjs";
import { PortError } from "../../../lib/boundary/calls/port-error.mjs";
import { checkAnswer, checkGrant, checkRedeemed } from "../agent/check-answer.mjs";
import { waitForDecision } from "../agent/wait.mjs";
import { Fault } from "../fault.mjs";
import { postSigned } from "./post-signed.mjs";

/** @typedef {import("../../../lib/boundary/mapping/engine/action-of.mjs").Action} Action */
/** @typedef {import("../../../lib/boundary/calls/port.mjs").Outcome} Outcome */
/** @typedef {import("../agent/credentials.mjs").Credentials} Credentials */
/** @typedef {import("../agent/wait.mjs").RequestResponse & {action: Action}} Asked */
/** @typedef {import("../../../lib/boundary/calls/port.mjs").Port<Asked>} HttpPort */
/** @typedef {import("../io.mjs").Io} Io */

/** A timer of Node.js overflows above this many milliseconds, and ends after one. */
const longestTimer = 2 ** 31 - 1;

/**
 * Countersign over HTTP, for `runCall` at a boundary that holds an agent's key. Nothing that doesn't
 * match the action is believed: an answer with another digest, or a grant for another agent, request
 * or action, is an `untrusted` error.
 * @param {Io} io
 * @param {Credentials} credentials
 * @param {object} options
 * @param {number} options.patienceSeconds how long to retry an ask, a wait or a redemption without
 * an answer
 * @param {number} [options.reportPatienceSeconds] how long to retry a report; 10 minutes by default
 * @param {string} [options.boundary] the ID of this boundary, `bnd_...`, if it is registered
 * @returns {HttpPort}
 */
export function httpPort(io, credentials, { patienceSeconds, reportPatienceSeconds = 600, boundary }) {
  const quiet = { ...io, isTerminal: false, err: () => {} };
  const { agent } = credentials;
  return {
    ask: (action, { reason, signal }) =>
      ported(async () => {
        const body = { action, reason, boundary, pick_up: true };
        const path = `/api/v1/agents/${encodeURIComponent(agent)}/requests`;
        const answer = await postSigned(quiet, credentials, { path, body }, { patienceSeconds, signal });
        return checked(credentials, { ...Object(answer), action });
      }),
    wait: (asked, { seconds, signal }) =>
      ported(async () => {
        const answer = await waitFor(quiet, asked, { seconds, patienceSeconds, signal });
        // The answer to a wait has no wait token.
        return checked(credentials, { wait: asked.wait, ...Object(answer), action: asked.action }, asked);
      }),
    redeem: (grant, action, { reportWithinSeconds }) =>
      ported(async () => {
        const body = { grant, action, execution: { report_within: reportWithinSeconds, boundary } };
        const path = "/api/v1/grants/redemptions";
        checkRedeemed(grant, await postSigned(quiet, credentials, { path, body }, { patienceSeconds }));
      }),
    report: (requestId, outcome) =>
      ported(async () => {
        const path = `/api/v1/agents/${encodeURIComponent(agent)}/requests/${encodeURIComponent(requestId)}/execution`;
        const options = { patienceSeconds: reportPatienceSeconds };
        const answer = await postSigned(
          quiet,
          credentials,
          { path, body: wireOutcome(requestId, outcome) },
          options,
        );
        if (answer?.request?.id !== requestId)
          throw new Fault("untrusted", "the answer to a report isn't from Countersign", { answer });
      }),
  };
}

/**
 * Waits for a decision or a new number to match, for some seconds at most.
 * @param {Io} io
 * @param {Asked} asked
 * @param {{seconds: number, patienceSeconds: number, signal?: AbortSignal}} options
 * @returns {Promise<unknown>} the pending answer when the time is over
 */
async function waitFor(io, asked, { seconds, patienceSeconds, signal }) {
  const milliseconds = Math.ceil(seconds * 1000);
  // A request ends after 30 days at the latest, so that a longer wait needs no timer.
  const time = milliseconds > longestTimer ? undefined : AbortSignal.timeout(milliseconds);
  const either = AbortSignal.any([signal, time].filter((one) => one !== undefined));
  const isDone = (/** @type {{request: Asked["request"]}} */ { request }) =>
    numberToMatch(asked.request) === undefined && numberToMatch(request) !== undefined;
  try {
    return await waitForDecision(io, asked, { patienceSeconds, signal: either, isDone });
  } catch (error) {
    if (time?.aborted && error === time.reason && !signal?.aborted) return asked;
    throw error;
  }
}

/**
 * @param {Credentials} credentials
 * @param {Asked} answer
 * @param {Asked} [asked] the answer that the wait began with
 * @returns {Asked}
 */
function checked(credentials, answer, asked) {
  checkAnswer(credentials, answer.action, answer);
  if (asked && answer.request.id !== asked.request.id)
    throw new Fault("untrusted", "the answer to a wait is about another request");
  checkGrant(credentials, answer.action, answer);
  return answer;
}

/** @param {string} request @param {Outcome} outcome */
function wireOutcome(request, { outcome, durationMs, resultSha256, error }) {
  return { request, outcome, duration_ms: durationMs, result_sha256: resultSha256, error };
}

/**
 * Turns the client's errors into the port's.
 * @template Value
 * @param {() => Promise<Value>} call
 * @returns {Promise<Value>}
 */
async function ported(call) {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new PortError(error.code ?? error.exit, error.message, { cause: error });
  }
}
