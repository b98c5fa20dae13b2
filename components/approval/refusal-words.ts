/** What a refused decision leaves to do: try again, read the request again, or sign in. */
export type Remedy = "retry" | "reload" | "sign-in";

const titles: Record<string, string> = {
  cancelled: "Not approved: the passkey prompt was closed",
  no_webauthn: "Passkeys do not work here",
  no_user_verification: "A screen lock is needed",
  wrong_site: "Wrong address",
  offline: "No connection",
  unconfirmed: "Not sure whether it arrived",
  challenge_mismatch: "Stopped: this is not what you see",
  rate_limited: "Too many attempts",
  challenge_expired: "That took too long",
  user_not_verified: "Your device did not check that it is you",
  passkey_refused: "This passkey is not accepted",
  wrong_passkey: "This is another person's passkey",
  database_unavailable: "Back in a moment",
  busy: "Back in a moment",
  shutting_down: "Back in a moment",
  unauthenticated: "You are signed out",
  already_decided: "Decided already",
  request_expired: "Time ran out",
  request_cancelled: "Cancelled meanwhile",
  request_changed: "It changed since you opened it",
  blocked_by_policy: "The policy blocks this now",
  agent_quarantined: "The agent's standing changed",
  not_entitled: "You may not decide this",
  not_found: "You may not decide this any more",
};

const reloads = new Set(
  `already_decided request_expired request_cancelled request_changed blocked_by_policy agent_quarantined not_entitled
   not_found unconfirmed challenge_mismatch`.split(/\s+/),
);

/** What happened, for the head of a notice, by the code of the refusal. */
export function refusalTitle(code: string): string {
  return titles[code] ?? "That did not work";
}

/** What a refusal with this code leaves to do. */
export function remedyFor(code: string): Remedy {
  if (code === "unauthenticated") return "sign-in";
  return reloads.has(code) ? "reload" : "retry";
}

// A challenge is used up before the answer to it is looked at (invariant 4), and with it the statement it commits to.
const spending = new Set(["wrong_passkey", "user_not_verified", "passkey_refused", "challenge_expired"]);

/** Whether the page needs a new statement before another try. */
export function needsNewStatement(code: string): boolean {
  return spending.has(code);
}
