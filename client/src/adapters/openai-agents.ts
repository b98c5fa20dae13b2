import type { Action } from "../action.ts";
import type { Agent } from "../agent/agent.ts";
import type { Untyped } from "../json/untyped.ts";
import { Refusal } from "../refusal.ts";
import { type Decision, gatedCall, type WaitOptions } from "./gated-call.ts";

export type { Action } from "../action.ts";
export type { Agent } from "../agent/agent.ts";
export type { Decision, WaitOptions } from "./gated-call.ts";

export interface Gate {
  needsApproval: (context: Untyped, input: Untyped, callId?: string) => Promise<boolean>;
  execute: (input: Untyped, context?: Untyped, details?: Untyped) => Promise<Untyped>;
  errorFunction: (context: Untyped, error: unknown) => Untyped;
  decision: (input: Untyped, callId: string, waiting?: WaitOptions) => Promise<Decision>;
}

/**
 * Gates the options of `tool()` of the OpenAI Agents SDK: `needsApproval` asks Countersign, and
 * `execute` runs after the grant was redeemed. `state.approve(interruption)` only causes another
 * look at the request.
 * @param more `scope`: distinguishes conversations whose calls may have the same ID
 */
export function gateTool<T extends { execute: Untyped; errorFunction?: Untyped }>(
  agent: Agent,
  options: T,
  actionOf: (input: Untyped) => Action,
  { scope, reason }: { scope?: string; reason?: (input: Untyped) => string } = {},
): Omit<T, "execute" | "errorFunction"> & Gate {
  const open = (input: Untyped, callId: string | undefined) =>
    gatedCall(agent, actionOf(input), { callId: callId ?? "", scope, reason: reason?.(input) });
  return {
    // The SDK's default hides the message from the model.
    errorFunction: (_context: unknown, error: unknown) =>
      error instanceof Refusal ? error.message : "An error occurred while running the tool.",
    ...options,
    needsApproval: async (_context: unknown, input: Untyped, callId: string | undefined) => {
      try {
        return (await open(input, callId).state()).state === "pending";
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        // Approval can't help. `execute` meets the same refusal and tells the model.
        return false;
      }
    },
    decision: async (input: Untyped, callId: string, waiting) => open(input, callId).decision(waiting),
    execute: async (input: Untyped, context: unknown, details: Untyped) =>
      open(input, details?.toolCall?.callId).run(() => options.execute(input, context, details)),
  };
}

/**
 * Waits for the decisions for which a run was interrupted, and notes them in its state: run the
 * agent again with this state. Only then the tools run. A state read by `RunState.fromString` finds
 * the same requests.
 * @throws {Refusal} `pending` when the time is over
 */
export async function waitForApprovals(
  state: {
    getInterruptions: () => Untyped[];
    approve: (item: Untyped) => void;
    reject: (item: Untyped, options?: { message?: string }) => void;
  },
  gated: readonly (Gate & { name?: string; parameters?: Untyped })[],
  waiting?: WaitOptions,
): Promise<void> {
  const noted = state.getInterruptions().map(async (item) => {
    const tool = gated.find(({ name }) => name === item.name);
    if (!tool) return;
    const input = inputOf(tool.parameters, JSON.parse(item.arguments));
    const decision = await tool.decision(input, item.rawItem.callId, waiting);
    if (decision.approved) state.approve(item);
    else state.reject(item, { message: decision.reason });
  });
  await Promise.all(noted);
}

/** The input for `execute`, parsed if the parameters are a schema of Zod. */
function inputOf(parameters: Untyped, given: unknown) {
  return typeof parameters?.parse === "function" ? parameters.parse(given) : given;
}
