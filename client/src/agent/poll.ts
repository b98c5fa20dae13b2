import type { Answer } from "../call.ts";
import type { Untyped } from "../json/untyped.ts";
import { refusalOf } from "../refusal-of.ts";
import type { Asker } from "./answered.ts";

/** The longest that a server delays a wait's answer. */
export const longestPollSeconds = 30;

/** A pending request, with its wait token. */
export interface PendingRequest {
  id: string;
  wait: { url: string; token: string };
}

/** `leftSeconds`: until the wait is over. `patienceSeconds`: how long to repeat a call without an answer. */
export interface PollOptions {
  leftSeconds: number;
  patienceSeconds: number;
  signal?: AbortSignal | undefined;
}

export type Polled = Pick<Answer, "body" | "retryAfterSeconds">;

/**
 * Waits for a pending request until the server answers.
 * @returns undefined when the time is over before
 * @throws {Refusal}
 */
export type Poll = (request: PendingRequest, options: PollOptions) => Promise<Polled | undefined>;

/** A wait by a connection of its own. */
export async function pollAlone(
  { issuer }: Pick<Asker, "issuer">,
  { wait }: PendingRequest,
  { leftSeconds, ...call }: PollOptions,
): Promise<Polled> {
  const seconds = Math.min(Math.ceil(leftSeconds), longestPollSeconds);
  const answer = await issuer.call(`${new URL(wait.url).pathname}?wait=${seconds}`, {
    ...call,
    headers: bearer(wait.token),
    timeoutSeconds: Math.min(seconds + 15, leftSeconds),
  });
  if (answer.status !== 200) throw refusalOf(answer);
  return answer;
}

/** One call for many requests (`POST /api/v1/waits`): the decided ones, or all of them when the time is over. */
export async function pollTogether(
  { issuer }: Pick<Asker, "issuer">,
  pending: readonly PendingRequest[],
  { seconds, ...call }: { seconds: number; patienceSeconds: number; signal: AbortSignal },
): Promise<{ answers: Untyped[]; retryAfterSeconds: number | undefined }> {
  const requests = pending.map(({ id, wait }) => ({ id, token: wait.token }));
  const answer = await issuer.call("/api/v1/waits", {
    ...call,
    method: "POST",
    body: JSON.stringify({ wait: seconds, requests }),
    headers: async () => ({ "content-type": "application/json" }),
    timeoutSeconds: seconds + 15,
  });
  const answers: Untyped[] | undefined = answer.body?.answers;
  if (answer.status !== 200 || !Array.isArray(answers)) throw refusalOf(answer);
  return { answers, retryAfterSeconds: answer.retryAfterSeconds };
}

export function bearer(token: string) {
  return async () => ({ authorization: `Bearer ${token}` });
}
