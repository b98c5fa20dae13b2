import type { RefusalCode } from "#components/api/refusal-titles.ts";

/** What a refused decision leaves to do: try again, read the request again, or sign in. */
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

/** The person's next step after a refusal with this code. */
export function remedyFor(code: string): Remedy {
  if (code === "unauthenticated") return "sign-in";
  return reloads.has(code) ? "reload" : "retry";
}

// A challenge is consumed before its answer is verified (invariant 4), and its statement with it.
const spending: ReadonlySet<string> = new Set<RefusalCode>([
  "wrong_passkey",
  "user_not_verified",
  "passkey_refused",
  "challenge_expired",
]);

/** Whether the page needs a new statement before another try. */
export function needsNewStatement(code: string): boolean {
  return spending.has(code);
}
