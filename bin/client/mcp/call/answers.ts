import { quoted } from "#client/text";
import { isStateless, type Message } from "./message.ts";

/** A pending request. `number`: for the approver to type. */
export interface Pending {
  approvalUrl: string;
  number?: string;
}

/** An error for a model: the call did not run, and why. */
export function stoppedResponse(
  request: Message,
  stop: { message: string; why: string; requestId?: string; approvalUrl?: string },
): Message {
  const about = { outcome: stop.why, request: stop.requestId, approval_url: stop.approvalUrl };
  return resultResponse(request, {
    content: [{ type: "text", text: stop.message }],
    isError: true,
    _meta: { "countersign/call": about },
  });
}

/** The result of an admitted call without an answer: failed, or uncertain. */
export function failedResponse(
  request: Message,
  failure: { kind: "failed" | "uncertain"; error: unknown; message?: string; requestId: string },
): Message {
  const { kind, error, message, requestId } = failure;
  const why = error instanceof Error ? error.message : String(error);
  const text = message ?? `The call was approved, and sending it failed: ${why}`;
  return stoppedResponse(request, { message: text, why: kind, requestId });
}

/** Asks the person at the client to open the approval page, which decides nothing (URL elicitation). */
export function elicitationResponse(
  request: Message,
  { requestState, ...pending }: Pending & { requestState: string },
): Message {
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

export function elicitationParams(request: Message, { approvalUrl, number }: Pending) {
  const shown = number === undefined ? "" : ` Number to match: ${number}. The approver has to type it.`;
  return {
    mode: "url",
    url: approvalUrl,
    message: `The call of ${quoted(request.params.name)} needs approval. Open the page to see who can approve it.${shown}`,
  };
}

function resultResponse(request: Message, result: object): Message {
  const type = isStateless(request) ? { resultType: "complete" } : {};
  return { jsonrpc: "2.0", id: request.id, result: { ...type, ...result } };
}

/** The progress of a waiting call, in tiny steps: the tool's own progress follows and must be higher. */
export function progressNotification({
  progressToken,
  step,
  ...pending
}: { progressToken: string | number; step: number } & Pending): Message {
  return {
    jsonrpc: "2.0",
    method: "notifications/progress",
    params: { progressToken, progress: step / 1e6, message: waitingWords(pending) },
  };
}

/** The line of a waiting call: "Waiting for approval: https://… (number to match: 47)". */
export function waitingWords({ approvalUrl, number }: Pending) {
  const shown = number === undefined ? "" : ` (number to match: ${number})`;
  return `Waiting for approval${approvalUrl ? `: ${approvalUrl}` : ""}${shown}`;
}
