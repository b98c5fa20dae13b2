import type { Answered, Asker, Question } from "#client/agent/answered";
import { waitForDecision } from "#client/agent/ask";
import { numberToMatch } from "#client/agent/number-to-match";
import type { Io } from "../io.ts";
import { visible } from "../visible.ts";
import { startCountdown } from "./countdown.ts";

/**
 * Waits until a pending request is decided, and tells the person at the terminal how it goes.
 * @param options aborting `signal` rejects with its reason
 */
export async function waitAtTerminal(
  io: Io,
  asker: Asker,
  question: Question,
  asked: Answered,
  options: { patienceSeconds: number; signal: AbortSignal },
): Promise<Answered> {
  let given = asked.request.approvals?.given ?? 0;
  let number = numberToMatch(asked.request);
  const label = () =>
    `Waiting for approval (${visible(given)} of ${visible(asked.request.approvals?.required ?? 1)})`;
  const stop = startCountdown(io, new Date(asked.request.expires_at), label);
  const onPending = ({ request }: Answered) => {
    given = tellProgress(io, request, given);
    // A new policy may require the number while the request is pending.
    const numberNow = numberToMatch(request);
    if (number === undefined && numberNow !== undefined) io.err(`Number to match: ${numberNow}\n`);
    number = numberNow;
  };
  try {
    return await waitForDecision(asker, question, asked, { ...options, onPending });
  } finally {
    stop();
  }
}

/** @returns the approvals given by now, of which `before` were given when last seen */
function tellProgress(io: Io, { approvals }: Answered["request"], before: number): number {
  const given = approvals?.given ?? before;
  if (given !== before && !io.isTerminal)
    io.err(`${visible(given)} of ${visible(approvals?.required)} approvals\n`);
  return given;
}
