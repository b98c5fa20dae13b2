// @ts-check
import { TimeoutError } from "./send-call.mjs";

/** @typedef {import("../../../lib/boundary/calls/stopped.mjs").Stopped} Stopped */
/** @typedef {import("../../../lib/boundary/calls/messages.mjs").Why} Why */

/**
 * An answer of the proxy itself: problem details (RFC 9457).
 * @typedef {{status: number, code: string, detail: string, requestId?: string, headers?:
 * Record<string, string>, approvalUrl?: string}} ProblemAnswer
 */

/** Tells the proxy's own answers from the upstream's: a code, or `forwarded`. */
export const resultHeader = "countersign-result";
const requestHeader = "countersign-request";

/** @type {Readonly<Record<Why, number>>} */
const statuses = {
  denied: 403,
  blocked: 403,
  refused: 403,
  held_tool: 403,
  expired: 409,
  cancelled: 409,
  aborted: 503,
  pending: 202,
  unavailable: 503,
};

/** @type {Readonly<Record<string, string>>} */
const titles = {
  202: "Needs approval",
  403: "Not allowed",
  409: "Not decided",
  502: "No answer from the upstream",
  503: "Not available",
  504: "No answer from the upstream",
};

const retryAfterSeconds = 5;

/**
 * The answer about a call that didn't run.
 * @param {Stopped} stopped
 * @returns {ProblemAnswer}
 */
export function stoppedAnswer({ why, message, requestId, approvalUrl }) {
  const status = statuses[why];
  const repeats = status === 202 || status === 503;
  // A client that has gone gets no answer, so that this one is for a proxy that stops.
  const detail = why === "aborted" ? "The proxy is stopping, so the call didn't run. Repeat it." : message;
  return {
    status,
    code: why,
    detail,
    requestId,
    approvalUrl,
    headers: {
      ...(repeats && { "retry-after": String(retryAfterSeconds) }),
      ...(why === "pending" && approvalUrl !== undefined && { location: approvalUrl }),
    },
  };
}

/**
 * The answer about a call that was sent, or that couldn't be sent.
 * @param {Extract<import("../../../lib/boundary/calls/run-call.mjs").Result<unknown>, {error:
 * unknown}>} result
 * @returns {ProblemAnswer}
 */
export function errorAnswer(result) {
  const { kind, error, requestId } = result;
  if (kind === "failed")
    return {
      status: 502,
      code: "upstream_unreachable",
      detail: "The call was approved, but the upstream couldn't be reached. Nothing was sent.",
      requestId,
    };
  const status = error instanceof TimeoutError ? 504 : 502;
  return { status, code: "uncertain", detail: result.message, requestId };
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {ProblemAnswer} answer
 */
export function sendProblem(response, { status, code, detail, requestId, headers, approvalUrl }) {
  const body = JSON.stringify({
    type: "about:blank",
    title: titles[status] ?? "Request refused",
    status,
    code,
    detail,
    ...(requestId !== undefined && { request: requestId }),
    ...(approvalUrl !== undefined && { approval_url: approvalUrl }),
  });
  response.writeHead(status, {
    "content-type": "application/problem+json",
    "content-length": String(Buffer.byteLength(body)),
    "cache-control": "no-store",
    ...(requestId !== undefined && { [requestHeader]: requestId }),
    [resultHeader]: code,
    ...headers,
  });
  response.end(body);
}
