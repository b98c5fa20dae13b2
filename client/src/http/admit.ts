import type { Action, CheckedAction } from "../action.ts";
import type { Redemption } from "../grant/redeem-grant.ts";
import { Refusal } from "../refusal.ts";
import type { Tool } from "../tool.ts";
import { presentedGrant } from "./presented-grant.ts";

export type { Action, CheckedAction } from "../action.ts";
export type { Redemption } from "../grant/redeem-grant.ts";
export type { Tool } from "../tool.ts";

/** A handler's input: perform this action, not a second reading of the request. */
export interface Admission {
  action: CheckedAction;
  redemption: Redemption;
}

export interface PlainResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Verifies and redeems the grant of an HTTP call for the action that the call would perform. */
export async function admit(
  tool: Tool,
  call: { headers: Headers | Record<string, string | string[] | undefined>; method: string },
  readAction: () => Action | Promise<Action>,
): Promise<{ admission: Admission } | { admission?: undefined; refused: PlainResponse }> {
  let action: CheckedAction | undefined;
  try {
    action = tool.action(await readAction());
    const presented = presentedGrant(call);
    if (!presented) throw new Refusal("grant_missing", "This action needs a grant.");
    const redemption = await tool.redeem(presented, action);
    return { admission: { action: redemption.action, redemption } };
  } catch (thrown) {
    return { refused: await responseTo(tool, asRefusal(thrown, action !== undefined), action) };
  }
}

/** Starts an execution's clock. The returned function reports the outcome once, for tools that report. */
export function startExecution(
  tool: Tool,
  { redemption }: Admission,
): (outcome: "done" | "failed" | "uncertain", error?: string) => Promise<void> {
  const started = performance.now();
  let isReported = false;
  return async (outcome, error) => {
    if (isReported) return;
    isReported = true;
    await tool.settle(redemption, { outcome, durationMs: performance.now() - started, error });
  };
}

/** The outcome by a response's status. Before a server error the action may have run. */
export function outcomeOf(status: number): "done" | "failed" | "uncertain" {
  if (status >= 500) return "uncertain";
  return status < 400 ? "done" : "failed";
}

/** The response to a refused call: a challenge if a new grant would help, else a problem (RFC 9457). */
async function responseTo(
  tool: Tool,
  refusal: Refusal,
  action: CheckedAction | undefined,
): Promise<PlainResponse> {
  if (refusal.isChallenge && action) return tool.challenge(action, refusal);
  const { code, status } = refusal;
  // Details of the tool's set-up are for its log.
  const detail = status === 500 ? "This tool isn't set up correctly." : refusal.message;
  const type = `urn:countersign:error:${code}`;
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(status === 401 && { "www-authenticate": `Bearer error="invalid_token"` }),
    },
    body: JSON.stringify({ type, title: code.replaceAll("_", " "), status, code, detail }),
  };
}

/** An error of the caller's `readAction` says that the request can't be read; others are passed on. */
function asRefusal(thrown: unknown, isRead: boolean) {
  if (thrown instanceof Refusal) return thrown;
  if (isRead) throw thrown;
  return new Refusal("invalid_action", "The action can't be read from this request.", { cause: thrown });
}
