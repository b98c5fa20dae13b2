import type { SendResult } from "./channel.ts";

export type Retry = Extract<SendResult, { outcome: "retry" }>;

/**
 * Another attempt, at the time that the receiver named where it named one.
 * @param reason for admins, without the receiver's own words
 * @param options.pauses whether the receiver as a whole gets no other message for a while
 */
export function retry(
  reason: string,
  { pauses, afterSeconds }: { pauses: boolean; afterSeconds?: number | undefined },
): Retry {
  return { outcome: "retry", reason, pauses, ...(afterSeconds === undefined ? {} : { afterSeconds }) };
}

/** Whether a status asks for fewer calls. Such an answer may name a time in `Retry-After`. */
export function isBusy(status: number): boolean {
  return status === 429 || status === 503;
}
