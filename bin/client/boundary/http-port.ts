import { numberToMatch } from "#lib/boundary/calls/number-to-match";
import type { Outcome, Port } from "#lib/boundary/calls/port";
import { PortError } from "#lib/boundary/calls/port-error";
import type { Action } from "#lib/boundary/mapping/engine/action-of";
import { checkAnswer, checkGrant, checkRedeemed } from "../agent/check-answer.ts";
import type { Credentials } from "../agent/credentials.ts";
import type { RequestResponse } from "../agent/wait.ts";
import { waitForDecision } from "../agent/wait.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { postSigned } from "./post-signed.ts";

type Asked = RequestResponse & { action: Action };
type HttpPort = Port<Asked>;

/** A timer of Node.js overflows above this many milliseconds, and ends after one. */
const longestTimer = 2 ** 31 - 1;

/**
 * Countersign over HTTP, for `runCall` at a boundary that holds an agent's key. Nothing that
 * doesn't match the action is believed: an answer with another digest, or a grant for another
 * agent, request or action, is an `untrusted` error.
 * @param options `patienceSeconds`: how long to retry an ask, a wait or a redemption without an
 * answer; `reportPatienceSeconds`: how long to retry a report; 10 minutes by default; `boundary`:
 * the ID of this boundary, `bnd_...`, if it is registered
 */
export function httpPort(
  io: Io,
  credentials: Credentials,
  {
    patienceSeconds,
    reportPatienceSeconds = 600,
    boundary,
  }: { patienceSeconds: number; reportPatienceSeconds?: number; boundary?: string },
): HttpPort {
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
 * @returns the pending answer when the time is over
 */
async function waitFor(
  io: Io,
  asked: Asked,
  { seconds, patienceSeconds, signal }: { seconds: number; patienceSeconds: number; signal?: AbortSignal },
): Promise<unknown> {
  const milliseconds = Math.ceil(seconds * 1000);
  // A request ends after 30 days at the latest, so that a longer wait needs no timer.
  const time = milliseconds > longestTimer ? undefined : AbortSignal.timeout(milliseconds);
  const either = AbortSignal.any([signal, time].filter((one) => one !== undefined));
  const isDone = ({ request }: { request: Asked["request"] }) =>
    numberToMatch(asked.request) === undefined && numberToMatch(request) !== undefined;
  try {
    return await waitForDecision(io, asked, { patienceSeconds, signal: either, isDone });
  } catch (error) {
    if (time?.aborted && error === time.reason && !signal?.aborted) return asked;
    throw error;
  }
}

/** @param asked the answer that the wait began with */
function checked(credentials: Credentials, answer: Asked, asked?: Asked): Asked {
  checkAnswer(credentials, answer.action, answer);
  if (asked && answer.request.id !== asked.request.id)
    throw new Fault("untrusted", "the answer to a wait is about another request");
  checkGrant(credentials, answer.action, answer);
  return answer;
}

function wireOutcome(request: string, { outcome, durationMs, resultSha256, error }: Outcome) {
  return { request, outcome, duration_ms: durationMs, result_sha256: resultSha256, error };
}

/** Turns the client's errors into the port's. */
async function ported<Value>(call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new PortError(error.code ?? error.exit, error.message, { cause: error });
  }
}
