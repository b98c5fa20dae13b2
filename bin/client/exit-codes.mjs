// @ts-check

/**
 * What each exit code means. They are part of the interface: scripts depend on them, so that none is ever given another meaning.
 * @type {Readonly<Record<ExitName, {code: number, meaning: string}>>}
 */
export const exitCodes = Object.freeze({
  ok: {
    code: 0,
    meaning:
      "allowed, approved, redeemed, enrolled; the receipt is valid; or the policy does not differ, or is pushed",
  },
  failed: { code: 1, meaning: "something unexpected went wrong, here or on the server" },
  usage: { code: 2, meaning: "the command was not understood; nothing was sent" },
  denied: { code: 10, meaning: "a person denied the request" },
  blocked: { code: 11, meaning: "policy blocks the action" },
  expired: { code: 12, meaning: "nobody decided in time" },
  cancelled: {
    code: 13,
    meaning: "the request was cancelled: by Ctrl-C, a new owner, a revoked key, or a new policy",
  },
  pending: { code: 14, meaning: "still waiting for a decision (only with --no-wait)" },
  refused: { code: 20, meaning: "the server does not accept this agent or its key, or this policy token" },
  rejected: { code: 21, meaning: "the server does not accept what was sent" },
  rate_limited: { code: 22, meaning: "too many calls; the server said to come back later" },
  unreachable: { code: 30, meaning: "the server could not be reached for as long as --patience allows" },
  untrusted: { code: 31, meaning: "the server's answer does not match what was asked; do not act on it" },
  grant_refused: {
    code: 40,
    meaning: "the grant was not accepted: wrong action, revoked, owner gone, or no grant of ours",
  },
  grant_redeemed: { code: 41, meaning: "the grant was redeemed before" },
  grant_expired: { code: 42, meaning: "the grant is too old" },
  receipt_invalid: { code: 50, meaning: "the receipt does not prove what it says" },
  receipt_unreadable: { code: 51, meaning: "the file is not a receipt" },
  differs: { code: 60, meaning: "the policy file and the version in force differ (policy diff)" },
  outdated: {
    code: 61,
    meaning: "another version was published than the file was made from, or than was pushed: pull again",
  },
  interrupted: { code: 130, meaning: "stopped by a signal before the server had answered" },
});

/**
 * @typedef {"ok" | "failed" | "usage" | "denied" | "blocked" | "expired" | "cancelled" | "pending" | "refused" | "rejected"
 *   | "rate_limited" | "unreachable" | "untrusted" | "grant_refused" | "grant_redeemed" | "grant_expired"
 *   | "receipt_invalid" | "receipt_unreadable" | "differs" | "outdated" | "interrupted"} ExitName
 */

/**
 * The exit that belongs to an error code of the server (the `code` of a problem document), whatever the command.
 * @type {Readonly<Record<string, ExitName>>}
 */
export const exitOfProblem = Object.freeze({
  missing_signature: "refused",
  invalid_signature: "refused",
  stale_timestamp: "refused",
  key_expired: "refused",
  key_revoked: "refused",
  agent_quarantined: "refused",
  agent_revoked: "refused",
  invalid_enrolment_code: "refused",
  invalid_wait_token: "refused",
  invalid_policy_token: "refused",
  blocked_by_policy: "blocked",
  rate_limited: "rate_limited",
  request_expired: "expired",
  request_cancelled: "cancelled",
  invalid_grant: "grant_refused",
  action_mismatch: "grant_refused",
  audience_mismatch: "grant_refused",
  grant_revoked: "grant_refused",
  owner_inactive: "grant_refused",
  invalid_proof: "grant_refused",
  grant_already_redeemed: "grant_redeemed",
  grant_expired: "grant_expired",
  database_unavailable: "unreachable",
  busy: "unreachable",
  shutting_down: "unreachable",
  internal: "failed",
});
