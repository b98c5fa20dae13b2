import { numberToMatch } from "#client/agent/asked";
import type { Untyped } from "#client/json/untyped";
import type { CallOptions } from "./call-options.ts";
import type { Answer, Port } from "./port.ts";
import { type Stopped, stopped, stoppedByCode } from "./stopped.ts";

/** Asks and waits for the decision. @returns the answer of an allowed call */
export async function decide<A extends Answer>(
  countersign: Port<A>,
  options: CallOptions<Untyped, A>,
  hold: { holdUntil: number; now: () => number },
): Promise<A | Stopped> {
  const { action, reason, signal, reportWithinSeconds } = options;
  let asked: A | undefined;
  try {
    signal?.throwIfAborted();
    asked = await countersign.ask(action, { reason, signal, reportWithinSeconds });
    const answer = asked.request.state === "pending" ? await held(countersign, asked, options, hold) : asked;
    // After a redemption, also a lost one, the call ends with a report.
    if (isAllowed(answer) && answer.grant !== undefined) signal?.throwIfAborted();
    return isAllowed(answer) ? answer : stoppedByState(answer);
  } catch (error) {
    if (!signal?.aborted) return stoppedByCode(error, asked?.request);
    // A pending request stays open, and the same call finds it again.
    return stopped("aborted", {}, asked?.request);
  }
}

/** Holds a pending call. A new policy version may ask for a number: `onPending` runs again. */
async function held<A extends Answer>(
  countersign: Port<A>,
  asked: A,
  options: CallOptions<Untyped, A>,
  hold: { holdUntil: number; now: () => number },
): Promise<A> {
  const { onPending, signal } = options;
  const isShown = onPending?.(asked) === true;
  signal?.throwIfAborted();
  const hasNumber = numberToMatch(asked.request) !== undefined;
  const seconds = isShown || !hasNumber ? (hold.holdUntil - hold.now()) / 1000 : 0;
  if (seconds <= 0) return asked;
  const answer = await countersign.wait(asked, { seconds, signal });
  return !hasNumber && hasNewNumber(answer) ? held(countersign, answer, options, hold) : answer;
}

function hasNewNumber({ request }: Answer) {
  return request.state === "pending" && numberToMatch(request) !== undefined;
}

function isAllowed({ request }: Answer) {
  return request.state === "allowed" || request.state === "approved";
}

function stoppedByState({ request }: Answer): Stopped {
  if (request.state === "denied")
    return stopped("denied", { detail: textOf(request.denial?.reason) }, request);
  if (request.state === "cancelled")
    return stopped("cancelled", { code: textOf(request.close_reason) }, request);
  if (request.state === "expired" || request.state === "pending") return stopped(request.state, {}, request);
  return stopped("refused", { detail: "The server sent an unknown state." }, request);
}

function textOf(value: unknown) {
  return typeof value === "string" && value !== "" ? value : undefined;
}
