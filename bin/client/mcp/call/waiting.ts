import type { Untyped } from "#client/json/untyped";
import { elicitationParams, type Pending, progressNotification } from "./answers.ts";
import { isStateless, type Message, tasksExtension } from "./message.ts";
import type { Side } from "./side.ts";

/** How often a waiting call tells its client. */
const progressMs = 3000;
/** Seconds that a call waits, by whether its client asked for progress. */
const holdSeconds = { withProgress: 90, silent: 45 };
/** A task waits until its request expires, 30 days at most. */
const taskHoldSeconds = 30 * 86_400;

/** How a call waits, by the abilities that the client lists in this request. */
export function wayToWait(
  request: Message,
  given: { capabilities: Untyped; isResumed: boolean; hasRoomForTask: boolean; hold?: number },
): { way: "task" | "elicitation" | "hold"; holdSeconds: number } {
  const { capabilities, isResumed, hasRoomForTask, hold } = given;
  const held = hold ?? (hasProgressToken(request) ? holdSeconds.withProgress : holdSeconds.silent);
  const isNew = isStateless(request);
  if (isNew && hasRoomForTask && capabilities?.extensions?.[tasksExtension])
    return { way: "task", holdSeconds: taskHoldSeconds };
  if (!isResumed && isNew && capabilities?.elicitation?.url) return { way: "elicitation", holdSeconds: held };
  return { way: "hold", holdSeconds: held };
}

/**
 * Tells the client of a held call now and every few seconds that the call waits, so that the client
 * does not give it up. Shows the approval page to the person at a client of 2025-11-25 that can.
 * Whatever that person answers decides nothing, so the answer is not read.
 * @param progress what the client was told before about the same call
 * @returns `isShown`: whether the client gets the number to match while it waits
 */
export function tellWaiting(
  request: Message,
  { capabilities, notify, elicit }: Pick<Side, "capabilities" | "notify" | "elicit">,
  pending: Pending,
  progress: { step: number } = { step: 0 },
): { stop: () => void; isShown: boolean } {
  const isElicited = elicit && capabilities?.elicitation?.url && !isStateless(request);
  if (isElicited) elicit(elicitationParams(request, pending)).catch(() => {});
  if (!hasProgressToken(request)) return { stop: () => {}, isShown: Boolean(isElicited) };
  const { progressToken } = request.params._meta;
  const tell = () => notify(progressNotification({ progressToken, step: ++progress.step, ...pending }));
  tell();
  const timer = setInterval(tell, progressMs);
  return { stop: () => clearInterval(timer), isShown: true };
}

function hasProgressToken({ params }: Message) {
  return params?._meta?.progressToken !== undefined;
}
