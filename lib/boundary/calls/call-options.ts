import type { Action } from "../mapping/engine/action-of.ts";
import type { Answer } from "./port.ts";
import type { Stopped } from "./stopped.ts";

/**
 * What `forward` got. `failed`: the upstream answered that the call failed. `resultSha256`: of the
 * bytes of the answer, base64url. `error`: one line about the failure, for the request's history.
 */
export interface Forwarded<Value> {
  value: Value;
  failed?: boolean;
  error?: string;
  resultSha256?: string;
}

/**
 * One call. `forward` runs at most once, and only after the grant is redeemed. It resolves with the
 * answer of the upstream, rejects with an `UncertainError` if the call was sent and no answer came
 * back, and rejects with any other error if the call certainly didn't run or failed. `holdSeconds`:
 * how long to wait for a decision. `signal`: aborted when the client cancels the call.
 */
export interface CallOptions<Value, A extends Answer> {
  action: Action;
  /** The agent's words. */
  reason?: string;
  holdSeconds: number;
  signal?: AbortSignal;
  /**
   * Called when the request needs approval, and again when its number to match first appears while
   * the call waits. Returns true if the person at the agent sees that number while the call waits.
   * Otherwise a call with such a number is not held: its message contains the number.
   */
  onPending?: ((answer: A) => boolean) | ((answer: A) => void);
  forward: (signal?: AbortSignal) => Promise<Forwarded<Value>>;
  /** The longest time from the redemption to the outcome. */
  reportWithinSeconds: number;
  onReportFailed?: (error: unknown) => void;
  /** Milliseconds. */
  now?: () => number;
}

/**
 * What became of a call. `reported` resolves when the outcome is recorded, or with false if that
 * failed: wait for it before the process ends.
 */
export type Result<Value> =
  | { kind: "ran"; value: Value; requestId: string; reported: Promise<boolean> }
  | { kind: "failed"; error: unknown; requestId: string; reported: Promise<boolean> }
  | { kind: "uncertain"; error: unknown; message: string; requestId: string; reported: Promise<boolean> }
  | Stopped;
