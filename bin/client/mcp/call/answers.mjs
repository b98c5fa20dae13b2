// @ts-check
import { isStateless } from "./message.mjs";

/** @typedef {import("./message.mjs").Message} Message */

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
 * @param {{approvalUrl: string, requestState: string}} pending
 * @returns {Message}
 */
export function elicitationResponse(request, { approvalUrl, requestState }) {
  return {
    jsonrpc: "2.0",
    id: request.id,
    result: {
      resultType: "input_required",
      inputRequests: {
        approval: { method: "elicitation/create", params: elicitationParams(request, approvalUrl) },
      },
      requestState,
    },
  };
}

/**
 * @param {Message} request
 * @param {string} approvalUrl
 */
export function elicitationParams(request, approvalUrl) {
  return {
    mode: "url",
    url: approvalUrl,
    message: `The call of ${request.params.name} needs approval. Open the page to see who can approve it.`,
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
 * @param {{progressToken: string | number, step: number, approvalUrl?: string}} waiting
 * @returns {Message}
 */
export function progressNotification({ progressToken, step, approvalUrl }) {
  const message = approvalUrl ? `Waiting for approval: ${approvalUrl}` : "Waiting for approval";
  return {
    jsonrpc: "2.0",
    method: "notifications/progress",
    params: { progressToken, progress: step / 1e6, message },
  };
}
