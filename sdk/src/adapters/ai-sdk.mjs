// @ts-check
import { Refusal } from "../refusal.mjs";
import { gatedCall } from "./gated-call.mjs";

/** @typedef {import("../action.mjs").Action} Action */
/** @typedef {import("../agent/agent.mjs").Agent} Agent */

/**
 * @typedef {{scope?: string, reason?: (input: any) => string}} GateOptions `scope`: distinguishes
 * conversations whose calls may have the same ID
 */

/**
 * Gates one tool of the AI SDK (`ai` 6 and 7): `needsApproval` asks Countersign, and `execute` runs
 * after the grant was redeemed. The `approved: true` that a client sends only causes another look
 * at the request. For version 7 use {@link approvalOf} for `toolApproval` and this tool without its
 * deprecated `needsApproval`; both find the same request.
 * @template {{execute?: any}} T
 * @param {Agent} agent
 * @param {T} tool
 * @param {(input: any) => Action} actionOf
 * @param {GateOptions} [options]
 * @returns {T & {needsApproval: (input: any, call: {toolCallId: string}) => Promise<boolean>}}
 */
export function gateTool(agent, tool, actionOf, options = {}) {
  return {
    ...tool,
    needsApproval: async (/** @type {any} */ input, /** @type {{toolCallId: string}} */ { toolCallId }) => {
      try {
        // True also after a person approved: version 6 asks again when the client responds, and
        // takes false for "no approval was needed".
        return (await open(agent, actionOf, options, input, { toolCallId }).state()).state !== "allowed";
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        // Approval can't help. `execute` meets the same refusal and tells the model.
        return false;
      }
    },
    execute: async (/** @type {any} */ input, /** @type {{toolCallId: string}} */ call) => {
      const gated = open(agent, actionOf, options, input, call);
      return gated.run(() => tool.execute(input, call));
    },
  };
}

/**
 * The `toolApproval` of one tool in the AI SDK 7: `toolApproval: { refund: approvalOf(...) }`.
 * @param {Agent} agent
 * @param {(input: any) => Action} actionOf
 * @param {GateOptions} [options]
 */
export function approvalOf(agent, actionOf, options = {}) {
  /**
   * @param {any} input @param {{toolCallId: string}} call
   * @returns {Promise<{type: "approved" | "denied" | "user-approval", reason?: string}>}
   */
  return async (input, call) => {
    try {
      const { state, approvalUrl, denial } = await open(agent, actionOf, options, input, call).state();
      if (state === "pending") return { type: "user-approval", reason: approvalUrl };
      if (state === "allowed" || state === "approved") return { type: "approved" };
      return { type: "denied", reason: denial ?? state };
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return { type: "denied", reason: thrown.message };
    }
  };
}

/**
 * @param {Agent} agent @param {(input: any) => Action} actionOf @param {GateOptions} options
 * @param {any} input @param {{toolCallId: string}} call
 */
function open(agent, actionOf, { scope, reason }, input, { toolCallId }) {
  return gatedCall(agent, actionOf(input), { callId: toolCallId, scope, reason: reason?.(input) });
}
