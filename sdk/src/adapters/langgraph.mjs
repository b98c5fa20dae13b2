// @ts-check
import { gatedCall } from "./gated-call.mjs";

/** @typedef {import("../action.mjs").Action} Action */
/** @typedef {import("../agent/agent.mjs").Agent} Agent */

/**
 * Runs an action in a LangGraph node. While the request is pending, the graph is interrupted with
 * `{requestId, approvalUrl}`. The value of `Command({resume})` is ignored: it only causes another
 * look at the request. LangGraph starts the node again from its beginning, so call this before any
 * other effect of the node.
 * @template T
 * @param {Agent} agent
 * @param {{interrupt: (value: any) => unknown, callId: string, action: Action, scope?: string,
 * reason?: string}} call `interrupt`: of `@langchain/langgraph`; `scope`: for example the thread ID
 * @param {() => T | Promise<T>} run
 * @returns {Promise<T>}
 * @throws {import("../refusal.mjs").Refusal}
 */
export async function runWithGrant(agent, { interrupt, action, ...options }, run) {
  const gated = gatedCall(agent, action, options);
  for (;;) {
    const { state, requestId, approvalUrl } = await gated.state();
    if (state !== "pending") return gated.run(run);
    // Throws unless the graph was resumed. Each resume is used up by one interrupt.
    interrupt({ requestId, approvalUrl });
  }
}
