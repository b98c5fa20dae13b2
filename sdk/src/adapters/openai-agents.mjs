// @ts-check
import { Refusal } from "../refusal.mjs";
import { gatedCall } from "./gated-call.mjs";

/** @typedef {import("../action.mjs").Action} Action */
/** @typedef {import("../agent/agent.mjs").Agent} Agent */
/** @typedef {import("./gated-call.mjs").Decision} Decision */
/** @typedef {import("./gated-call.mjs").WaitOptions} WaitOptions */

/**
 * @typedef {{needsApproval: (context: any, input: any, callId?: string) => Promise<boolean>, execute:
 * (input: any, context?: any, details?: any) => Promise<any>, errorFunction: (context: any, error:
 * unknown) => any, decision: (input: any, callId: string, waiting?: WaitOptions) =>
 * Promise<Decision>}} Gate
 */

/**
 * Gates the options of `tool()` of the OpenAI Agents SDK: `needsApproval` asks Countersign, and
 * `execute` runs after the grant was redeemed. `state.approve(interruption)` only causes another
 * look at the request.
 * @template {{execute: any, errorFunction?: any}} T
 * @param {Agent} agent
 * @param {T} options
 * @param {(input: any) => Action} actionOf
 * @param {{scope?: string, reason?: (input: any) => string}} [more] `scope`: distinguishes
 * conversations whose calls may have the same ID
 * @returns {Omit<T, "execute" | "errorFunction"> & Gate}
 */
export function gateTool(agent, options, actionOf, { scope, reason } = {}) {
  /** @param {any} input @param {string | undefined} callId */
  const open = (input, callId) =>
    gatedCall(agent, actionOf(input), { callId: callId ?? "", scope, reason: reason?.(input) });
  return {
    // The SDK's default hides the message from the model.
    errorFunction: (/** @type {unknown} */ _context, /** @type {unknown} */ error) =>
      error instanceof Refusal ? error.message : "An error occurred while running the tool.",
    ...options,
    needsApproval: async (
      /** @type {unknown} */ _context,
      /** @type {any} */ input,
      /** @type {string | undefined} */ callId,
    ) => {
      try {
        return (await open(input, callId).state()).state === "pending";
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        // Approval can't help. `execute` meets the same refusal and tells the model.
        return false;
      }
    },
    decision: async (/** @type {any} */ input, /** @type {string} */ callId, waiting) =>
      open(input, callId).decision(waiting),
    execute: async (/** @type {any} */ input, /** @type {unknown} */ context, /** @type {any} */ details) =>
      open(input, details?.toolCall?.callId).run(() => options.execute(input, context, details)),
  };
}

/**
 * Waits for the decisions on the gated calls for which a run was interrupted, and notes them in its
 * state: run the agent again with this state. Only then the tools run. After a restart, the state
 * that `RunState.fromString` read finds the same requests.
 * @param {{getInterruptions: () => any[], approve: (item: any) => void, reject: (item: any, options?:
 * {message?: string}) => void}} state the `state` of the result of `run()`
 * @param {readonly (Gate & {name?: string, parameters?: any})[]} gated what {@link gateTool} returned
 * @param {WaitOptions} [waiting]
 * @returns {Promise<void>}
 * @throws {Refusal} `pending` when the time is over
 */
export async function waitForApprovals(state, gated, waiting) {
  const noted = state.getInterruptions().map(async (item) => {
    const tool = gated.find(({ name }) => name === item.name);
    if (!tool) return;
    const input = inputOf(tool.parameters, JSON.parse(item.arguments));
    const decision = await tool.decision(input, item.rawItem.callId, waiting);
    if (decision.approved) state.approve(item);
    else state.reject(item, { message: decision.reason });
  });
  await Promise.all(noted);
}

/**
 * The input as `execute` gets it: read by the schema, if the parameters are one of Zod.
 * @param {any} parameters @param {unknown} given
 */
function inputOf(parameters, given) {
  return typeof parameters?.parse === "function" ? parameters.parse(given) : given;
}
