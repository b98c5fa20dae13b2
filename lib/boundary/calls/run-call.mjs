// @ts-check
import { decide } from "./decide.mjs";
import { forwardOnce } from "./forward-once.mjs";
import { PortError } from "./port-error.mjs";
import { stopped, stoppedByCode } from "./stopped.mjs";

/** @typedef {import("../mapping/engine/action-of.mjs").Action} Action */
/** @typedef {import("./port.mjs").Answer} Answer */
/** @typedef {import("./stopped.mjs").Stopped} Stopped */

/**
 * What `forward` got. `failed`: the upstream answered that the call failed. `resultSha256`: of the
 * bytes of the answer, base64url. `error`: one line about the failure, for the request's history.
 * @template Value
 * @typedef {{value: Value, failed?: boolean, error?: string, resultSha256?: string}} Forwarded
 */

/**
 * One call. `forward` runs at most once, and only after the grant is redeemed. It resolves with the
 * answer of the upstream, rejects with an `UncertainError` if the call was sent and no answer came
 * back, and rejects with any other error if the call certainly didn't run or failed. `holdSeconds`:
 * how long to wait for a decision. `signal`: aborted when the client cancels the call.
 * @template Value
 * @template {Answer} A
 * @typedef {object} CallOptions
 * @property {Action} action
 * @property {string} [reason] the agent's words
 * @property {number} holdSeconds
 * @property {AbortSignal} [signal]
 * @property {(answer: A) => boolean | void} [onPending] called when the request needs approval, and
 * again when its number to match first appears while the call waits. Returns true if the person at
 * the agent sees that number while the call waits. Otherwise a call with such a number is not held:
 * its message contains the number
 * @property {(signal?: AbortSignal) => Promise<Forwarded<Value>>} forward
 * @property {number} reportWithinSeconds the longest time from the redemption to the outcome
 * @property {(error: unknown) => void} [onReportFailed]
 * @property {() => number} [now] milliseconds
 */

/**
 * What became of a call. `reported` resolves when the outcome is recorded, or with false if that
 * failed: wait for it before the process ends.
 * @template Value
 * @typedef {{kind: "ran", value: Value, requestId: string, reported: Promise<boolean>}
 * | {kind: "failed", error: unknown, requestId: string, reported: Promise<boolean>}
 * | {kind: "uncertain", error: unknown, message: string, requestId: string, reported:
 * Promise<boolean>}
 * | Stopped} Result
 */

// Runs of the same call share a request, and only one of them gets its grant. Each round has a
// winner, so that this many simultaneous runs all get their turn.
const mostRounds = 50;
const mostConflicts = 3;
/** Codes of a redemption after which the same call needs another grant. */
const needsAnotherGrant = new Set(["grant_already_redeemed", "grant_expired", "grant_revoked", "conflict"]);

/**
 * Asks, waits for the decision, redeems the grant, forwards the call and reports the outcome. The
 * call runs at most once, and never unless the grant was redeemed (invariant 21). Never rejects.
 * @template Value
 * @template {Answer} A
 * @param {import("./port.mjs").Port<A>} countersign
 * @param {CallOptions<Value, A>} options
 * @returns {Promise<Result<Value>>}
 */
export async function runCall(countersign, options) {
  const now = options.now ?? (() => performance.now());
  const holdUntil = now() + options.holdSeconds * 1000;
  for (let round = 1; round <= mostRounds; round++) {
    const decided = await decide(countersign, options, { holdUntil, now });
    if ("kind" in decided) {
      // The policy, the agent or its key changed during the ask: nothing was recorded.
      if (decided.code === "conflict" && round < mostConflicts) continue;
      return decided;
    }
    const redeemed = await redeem(countersign, decided, options);
    if (redeemed === true) return forwardOnce(countersign, decided.request.id, { ...options, now });
    if (redeemed) return redeemed;
  }
  return stopped("unavailable", { detail: "too many runs of the same call at the same time" });
}

/**
 * @template {Answer} A
 * @param {import("./port.mjs").Port<A>} countersign
 * @param {A} answer
 * @param {{action: Action, reportWithinSeconds: number}} options
 * @returns {Promise<true | undefined | Stopped>} undefined: the call needs another grant
 */
async function redeem(countersign, { grant, request }, { action, reportWithinSeconds }) {
  // The grant was used or has expired since the decision.
  if (grant === undefined) return undefined;
  try {
    await countersign.redeem(grant, action, { reportWithinSeconds });
    return true;
  } catch (error) {
    if (error instanceof PortError && needsAnotherGrant.has(error.code)) return undefined;
    return stoppedByCode(error, request);
  }
}
