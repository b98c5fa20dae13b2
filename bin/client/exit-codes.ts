import type { ErrorCode } from "../../lib/kernel/errors";

/** Scripts depend on exit codes: a code never changes its meaning. */
export const exitCodes = Object.freeze({
  ok: {
    code: 0,
    meaning:
      "success (auto-approved, approved, redeemed, enrolled, signed in, frozen, your denial recorded, receipt valid, policy identical or pushed)",
  },
  failed: { code: 1, meaning: "unexpected error, here or on the server" },
  usage: { code: 2, meaning: "invalid command, nothing was sent. countersign hook: the call is blocked" },
  denied: { code: 10, meaning: "denied by an approver" },
  blocked: { code: 11, meaning: "blocked by policy" },
  expired: { code: 12, meaning: "expired before a decision" },
  cancelled: {
    code: 13,
    meaning: "cancelled (Ctrl-C, new owner, revoked key or new policy)",
  },
  pending: { code: 14, meaning: "still pending (only with --no-wait)" },
  refused: {
    code: 20,
    meaning: "agent, key, workload token, policy token or session rejected, or all agents frozen",
  },
  rejected: { code: 21, meaning: "request rejected as invalid" },
  rate_limited: { code: 22, meaning: "rate limited, try again later" },
  unreachable: { code: 30, meaning: "server unreachable for the whole retry period" },
  untrusted: { code: 31, meaning: "server's response doesn't match the request, don't act on it" },
  grant_refused: {
    code: 40,
    meaning: "grant rejected (wrong action, revoked, no active owner or unknown grant)",
  },
  grant_redeemed: { code: 41, meaning: "grant already redeemed" },
  grant_expired: { code: 42, meaning: "grant expired" },
  receipt_invalid: { code: 50, meaning: "receipt invalid" },
  receipt_unreadable: { code: 51, meaning: "not a receipt" },
  receipt_unpinned: { code: 52, meaning: "receipt valid, but the server's key isn't pinned (no --jwks)" },
  differs: { code: 60, meaning: "policy file differs from the live version (policy diff)" },
  outdated: {
    code: 61,
    meaning: "a different version went live than the file was based on or pushed, pull again",
  },
  interrupted: { code: 130, meaning: "stopped by a signal before the server responded" },
});

export type ExitName = keyof typeof exitCodes;

/** The exit for the `code` of a problem document. The status decides about a newer server's code. */
export function exitOf(code: string, status: number): ExitName {
  if (Object.hasOwn(exitOfProblem, code)) return exitOfProblem[code as ErrorCode];
  return status >= 500 ? "failed" : "rejected";
}

/** Total, so that a new error code does not compile without an exit. */
const exitOfProblem: Readonly<Record<ErrorCode, ExitName>> = Object.freeze({
  invalid_json: "rejected",
  invalid_body: "rejected",
  unsupported_media_type: "rejected",
  payload_too_large: "rejected",
  missing_signature: "refused",
  invalid_signature: "refused",
  stale_timestamp: "refused",
  key_expired: "refused",
  key_revoked: "refused",
  agent_quarantined: "refused",
  frozen: "refused",
  agent_revoked: "refused",
  owner_inactive: "grant_refused",
  invalid_wait_token: "refused",
  invalid_enrollment_code: "refused",
  invalid_policy_token: "refused",
  invalid_hook_token: "refused",
  invalid_workload_token: "refused",
  invalid_action: "rejected",
  idempotency_conflict: "rejected",
  blocked_by_policy: "blocked",
  rate_limited: "rate_limited",
  invalid_grant: "grant_refused",
  action_mismatch: "grant_refused",
  audience_mismatch: "grant_refused",
  grant_revoked: "grant_refused",
  grant_expired: "grant_expired",
  grant_already_redeemed: "grant_redeemed",
  invalid_proof: "grant_refused",
  unauthenticated: "refused",
  cross_origin: "rejected",
  not_found: "rejected",
  not_entitled: "rejected",
  already_decided: "rejected",
  edits_not_allowed: "rejected",
  request_expired: "expired",
  request_cancelled: "cancelled",
  request_changed: "rejected",
  too_early: "rejected",
  wrong_number: "rejected",
  challenge_expired: "rejected",
  passkey_refused: "rejected",
  wrong_passkey: "rejected",
  user_not_verified: "rejected",
  last_passkey: "rejected",
  link_invalid: "rejected",
  setup_complete: "rejected",
  provider_failed: "failed",
  sso_required: "rejected",
  invalid_input: "rejected",
  conflict: "rejected",
  precondition_failed: "rejected",
  database_unavailable: "unreachable",
  busy: "unreachable",
  shutting_down: "unreachable",
  internal: "failed",
});
