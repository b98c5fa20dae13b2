// @ts-check
import { Refusal } from "../refusal.mjs";
import { gatedCall, pendingOf } from "./gated-call.mjs";

/** @typedef {import("../action.mjs").Action} Action */
/** @typedef {import("../agent/agent.mjs").Agent} Agent */
/** @typedef {import("./gated-call.mjs").Decision} Decision */
/** @typedef {import("./gated-call.mjs").PendingApproval} PendingApproval */
/** @typedef {import("./gated-call.mjs").WaitOptions} WaitOptions */

/**
 * `scope` distinguishes conversations whose calls may have the same ID. `onPending` is called when
 * the AI SDK stops for a call: show the address and the number to match to the person at the agent.
 * @template I
 * @typedef {{scope?: string, reason?: (input: I) => string, onPending?: (pending: PendingApproval,
 * call: {toolCallId: string}) => void}} GateOptions
 */

/**
 * The input of a tool of the AI SDK.
 * @template {{execute?: any}} T
 * @typedef {Parameters<NonNullable<T["execute"]>>[0]} InputOf
 */

/**
 * @template I
 * @typedef {{needsApproval: (input: I, call: {toolCallId: string}) => Promise<boolean>, decision:
 * (input: I, call: {toolCallId: string}, waiting?: WaitOptions) => Promise<Decision>}} Gate
 */

/**
 * Gates one tool of the AI SDK (`ai` 6 and 7): `needsApproval` asks Countersign, and `execute` runs
 * after the grant was redeemed. The `approved: true` that a client sends only causes another look
 * at the request. For version 7 use {@link approvalOf} for `toolApproval` and this tool without its
 * deprecated `needsApproval`; both find the same request.
 * @template {{execute?: any}} T
 * @param {Agent} agent
 * @param {T} tool
 * @param {(input: InputOf<T>) => Action} actionOf
 * @param {GateOptions<InputOf<T>>} [options]
 * @returns {T & Gate<InputOf<T>>}
 */
export function gateTool(agent, tool, actionOf, options = {}) {
  /** @param {any} input @param {{toolCallId: string}} call */
  const gate = (input, call) => open(agent, actionOf, options, input, call);
  return {
    ...tool,
    needsApproval: async (/** @type {any} */ input, /** @type {{toolCallId: string}} */ { toolCallId }) => {
      try {
        const asked = await gate(input, { toolCallId }).state();
        if (asked.state === "pending") options.onPending?.(pendingOf(asked), { toolCallId });
        // True also after a person approved: version 6 asks again when the client responds, and
        // takes false for "no approval was needed".
        return asked.state !== "allowed";
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        // Approval can't help. `execute` meets the same refusal and tells the model.
        return false;
      }
    },
    decision: (/** @type {any} */ input, /** @type {{toolCallId: string}} */ call, waiting) =>
      gate(input, call).decision(waiting),
    execute: async (/** @type {any} */ input, /** @type {{toolCallId: string}} */ call) =>
      gate(input, call).run(() => tool.execute(input, call)),
  };
}

/**
 * Waits for the decisions on the gated calls for which the AI SDK stopped, and returns the message
 * with which it continues: append it, and call `generateText` or `streamText` again. Only then the
 * tools run. After a restart, the same messages find the same requests.
 * @param {{[name: string]: any}} tools as given to the AI SDK
 * @param {readonly any[]} messages with the AI SDK's last response
 * @param {WaitOptions} [waiting]
 * @returns {Promise<{role: "tool", content: {type: "tool-approval-response", approvalId: string,
 * approved: boolean, reason?: string}[]}>} without content if no gated call waits
 * @throws {Refusal} `pending` when the time is over
 */
export async function waitForApprovals(tools, messages, waiting) {
  const parts = messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const answered = new Set(
    parts.filter(({ type }) => type === "tool-approval-response").map(({ approvalId }) => approvalId),
  );
  const calls = new Map(
    parts.filter(({ type }) => type === "tool-call").map((part) => [part.toolCallId, part]),
  );
  const open = parts.filter(
    ({ type, approvalId, toolCallId }) =>
      type === "tool-approval-request" &&
      !answered.has(approvalId) &&
      tools[calls.get(toolCallId)?.toolName]?.decision,
  );
  const content = open.map(async ({ approvalId, toolCallId }) => {
    const { toolName, input } = calls.get(toolCallId);
    const decision = await tools[toolName].decision(input, { toolCallId }, waiting);
    return { type: /** @type {const} */ ("tool-approval-response"), approvalId, ...decision };
  });
  return { role: "tool", content: await Promise.all(content) };
}

/**
 * The `toolApproval` of one tool in the AI SDK 7: `toolApproval: { refund: approvalOf(...) }`. The
 * reason of a pending call has the address and the number to match: show it to the person at the
 * agent.
 * @param {Agent} agent
 * @param {(input: any) => Action} actionOf
 * @param {GateOptions<any>} [options]
 */
export function approvalOf(agent, actionOf, options = {}) {
  /**
   * @param {any} input @param {{toolCallId: string}} call
   * @returns {Promise<{type: "approved" | "denied" | "user-approval", reason?: string}>}
   */
  return async (input, call) => {
    try {
      const decision = await open(agent, actionOf, options, input, call).decision({ waitSeconds: 0 });
      return decision.approved ? { type: "approved" } : { type: "denied", reason: decision.reason };
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return { type: thrown.code === "pending" ? "user-approval" : "denied", reason: thrown.message };
    }
  };
}

/**
 * @param {Agent} agent @param {(input: any) => Action} actionOf @param {GateOptions<any>} options
 * @param {any} input @param {{toolCallId: string}} call
 */
function open(agent, actionOf, { scope, reason }, input, { toolCallId }) {
  return gatedCall(agent, actionOf(input), { callId: toolCallId, scope, reason: reason?.(input) });
}
