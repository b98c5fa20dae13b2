/** What a refused decision leaves to do: try again, read the request again, or sign in. */
export type Remedy = "retry" | "reload" | "sign-in";

const titles: Record<string, string> = {
  cancelled: "Passkey prompt closed. Not approved.",
  no_webauthn: "Passkeys aren't supported here",
  no_user_verification: "Turn on your screen lock",
  wrong_site: "Wrong web address",
  offline: "You're offline",
  unconfirmed: "We couldn't confirm your decision",
  challenge_mismatch: "Stopped: what you'd sign doesn't match this page",
  rate_limited: "Too many attempts",
  challenge_expired: "Timed out",
  user_not_verified: "Your device didn't verify you",
  passkey_refused: "Passkey not accepted",
  wrong_passkey: "Passkey belongs to someone else",
  database_unavailable: "Temporarily unavailable",
  busy: "Temporarily unavailable",
  shutting_down: "Temporarily unavailable",
  unauthenticated: "You're signed out",
  already_decided: "Already decided",
  request_expired: "Request expired",
  request_cancelled: "Request cancelled",
  request_changed: "This request changed",
  blocked_by_policy: "Now blocked by policy",
  agent_quarantined: "The agent's status changed",
  not_entitled: "You can't decide this request",
  not_found: "You no longer have access to this request",
};

const reloads = new Set(
  `already_decided request_expired request_cancelled request_changed blocked_by_policy agent_quarantined not_entitled
   not_found unconfirmed challenge_mismatch`.split(/\s+/),
);

/** What happened, for the head of a notice, by the code of the refusal. */
export function refusalTitle(code: string): string {
  return titles[code] ?? "Something went wrong";
}

/** The person's next step after a refusal with this code. */
export function remedyFor(code: string): Remedy {
  if (code === "unauthenticated") return "sign-in";
  return reloads.has(code) ? "reload" : "retry";
}

// A challenge is used up before its answer is verified (invariant 4), and with the challenge its
// statement.
const spending = new Set(["wrong_passkey", "user_not_verified", "passkey_refused", "challenge_expired"]);

/** Whether the page needs a new statement before another try. */
export function needsNewStatement(code: string): boolean {
  return spending.has(code);
}
