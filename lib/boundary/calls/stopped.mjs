// @ts-check
import { stopMessage, whyOfCode } from "./messages.mjs";
import { numberToMatch } from "./number-to-match.mjs";
import { PortError } from "./port-error.mjs";

/** @typedef {import("./messages.mjs").Facts} Facts */
/** @typedef {import("./messages.mjs").Why} Why */

/**
 * A call that didn't run. `message` is written for a model. `cause` is for logs.
 * @typedef {object} Stopped
 * @property {"stopped"} kind
 * @property {Why} why
 * @property {string} message
 * @property {string} [requestId]
 * @property {string} [approvalUrl]
 * @property {string} [code] the server's error code
 * @property {unknown} [cause]
 * @property {Promise<boolean>} [reported] as in a result, if the grant was redeemed already
 */

/**
 * @param {Why} why
 * @param {Facts} [facts]
 * @param {{id: string, approval_url?: string, number_to_match?: string}} [request]
 * @returns {Stopped}
 */
export function stopped(why, facts = {}, request) {
  const approvalUrl = request?.approval_url;
  return {
    kind: "stopped",
    why,
    message: stopMessage(why, { approvalUrl, number: numberToMatch(request), ...facts }),
    ...(request && { requestId: request.id }),
    ...(approvalUrl !== undefined && { approvalUrl }),
    ...(facts.code !== undefined && { code: facts.code }),
  };
}

/**
 * A call stopped by an error of the port. An unexpected error stops the call too.
 * @param {unknown} error
 * @param {{id: string, approval_url?: string}} [request]
 * @returns {Stopped}
 */
export function stoppedByCode(error, request) {
  if (!(error instanceof PortError)) return { ...stopped("unavailable", {}, request), cause: error };
  const { code, message: detail } = error;
  return { ...stopped(whyOfCode(code), { code, detail }, request), cause: error };
}
