import type { Result } from "./call-options.ts";
import { type DecidingEdge, type HeldCall, inProcessPort } from "./in-process-port.ts";
import { runCall } from "./run-call.ts";

/** How long a tool of a client may run before its execution counts as uncertain. */
const reportWithinSeconds = 3600;

/** Decides a call for an edge in this process. `ran`: the grant was redeemed just now. Never rejects. */
export function decideCall(edge: DecidingEdge, call: HeldCall): Promise<Result<undefined>> {
  const { action, reason, holdSeconds } = call;
  return runCall(inProcessPort(edge, call), {
    action: action as Parameters<typeof runCall>[1]["action"],
    ...(reason !== undefined && { reason }),
    holdSeconds,
    reportWithinSeconds,
    forward: async () => ({ value: undefined }),
  });
}
