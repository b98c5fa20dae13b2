import { numberToMatch } from "#client/agent/asked";
import { type Facts, stopMessage, type Why, whyOfCode } from "./messages.ts";
import { PortError } from "./port-error.ts";

/** A call that didn't run. `message` is written for a model. `cause` is for logs. */
export interface Stopped {
  kind: "stopped";
  why: Why;
  message: string;
  requestId?: string;
  approvalUrl?: string;
  code?: string;
  cause?: unknown;
  /** As in a result, if the grant was redeemed already. */
  reported?: Promise<boolean>;
}

export function stopped(
  why: Why,
  facts: Facts = {},
  request?: { id: string; approval_url?: string; number_to_match?: string },
): Stopped {
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

/** A call stopped by an error of the port. An unexpected error stops the call too. */
export function stoppedByCode(error: unknown, request?: { id: string; approval_url?: string }): Stopped {
  if (!(error instanceof PortError)) return { ...stopped("unavailable", {}, request), cause: error };
  const { code, message: detail } = error;
  return { ...stopped(whyOfCode(code), { code, detail }, request), cause: error };
}
