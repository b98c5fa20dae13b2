import type { Answered, Asker, Question } from "#client/agent/answered";
import { waitForDecision } from "#client/agent/ask";
import { numberToMatch } from "#client/agent/asked";
import type { Io } from "../io.ts";
import { visible } from "../visible.ts";

/** Waits for a decision, and tells the person at the terminal how the wait goes. */
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

/** Shows the remaining time on a terminal's last line. Returns a function that clears the line. */
function startCountdown(io: Io, expiresAt: Date, label: () => string): () => void {
  if (!io.isTerminal) return () => {};
  const show = () => io.err(`\r\u001b[2K${label()}, ${timeLeft(expiresAt.getTime() - io.now())}`);
  show();
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    io.err("\r\u001b[2K");
  };
}

/** A span of time for a person: "14:05 left", "2:03:09 left". */
function timeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return `${shown.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":")} left`;
}
