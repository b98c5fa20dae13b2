import type { Action } from "../mapping/engine/action-of.ts";
import type { Answer } from "./port.ts";
import type { Stopped } from "./stopped.ts";

/** `failed`: the upstream said so. `resultSha256`: of the answer, base64url. `error`: a line for people. */
export interface Forwarded<Value> {
  value: Value;
  failed?: boolean;
  error?: string;
  resultSha256?: string;
}

/**
 * `forward` runs at most once, after the redemption. It rejects with an `UncertainError` if the call was
 * sent without an answer, and with another error if the call certainly failed. `signal`: aborted when the
 * client cancels the call.
 */
export interface CallOptions<Value, A extends Answer> {
  action: Action;
  /** The agent's words. */
  reason?: string;
  holdSeconds: number;
  signal?: AbortSignal;
  /**
   * Called when the request needs approval, and when a number to match appears. True if the person at the
   * agent sees the number while the call waits; otherwise the message has it, and the call isn't held.
   */
  onPending?: ((answer: A) => boolean) | ((answer: A) => void);
  forward: (signal?: AbortSignal) => Promise<Forwarded<Value>>;
  /** The longest time from the redemption to the outcome. */
  reportWithinSeconds: number;
  onReportFailed?: (error: unknown) => void;
  /** Milliseconds. */
  now?: () => number;
}

/** `reported`: whether the outcome could be recorded. Wait for it before the process ends. */
export type Result<Value> =
  | { kind: "ran"; value: Value; requestId: string; reported: Promise<boolean> }
  | { kind: "failed"; error: unknown; requestId: string; reported: Promise<boolean> }
  | { kind: "uncertain"; error: unknown; message: string; requestId: string; reported: Promise<boolean> }
  | Stopped;
