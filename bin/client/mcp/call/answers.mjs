// @ts-check
import { quoted } from "../../../../lib/text/quoted.mjs";
import { isStateless } from "./message.mjs";

/** @typedef {import("./message.mjs").Message} Message */

/**
 * A request that waits for approval. `number`: what the approver has to type.
 * @typedef {{approvalUrl: string, number?: string}} Pending
 */

/**
 * A tool result that a model reads as an error: the call did not run, and why.
 * @param {Message} request
 * @param {{message: string, why: string, requestId?: string, approvalUrl?: string}} stopped
 * @returns {Message}
 */
export function stoppedResponse(request, { message, why, requestId, approvalUrl }) {
  const about = { outcome: why, request: requestId, approval_url: approvalUrl };
  return resultResponse(request, {
    content: [{ type: "text", text: message }],
    isError: true,
    _meta: { "countersign/call": about },
  });
}

/**
 * The result of a call that was let through and has no answer: it failed, or may have run.
 * @param {Message} request
 * @param {{kind: "failed" | "uncertain", error: unknown, message?: string, requestId: string}} result
 * @returns {Message}
 */
export function failedResponse(request, { kind, error, message, requestId }) {
  const why = error instanceof Error ? error.message : String(error);
  const text = message ?? `The call was approved, and sending it failed: ${why}`;
  return stoppedResponse(request, { message: text, why: kind, requestId });
}

/**
 * Asks the person at the client to open the approval page (URL elicitation). Opening it decides
 * nothing.
 * @param {Message} request
 * @param {Pending & {requestState: string}} pending
 * @returns {Message}
 */
export function elicitationResponse(request, { requestState, ...pending }) {
  return {
    jsonrpc: "2.0",
    id: request.id,
    result: {
      resultType: "input_required",
      inputRequests: {
        approval: { method: "elicitation/create", params: elicitationParams(request, pending) },
      },
      requestState,
    },
  };
}

/**
 * @param {Message} request
 * @param {Pending} pending
 */
export function elicitationParams(request, { approvalUrl, number }) {
  const shown = number === undefined ? "" : ` Number to match: ${number}. The approver has to type it.`;
  return {
    mode: "url",
    url: approvalUrl,
    message: `The call of ${quoted(request.params.name)} needs approval. Open the page to see who can approve it.${shown}`,
  };
}

/** @param {Message} request @param {object} result @returns {Message} */
function resultResponse(request, result) {
  const type = isStateless(request) ? { resultType: "complete" } : {};
  return { jsonrpc: "2.0", id: request.id, result: { ...type, ...result } };
}

/**
 * The progress of a call that waits. The steps are so small that the progress of the tool itself,
 * which follows, is always higher.
 * @param {{progressToken: string | number, step: number} & Pending} waiting
 * @returns {Message}
 */
export function progressNotification({ progressToken, step, ...pending }) {
  return {
    jsonrpc: "2.0",
    method: "notifications/progress",
    params: { progressToken, progress: step / 1e6, message: waitingWords(pending) },
  };
}

/**
 * What a client shows while a call waits: "Waiting for approval: https://… (number to match: 47)".
 * @param {Pending} pending
 */
export function waitingWords({ approvalUrl, number }) {
  const shown = number === undefined ? "" : ` (number to match: ${number})`;
  return `Waiting for approval${approvalUrl ? `: ${approvalUrl}` : ""}${shown}`;
}
