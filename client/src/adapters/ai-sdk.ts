import type { Action } from "../action.ts";
import type { Agent } from "../agent/agent.ts";
import type { Untyped } from "../json/untyped.ts";
import { Refusal } from "../refusal.ts";
import { type Decision, gatedCall, type PendingApproval, pendingOf, type WaitOptions } from "./gated-call.ts";

export type { Action } from "../action.ts";
export type { Agent } from "../agent/agent.ts";
export type { Decision, PendingApproval, WaitOptions } from "./gated-call.ts";

/**
 * `scope` distinguishes conversations whose calls may have the same ID. `onPending` gets the
 * address and the number to match, to show to the person at the agent.
 */
export interface GateOptions<I> {
  scope?: string;
  reason?: (input: I) => string;
  onPending?: (pending: PendingApproval, call: { toolCallId: string }) => void;
}

export type InputOf<T extends { execute?: Untyped }> = Parameters<NonNullable<T["execute"]>>[0];

export interface Gate<I> {
  needsApproval: (input: I, call: { toolCallId: string }) => Promise<boolean>;
  decision: (input: I, call: { toolCallId: string }, waiting?: WaitOptions) => Promise<Decision>;
}

/**
 * Gates one tool of the AI SDK (`ai` 6 and 7): `needsApproval` asks Countersign, and `execute` runs
 * after the grant was redeemed. The `approved: true` that a client sends only causes another look
 * at the request. For version 7 use {@link approvalOf} for `toolApproval` and this tool without its
 * deprecated `needsApproval`; both find the same request.
 */
export function gateTool<T extends { execute?: Untyped }>(
  agent: Agent,
  tool: T,
  actionOf: (input: InputOf<T>) => Action,
  options: GateOptions<InputOf<T>> = {},
): T & Gate<InputOf<T>> {
  const gate = (input: Untyped, call: { toolCallId: string }) => open(agent, actionOf, options, input, call);
  return {
    ...tool,
    needsApproval: async (input: Untyped, { toolCallId }: { toolCallId: string }) => {
      try {
        const asked = await gate(input, { toolCallId }).state();
        if (asked.state === "pending") options.onPending?.(pendingOf(asked), { toolCallId });
        // True also after a person approved: version 6 asks again when the client responds, and
        // takes false for "no approval was needed".
        return asked.state !== "allowed";
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        // Approval can't help. `execute` meets the same refusal and tells the model.
        return false;
      }
    },
    decision: (input: Untyped, call: { toolCallId: string }, waiting) => gate(input, call).decision(waiting),
    execute: async (input: Untyped, call: { toolCallId: string }) =>
      gate(input, call).run(() => tool.execute(input, call)),
  };
}

/**
 * Waits for the decisions on the gated calls for which the AI SDK stopped, and returns the message
 * with which it continues: append it, and call `generateText` or `streamText` again. Only then the
 * tools run. After a restart, the same messages find the same requests.
 * @param tools as given to the AI SDK
 * @param messages with the AI SDK's last response
 * @returns without content if no gated call waits
 * @throws {Refusal} `pending` when the time is over
 */
export async function waitForApprovals(
  tools: { [name: string]: Untyped },
  messages: readonly Untyped[],
  waiting?: WaitOptions,
): Promise<{
  role: "tool";
  content: { type: "tool-approval-response"; approvalId: string; approved: boolean; reason?: string }[];
}> {
  const parts = messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const answered = new Set(
    parts.filter(({ type }) => type === "tool-approval-response").map(({ approvalId }) => approvalId),
  );
  const calls = new Map(
    parts.filter(({ type }) => type === "tool-call").map((part) => [part.toolCallId, part]),
  );
  const open = parts.filter(
    ({ type, approvalId, toolCallId }) =>
      type === "tool-approval-request" &&
      !answered.has(approvalId) &&
      tools[calls.get(toolCallId)?.toolName]?.decision,
  );
  const content = open.map(async ({ approvalId, toolCallId }) => {
    const { toolName, input } = calls.get(toolCallId);
    const decision = await tools[toolName].decision(input, { toolCallId }, waiting);
    return { type: "tool-approval-response" as const, approvalId, ...decision };
  });
  return { role: "tool", content: await Promise.all(content) };
}

/**
 * The `toolApproval` of one tool in the AI SDK 7: `toolApproval: { refund: approvalOf(...) }`. The
 * reason of a pending call has the address and the number to match: show it to the person at the
 * agent.
 */
export function approvalOf(
  agent: Agent,
  actionOf: (input: Untyped) => Action,
  options: GateOptions<Untyped> = {},
) {
  return async (
    input: Untyped,
    call: { toolCallId: string },
  ): Promise<{ type: "approved" | "denied" | "user-approval"; reason?: string }> => {
    try {
      const decision = await open(agent, actionOf, options, input, call).decision({ waitSeconds: 0 });
      return decision.approved ? { type: "approved" } : { type: "denied", reason: decision.reason };
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return { type: thrown.code === "pending" ? "user-approval" : "denied", reason: thrown.message };
    }
  };
}

function open(
  agent: Agent,
  actionOf: (input: Untyped) => Action,
  { scope, reason }: GateOptions<Untyped>,
  input: Untyped,
  { toolCallId }: { toolCallId: string },
) {
  return gatedCall(agent, actionOf(input), { callId: toolCallId, scope, reason: reason?.(input) });
}
