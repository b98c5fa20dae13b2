import type { SendResult } from "./channel.ts";

export type Retry = Extract<SendResult, { outcome: "retry" }>;

/**
 * Another attempt, at the receiver's time if any. `pauses`: the whole receiver is left alone for a
 * while.
 * @param reason for admins, without the receiver's own words
 */
export function retry(
  reason: string,
  { pauses, afterSeconds }: { pauses: boolean; afterSeconds?: number | undefined },
): Retry {
  return { outcome: "retry", reason, pauses, ...(afterSeconds === undefined ? {} : { afterSeconds }) };
}

/** Whether a status asks for fewer calls, possibly with `Retry-After`. */
export function isBusy(status: number): boolean {
  return status === 429 || status === 503;
}
