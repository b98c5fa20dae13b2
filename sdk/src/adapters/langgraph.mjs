// @ts-check
import { Refusal } from "../refusal.mjs";
import { gatedCall } from "./gated-call.mjs";

/** @typedef {import("../action.mjs").Action} Action */
/** @typedef {import("../agent/agent.mjs").Agent} Agent */
/** @typedef {import("./gated-call.mjs").PendingApproval} PendingApproval */
/** @typedef {import("./gated-call.mjs").WaitOptions} WaitOptions */

/**
 * Runs an action in a LangGraph node. With `waitSeconds` the node waits for the decision. While the
 * request is pending after that, the graph is interrupted with `{requestId, approvalUrl,
 * numberToMatch}`. The value of `Command({resume})` is ignored: it only causes another look at the
 * request. LangGraph starts the node again from its beginning, also after a restart in the wait, so
 * call this before any other effect of the node.
 * @template T
 * @param {Agent} agent
 * @param {{interrupt: (value: any) => unknown, callId: string, action: Action, scope?: string,
 * reason?: string} & WaitOptions} call `interrupt`: of `@langchain/langgraph`; `scope`: for example
 * the thread ID; `waitSeconds`: 0 by default
 * @param {() => T | Promise<T>} run
 * @returns {Promise<T>}
 * @throws {import("../refusal.mjs").Refusal}
 */
export async function runWithGrant(agent, call, run) {
  const { interrupt, action, waitSeconds = 0, signal, onPending, ...options } = call;
  const gated = gatedCall(agent, action, options);
  /** @type {PendingApproval | undefined} */
  let pending;
  const onWait = (/** @type {PendingApproval} */ seen) => {
    pending = seen;
    onPending?.(seen);
  };
  const isDecided = () =>
    gated.decision({ waitSeconds, signal, onPending: onWait }).then(
      () => true,
      (thrown) => {
        if (thrown instanceof Refusal && thrown.code === "pending") return false;
        throw thrown;
      },
    );
  // Throws unless the graph was resumed. Each resume is used up by one interrupt.
  while (!(await isDecided())) interrupt(pending);
  return gated.run(run);
}
