import { announcedExecution } from "../grant/redeem-grant.ts";
import type { CallInit } from "../issuer.ts";
import { signedHeaders } from "../keys.ts";
import { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal-of.ts";
import { randomId } from "../text.ts";
import { type Answered, type Asker, checkAnswer, type Question } from "./answered.ts";
import { numberToMatch } from "./asked.ts";
import { bearer, type Poll, pollAlone } from "./poll.ts";

export interface AskOptions {
  /** Shown to approvers as unverified. */
  reason?: string;
  /** Shown to approvers as unverified. */
  context?: { [name: string]: unknown };
  expiresInSeconds?: number;
  /** Take up an open request for the same action, for example after a restart. */
  pickUp?: boolean;
  /** The `webhook-id`: the same ID is always the same request. */
  id?: string;
}

/** How a call is repeated or stopped. */
export type CallOptions = Pick<CallInit, "signal" | "patienceSeconds">;

/** Between two tries to reach an absent server. */
const awaySeconds = 5;

/**
 * Asks for an action. `boundary`: the registered boundary that asks, `bnd_...`. A question with `redeem`
 * may redeem its grant, so the signal ends its repetitions, and not the wait for an answer.
 * @throws {Refusal} `blocked_by_policy`, `invalid_action`, `invalid_answer`, ...
 */
export async function ask(
  asker: Asker,
  question: Question,
  options: AskOptions & { boundary?: string },
  call: CallOptions = {},
): Promise<Answered> {
  const { issuer, agent } = asker;
  const { reason, context, expiresInSeconds, pickUp, boundary, id = randomId("msg") } = options;
  const { action, acceptEdits, redeem } = question;
  const body = JSON.stringify({
    ...{ action, reason, context, boundary, accept_edits: acceptEdits },
    ...{ expires_in: expiresInSeconds, pick_up: pickUp },
    ...(redeem && { redeem: true, execution: announcedExecution({ ...redeem, boundary }) }),
  });
  const { signal, ...patience } = call;
  const answer = await issuer.call(`/api/v1/agents/${encodeURIComponent(agent)}/requests`, {
    ...patience,
    ...(redeem ? { stop: signal } : { signal }),
    method: "POST",
    body,
    headers: (at) => signedHeaders(asker.key, { id, body, at }),
  });
  if (answer.status !== 200 && answer.status !== 202) throw refusalOf(answer);
  return checkAnswer(asker, question, answer.body, { signal, webhookId: redeem && id });
}

/**
 * Waits until a request is decided, by long polling: the server answers each call when the decision
 * commits. The wait outlasts a restart of the server.
 * @param options `seconds`: how long to wait; as long as the server says pending by default. `onPending`:
 * called when the request starts to wait and with each later answer, and returns true to stop.
 * `patienceSeconds`: how long to repeat a call without an answer; the whole wait by default. `poll`: how to
 * wait for one answer; by a connection of its own by default
 * @returns still `pending` when the time is over or `onPending` stopped the wait
 */
export async function waitForDecision(
  asker: Asker,
  question: Question,
  asked: Answered,
  options: CallOptions & { seconds?: number; onPending?: (answer: Answered) => unknown; poll?: Poll },
): Promise<Answered> {
  const { seconds = Number.POSITIVE_INFINITY, onPending, signal } = options;
  const poll: Poll = options.poll ?? ((request, call) => pollAlone(asker, request, call));
  if (!(seconds >= 0)) throw new Refusal("not_set_up", "waitSeconds is a number of seconds.");
  const { clock } = asker.issuer;
  const giveUpAt = clock.now() + seconds * 1000;
  let current = asked;
  if (current.request.state === "pending" && onPending?.(current) === true) return current;
  while (current.wait) {
    const leftSeconds = (giveUpAt - clock.now()) / 1000;
    if (leftSeconds <= 0) return current;
    const patienceSeconds = Math.min(options.patienceSeconds ?? leftSeconds, leftSeconds);
    const began = clock.now();
    const pending = { id: current.request.id, wait: current.wait };
    const answer = await poll(pending, { leftSeconds, patienceSeconds, signal }).catch((thrown) => {
      // The request is still waiting, as far as is known.
      if (patienceSeconds === leftSeconds && thrown instanceof Refusal && thrown.status === 503)
        return undefined;
      throw thrown;
    });
    if (answer) current = await checkAnswer(asker, question, answer.body, { earlier: current, signal });
    if (current.request.state !== "pending" || onPending?.(current) === true) return current;
    if (clock.now() >= giveUpAt) return current;
    // A stopping server answers early and says when to call again. A server in between may answer at
    // once.
    const shortest = Math.max(0, 1 - (clock.now() - began) / 1000);
    const pauseSeconds = answer ? Math.max(answer.retryAfterSeconds ?? 0, shortest) : awaySeconds;
    await clock.sleep(Math.min(pauseSeconds, patienceSeconds) * 1000, signal);
    signal?.throwIfAborted();
  }
  return current;
}

/** Calls `tell` with the first pending answer, and the first with a number to match. */
export function whenNumberAppears(tell: (answer: Answered) => void): (answer: Answered) => void {
  let told: "nothing" | "request" | "number" = "nothing";
  return (answer) => {
    const now = numberToMatch(answer.request) === undefined ? "request" : "number";
    if (told === "number" || told === now) return;
    told = now;
    tell(answer);
  };
}

/** Withdraws a request; undefined once cancelled. The request may have been decided just before. */
export async function cancelRequest(
  asker: Asker,
  question: Question,
  asked: Answered,
  call: CallOptions = {},
): Promise<Answered | undefined> {
  if (!asked.wait) return undefined;
  const init = { ...call, timeoutSeconds: 10, headers: bearer(asked.wait.token) };
  const { pathname } = new URL(asked.wait.url);
  const answer = await asker.issuer.call(pathname, { ...init, method: "DELETE" });
  const isDone = answer.status >= 200 && answer.status < 300;
  if (isDone && answer.body?.request === undefined) return undefined;
  if (isDone) return checkAnswer(asker, question, answer.body, { earlier: asked });
  // The cancellation was too late: the state tells the decision.
  const found = await asker.issuer.call(pathname, init);
  if (found.status !== 200) throw refusalOf(answer);
  return checkAnswer(asker, question, found.body, { earlier: asked });
}
