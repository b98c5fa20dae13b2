// @ts-check
import { Refusal } from "../refusal.mjs";
import { gatedCall } from "./gated-call.mjs";

/** @typedef {import("../action.mjs").Action} Action */
/** @typedef {import("../agent/agent.mjs").Agent} Agent */

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
 * @returns {Omit<T, "execute" | "errorFunction"> & {needsApproval: (context: any, input: any,
 * callId?: string) => Promise<boolean>, execute: (input: any, context?: any, details?: any) =>
 * Promise<any>, errorFunction: (context: any, error: unknown) => any}}
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
    execute: async (/** @type {any} */ input, /** @type {unknown} */ context, /** @type {any} */ details) =>
      open(input, details?.toolCall?.callId).run(() => options.execute(input, context, details)),
  };
}
