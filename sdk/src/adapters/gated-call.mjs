// @ts-check
import { checkAction } from "../action.mjs";
import { canonicalJson } from "../json/canonical.mjs";
import { Refusal } from "../refusal.mjs";
import { sha256 } from "../text.mjs";

/** @typedef {import("../action.mjs").Action} Action */
/** @typedef {import("../agent/agent.mjs").Agent} Agent */
/** @typedef {import("../agent/ask.mjs").Asked} Asked */
/** @typedef {import("../agent/ask.mjs").AskOptions} AskOptions */

/**
 * One tool call of a model. `scope` distinguishes calls of several conversations or model providers
 * that may have the same call ID.
 * @typedef {Omit<AskOptions, "id"> & {callId: string, scope?: string}} CallOptions
 */

/**
 * A request that a person has to decide: show both to the person at the agent. Contains no
 * credential, so that it can be sent to that person's browser.
 * @typedef {Pick<Asked, "requestId" | "approvalUrl" | "numberToMatch">} PendingApproval
 */

/**
 * How a call waits. `waitSeconds`: how long, 900 by default. `onPending`: called when the wait
 * begins, and again when a number to match first appears.
 * @typedef {{waitSeconds?: number, signal?: AbortSignal, onPending?: (pending: PendingApproval) =>
 * void}} WaitOptions
 */

/**
 * How a call was decided: what to tell the framework, and for a denied call what to tell the model.
 * @typedef {{approved: true} | {approved: false, reason: string}} Decision
 */

/**
 * One tool call of a model, bound to one request: the `webhook-id` is derived from the call and the
 * action, so that the same call finds the same request again, in any process. A framework's
 * "approved" only means: look again. What runs is decided by the grant, which is redeemed once.
 * @param {Agent} agent
 * @param {Action} given
 * @param {CallOptions} options
 */
export function gatedCall(agent, given, { callId, scope = "", ...asking }) {
  const action = checkAction(given);

  async function identified() {
    if (typeof callId !== "string" || callId === "")
      throw new Refusal("not_set_up", "The framework gave no ID for this tool call.");
    return { ...asking, id: `call_${await sha256(canonicalJson([agent.agent, scope, callId, action]))}` };
  }

  return {
    /** @returns {Promise<Asked>} */
    state: async () => agent.ask(action, await identified()),
    /**
     * Waits for the decision, and runs nothing.
     * @param {WaitOptions} [waiting]
     * @returns {Promise<Decision>}
     * @throws {Refusal} `pending` when the time is over, and refusals after which waiting again helps
     */
    async decision({ onPending, ...waiting } = {}) {
      const onWait = (/** @type {Asked} */ asked) => onPending?.(pendingOf(asked));
      try {
        await agent.obtainGrant(action, { ...(await identified()), ...waiting, onPending: onWait });
        return { approved: true };
      } catch (thrown) {
        if (!(thrown instanceof Refusal) || thrown.code === "pending" || thrown.status >= 500) throw thrown;
        return { approved: false, reason: thrown.message };
      }
    },
    /**
     * Redeems the grant of the call and runs. Doesn't wait.
     * @template T
     * @param {() => T | Promise<T>} run
     * @returns {Promise<T>}
     * @throws {Refusal} whose message is written for a model
     */
    async run(run) {
      const grant = await agent.obtainGrant(action, { ...(await identified()), waitSeconds: 0 });
      await agent.redeem(grant, action);
      return run();
    },
  };
}

/** @param {Asked} asked @returns {PendingApproval} */
export function pendingOf({ requestId, approvalUrl, numberToMatch }) {
  return { requestId, approvalUrl, numberToMatch };
}
