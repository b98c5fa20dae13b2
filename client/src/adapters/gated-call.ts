import { type Action, checkAction } from "../action.ts";
import type { Agent } from "../agent/agent.ts";
import type { AskOptions } from "../agent/ask.ts";
import type { Asked } from "../agent/asked.ts";
import { canonicalJson } from "../json/canonical.ts";
import { Refusal } from "../refusal.ts";
import { sha256 } from "../text.ts";

export type { Action } from "../action.ts";
export type { Agent } from "../agent/agent.ts";
export type { AskOptions } from "../agent/ask.ts";
export type { Asked } from "../agent/asked.ts";

/** A tool call of a model. `scope` separates conversations or providers with the same call IDs. */
export type GatedCallOptions = Omit<AskOptions, "id"> & { callId: string; scope?: string };

/** A pending request. Contains no credential: the browser of the person at the agent may get it. */
export type PendingApproval = Pick<Asked, "requestId" | "approvalUrl" | "numberToMatch">;

/** `waitSeconds`: 900 by default. `onPending`: at the start, and when a number to match appears. */
export interface WaitOptions {
  waitSeconds?: number;
  signal?: AbortSignal;
  onPending?: (pending: PendingApproval) => void;
}

/** The decision: what to tell the framework, and after a denial the model. */
export type Decision = { approved: true } | { approved: false; reason: string };

/**
 * One tool call of a model, bound to one request: the `webhook-id` is derived from the call and the
 * action, so that the same call finds the same request again, in any process. A framework's
 * "approved" only means: look again. What runs is decided by the grant, which is redeemed once.
 */
export function gatedCall(agent: Agent, given: Action, { callId, scope = "", ...asking }: GatedCallOptions) {
  const action = checkAction(given);

  async function identified() {
    if (typeof callId !== "string" || callId === "")
      throw new Refusal("not_set_up", "The framework gave no ID for this tool call.");
    return { ...asking, id: `call_${await sha256(canonicalJson([agent.agent, scope, callId, action]))}` };
  }

  return {
    state: async (): Promise<Asked> => agent.ask(action, await identified()),
    /**
     * Waits for the decision, and runs nothing.
     * @throws {Refusal} `pending` when the time is over, and refusals that may pass
     */
    async decision({ onPending, ...waiting }: WaitOptions = {}): Promise<Decision> {
      const onWait = (asked: Asked) => onPending?.(pendingOf(asked));
      try {
        await agent.obtainGrant(action, { ...(await identified()), ...waiting, onPending: onWait });
        return { approved: true };
      } catch (thrown) {
        if (!(thrown instanceof Refusal) || thrown.code === "pending" || thrown.status >= 500) throw thrown;
        return { approved: false, reason: thrown.message };
      }
    },
    /**
     * Redeems the grant of the call and runs. Doesn't wait.
     * @throws {Refusal} whose message is written for a model
     */
    async run<T>(run: () => T | Promise<T>): Promise<T> {
      const grant = await agent.obtainGrant(action, { ...(await identified()), waitSeconds: 0 });
      await agent.redeem(grant, action);
      return run();
    },
  };
}

export function pendingOf({ requestId, approvalUrl, numberToMatch }: Asked): PendingApproval {
  return { requestId, approvalUrl, numberToMatch };
}
