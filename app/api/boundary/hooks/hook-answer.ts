import type { Context } from "hono";

/** Always 200 and this JSON: without `onFailure`, Claude Code runs the call after any other answer. */
export function answerDecision(
  c: Context,
  decision: "allow" | "deny",
  reason: string,
  status: 200 | 403 = 200,
): Response {
  const hookSpecificOutput = {
    hookEventName: "PreToolUse",
    permissionDecision: decision,
    permissionDecisionReason: reason,
  };
  return c.json({ hookSpecificOutput }, status, { "cache-control": "no-store" });
}

/** The answer to a hook after a call: nothing to do, or a reason that the model reads. */
export function answerReport(c: Context, reason?: string): Response {
  const body = reason === undefined ? {} : { decision: "block", reason };
  return c.json(body, 200, { "cache-control": "no-store" });
}
