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
 * One tool call of a model, bound to one request: the `webhook-id` is derived from the call and the
 * action, so that the same call finds the same request again, in any process. A framework's
 * "approved" only means: look again. What runs is decided by the grant, which is redeemed once.
 * @param {Agent} agent
 * @param {Action} given
 * @param {CallOptions} options
 */
export function gatedCall(agent, given, { callId, scope = "", ...asking }) {
  const action = checkAction(given);

  /** @returns {Promise<Asked>} */
  async function state() {
    if (typeof callId !== "string" || callId === "")
      throw new Refusal("not_set_up", "The framework gave no ID for this tool call.");
    const id = `call_${await sha256(canonicalJson([agent.agent, scope, callId, action]))}`;
    return agent.ask(action, { ...asking, id });
  }

  return {
    state,
    /**
     * Redeems the grant of the call and runs.
     * @template T
     * @param {() => T | Promise<T>} run
     * @returns {Promise<T>}
     * @throws {Refusal} whose message is written for a model
     */
    async run(run) {
      const asked = await state();
      if (asked.grant === undefined) throw stopped(asked);
      await agent.redeem(asked.grant, action);
      return run();
    },
  };
}

/** @param {Asked} asked */
function stopped({ state, denial, closeReason, approvalUrl, numberToMatch, requestId }) {
  const about = { requestId, approvalUrl };
  const number = numberToMatch === undefined ? "" : ` Number to match: ${numberToMatch}.`;
  if (state === "pending")
    return new Refusal(
      "pending",
      `Not approved yet. A person can approve at ${approvalUrl}.${number} Nothing ran.`,
      about,
    );
  if (state === "denied")
    return new Refusal("denied", `Denied by an approver${denial ? `: ${denial}` : ""}. Nothing ran.`, about);
  if (state === "expired")
    return new Refusal("request_expired", "No one decided in time. Nothing ran.", about);
  if (state === "cancelled")
    return new Refusal(
      "request_cancelled",
      `The request was cancelled (${closeReason ?? "no reason"}). Nothing ran.`,
      about,
    );
  return new Refusal(
    "grant_already_redeemed",
    "This call already ran, or its grant has expired. Nothing ran again.",
    about,
  );
}
