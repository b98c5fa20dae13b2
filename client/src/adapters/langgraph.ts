import type { Action } from "../action.ts";
import type { Agent } from "../agent/agent.ts";
import type { Untyped } from "../json/untyped.ts";
import { Refusal } from "../refusal.ts";
import { gatedCall, type PendingApproval, type WaitOptions } from "./gated-call.ts";

export type { Action } from "../action.ts";
export type { Agent } from "../agent/agent.ts";
export type { PendingApproval, WaitOptions } from "./gated-call.ts";

/**
 * Runs an action in a LangGraph node. With `waitSeconds` the node waits for the decision. While the
 * request is pending after that, the graph is interrupted with `{requestId, approvalUrl,
 * numberToMatch}`. The value of `Command({resume})` is ignored: it only causes another look at the
 * request. LangGraph starts the node again from its beginning, also after a restart in the wait, so
 * call this before any other effect of the node.
 * @param call `interrupt`: of `@langchain/langgraph`; `scope`: for example the thread ID;
 * `waitSeconds`: 0 by default
 * @throws {Refusal}
 */
export async function runWithGrant<T>(
  agent: Agent,
  call: {
    interrupt: (value: Untyped) => unknown;
    callId: string;
    action: Action;
    scope?: string;
    reason?: string;
  } & WaitOptions,
  run: () => T | Promise<T>,
): Promise<T> {
  const { interrupt, action, waitSeconds = 0, signal, onPending, ...options } = call;
  const gated = gatedCall(agent, action, options);
  let pending: PendingApproval | undefined;
  const onWait = (seen: PendingApproval) => {
    pending = seen;
    onPending?.(seen);
  };
  const isDecided = () =>
    gated.decision({ waitSeconds, signal, onPending: onWait }).then(
      () => true,
      (thrown) => {
        if (thrown instanceof Refusal && thrown.code === "pending") return false;
        throw thrown;
      },
    );
  // Throws unless the graph was resumed. Each interrupt uses up a resume.
  while (!(await isDecided())) interrupt(pending);
  return gated.run(run);
}
