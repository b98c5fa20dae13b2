import type { Context } from "hono";

/**
 * The answer to a hook before a call: always status 200 and this JSON. Without `onFailure`, Claude
 * Code runs the call after any other status, a redirect or HTML; after an empty answer, always.
 */
export function answerDecision(c: Context, decision: "allow" | "deny", reason: string): Response {
  const hookSpecificOutput = {
    hookEventName: "PreToolUse",
    permissionDecision: decision,
    permissionDecisionReason: reason,
  };
  return c.json({ hookSpecificOutput }, 200, { "cache-control": "no-store" });
}

/** The answer to a hook after a call: nothing to do, or a reason that the model reads. */
export function answerReport(c: Context, reason?: string): Response {
  const body = reason === undefined ? {} : { decision: "block", reason };
  return c.json(body, 200, { "cache-control": "no-store" });
}
