import type { Replacement } from "#client/json/patch";
import { numberToMatch } from "#lib/boundary/calls/number-to-match";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { visible } from "../visible.ts";
import type { Call } from "./call.ts";
import { faultOf, send } from "./call.ts";
import { startCountdown } from "./countdown.ts";

export type Patch = Replacement[];

/** The server's response about a request: to an ask, to a wait, and to a cancellation. */
export interface RequestResponse {
  request: {
    id: string;
    state: string;
    action_digest: string;
    expires_at: string;
    approval_url?: string;
    approvals?: { required: number; given: number };
    close_reason?: string;
    number_to_match?: string;
    denial?: { by: string; reason_code?: string; reason: string; suggested_edit?: Patch };
    edit?: { asked_digest: string; patch: Patch };
  };
  wait?: { url: string; token: string; expires_at?: string };
  /** A JWT, as long as it can be redeemed. */
  grant?: string;
  grant_state?: string;
}

/** How long the server may delay the answer to one wait. */
const waitSeconds = 30;

/**
 * Waits until a pending request is decided, by long polling: the server answers each call when the
 * decision commits. If the server restarts, the client waits for it.
 * @param options aborting `signal` rejects with its reason. `isDone`: whether to stop at a pending
 * answer; never by default
 */
export async function waitForDecision(
  io: Io,
  asked: RequestResponse,
  {
    patienceSeconds,
    signal,
    isDone = () => false,
  }: { patienceSeconds: number; signal: AbortSignal; isDone?: (answer: RequestResponse) => boolean },
): Promise<RequestResponse> {
  const { wait, request } = asked;
  if (!wait) throw new Fault("failed", "the response is pending but has no wait URL");
  let given = request.approvals?.given ?? 0;
  let number = numberToMatch(request);
  const label = () =>
    `Waiting for approval (${visible(given)} of ${visible(request.approvals?.required ?? 1)})`;
  const stop = startCountdown(io, new Date(request.expires_at), label);
  try {
    for (;;) {
      const answer = await send(io, waitCall("GET", wait, `?wait=${waitSeconds}`), {
        patienceSeconds,
        signal,
      });
      if (answer.status !== 200) throw faultOf(answer);
      if (answer.body?.request?.state !== "pending" || isDone(answer.body)) return answer.body;
      given = tellProgress(io, answer.body.request, given);
      // A new policy may require the number while the request is pending.
      const numberNow = numberToMatch(answer.body.request);
      if (number === undefined && numberNow !== undefined) io.err(`Number to match: ${numberNow}\n`);
      number = numberNow;
      // A stopping server answers early, and tells when to retry.
      const pauseSeconds = Math.min(answer.retryAfterSeconds ?? 0, patienceSeconds);
      if (pauseSeconds > 0) await io.sleep(pauseSeconds * 1000, signal);
    }
  } finally {
    stop();
  }
}

/**
 * @param before approvals given when last seen
 * @returns approvals given now
 */
function tellProgress(io: Io, { approvals }: RequestResponse["request"], before: number): number {
  const given = approvals?.given ?? before;
  if (given !== before && !io.isTerminal)
    io.err(`${visible(given)} of ${visible(approvals?.required)} approvals\n`);
  return given;
}

/**
 * Withdraws a request. The answer may tell that the request was decided just before.
 * @returns undefined for an empty answer: the request is cancelled
 */
export async function cancelRequest(
  io: Io,
  wait: NonNullable<RequestResponse["wait"]>,
  { patienceSeconds }: { patienceSeconds: number },
): Promise<RequestResponse | undefined> {
  const answer = await send(io, waitCall("DELETE", wait), { patienceSeconds });
  if (answer.status >= 200 && answer.status < 300) return answer.body?.request ? answer.body : undefined;
  // The cancellation was too late: the request was decided first, and its state tells how.
  const found = await send(io, waitCall("GET", wait), { patienceSeconds });
  if (found.status !== 200) throw faultOf(answer);
  return found.body;
}

function waitCall(method: string, { url, token }: { url: string; token: string }, query: string = ""): Call {
  return {
    method,
    url: `${url}${query}`,
    headers: () => ({ authorization: `Bearer ${token}` }),
    timeoutSeconds: query ? waitSeconds + 15 : 10,
  };
}
