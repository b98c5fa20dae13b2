import type { Outcome } from "#client/grant/report-execution";
import type { Action } from "../mapping/engine/action-of.ts";

/** The state of a request, as the wire sends it (docs/agents.md). */
export interface Answer {
  request: {
    id: string;
    state: string;
    expires_at?: string;
    approval_url?: string;
    close_reason?: string;
    number_to_match?: string;
    denial?: { by: string; reason: string };
  };
  grant?: string;
  grant_state?: string;
  /** The grant was redeemed for this answer: the action may run, once. */
  redemption?: { grant: { id: string } };
}

/**
 * Countersign, as `runCall` sees it. Each function throws a `PortError`, and retries where that can help.
 * - `ask` picks up the request of an earlier, interrupted call for the same action. If policy auto-approves,
 *   it redeems the grant as well, and announces an outcome as `redeem` does. `ask` and `wait` check that
 *   the answer and its grant are for this agent and this action.
 * - `wait` returns the answer once decided; the pending one after `seconds`, or with a number to match that
 *   `answer` lacked. It rejects with the reason of `signal` when that aborts.
 * - `redeem` uses the grant, once, and announces an outcome within `reportWithinSeconds`.
 * - `report` records the outcome of a redeemed request.
 */
export interface Port<A extends Answer = Answer> {
  ask: (
    action: Action,
    options: { reason?: string; signal?: AbortSignal; reportWithinSeconds: number },
  ) => Promise<A>;
  wait: (answer: A, options: { seconds: number; signal?: AbortSignal }) => Promise<A>;
  redeem: (grant: string, action: Action, options: { reportWithinSeconds: number }) => Promise<void>;
  report: (requestId: string, outcome: Outcome) => Promise<void>;
}
