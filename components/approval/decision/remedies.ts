import type { RefusalCode } from "#components/api/refusal-titles.ts";

/** The way on after a refused decision: try again, read the request again, or sign in. */
export type Remedy = "retry" | "reload" | "sign-in";

const reloads: ReadonlySet<string> = new Set<RefusalCode>([
  "already_decided",
  "request_expired",
  "request_cancelled",
  "request_changed",
  "blocked_by_policy",
  "agent_quarantined",
  "agent_revoked",
  "not_entitled",
  "not_found",
  "unconfirmed",
  "challenge_mismatch",
]);

export function remedyFor(code: string): Remedy {
  if (code === "unauthenticated") return "sign-in";
  return reloads.has(code) ? "reload" : "retry";
}

// A challenge is consumed before the answer is verified (invariant 4), and the statement with the challenge.
const spending: ReadonlySet<string> = new Set<RefusalCode>([
  "wrong_passkey",
  "user_not_verified",
  "passkey_refused",
  "challenge_expired",
]);

/** Whether another try needs a new statement. */
export function needsNewStatement(code: string): boolean {
  return spending.has(code);
}
