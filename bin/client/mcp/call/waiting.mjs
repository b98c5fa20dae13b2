// @ts-check
import { elicitationParams, progressNotification } from "./answers.mjs";
import { isStateless, tasksExtension } from "./message.mjs";

/** @typedef {import("./message.mjs").Message} Message */

/** How often a waiting call tells its client that it is still waiting. */
const progressMs = 3000;
/** How long a call waits, in seconds, by whether its client asked for progress. */
const holdSeconds = { withProgress: 90, silent: 45 };
/** A task waits until its request expires, which is 30 days at most. */
const taskHoldSeconds = 30 * 86_400;

/**
 * How a call waits for a decision, by what the client lists in this very request: as a task, after
 * a URL elicitation, or held.
 * @param {Message} request
 * @param {{capabilities: any, isResumed: boolean, hasRoomForTask: boolean, hold?: number}} options
 * @returns {{way: "task" | "elicitation" | "hold", holdSeconds: number}}
 */
export function wayToWait(request, { capabilities, isResumed, hasRoomForTask, hold }) {
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
 * @param {Message} request
 * @param {{capabilities: any, notify: (message: Message) => void, elicit?: (params: object) =>
 * Promise<unknown>}} side
 * @param {import("./answers.mjs").Pending} pending
 * @param {{step: number}} [progress] what the client was told before about the same call
 * @returns {{stop: () => void, isShown: boolean}} `isShown`: whether the client gets the number to
 * match while it waits
 */
export function tellWaiting(request, { capabilities, notify, elicit }, pending, progress = { step: 0 }) {
  const isElicited = elicit && capabilities?.elicitation?.url && !isStateless(request);
  if (isElicited) elicit(elicitationParams(request, pending)).catch(() => {});
  if (!hasProgressToken(request)) return { stop: () => {}, isShown: Boolean(isElicited) };
  const { progressToken } = request.params._meta;
  const tell = () => notify(progressNotification({ progressToken, step: ++progress.step, ...pending }));
  tell();
  const timer = setInterval(tell, progressMs);
  return { stop: () => clearInterval(timer), isShown: true };
}

/** @param {Message} request */
function hasProgressToken({ params }) {
  return params?._meta?.progressToken !== undefined;
}
