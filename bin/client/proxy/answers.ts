import type { ServerResponse } from "node:http";
import type { Result } from "#lib/boundary/calls/call-options";
import type { Why } from "#lib/boundary/calls/messages";
import type { Stopped } from "#lib/boundary/calls/stopped";
import { TimeoutError } from "./send-call.ts";

/** The proxy's own answer: problem details (RFC 9457). */
interface ProblemAnswer {
  status: number;
  code: string;
  detail: string;
  requestId?: string;
  headers?: Record<string, string>;
  approvalUrl?: string;
}

/** Tells the proxy's own answers from the upstream's: a code, or `forwarded`. */
export const resultHeader = "countersign-result";
const requestHeader = "countersign-request";

const statuses: Readonly<Record<Why, number>> = {
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

const titles: Readonly<Record<string, string>> = {
  202: "Needs approval",
  403: "Not allowed",
  409: "Not decided",
  502: "No answer from the upstream",
  503: "Not available",
  504: "No answer from the upstream",
};

const retryAfterSeconds = 5;

/** The answer about a call that didn't run. */
export function stoppedAnswer({ why, message, requestId, approvalUrl }: Stopped): ProblemAnswer {
  const status = statuses[why];
  const repeats = status === 202 || status === 503;
  // For a proxy that stops: a client that has gone gets no answer.
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

/** The answer about a call that was sent, or couldn't be. */
export function errorAnswer(result: Extract<Result<unknown>, { error: unknown }>): ProblemAnswer {
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

export function sendProblem(
  response: ServerResponse,
  { status, code, detail, requestId, headers, approvalUrl }: ProblemAnswer,
) {
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
