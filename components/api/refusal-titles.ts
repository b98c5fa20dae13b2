import type { CeremonyFault } from "#components/api/ceremony-fault.ts";
import type { ErrorCode } from "#lib/kernel/errors";

/** Faults that the page itself finds: an unreachable or updated server, or a lost or wrong answer. */
type PageFault = "offline" | "outdated_page" | "unconfirmed" | "challenge_mismatch";

/** Every code of a refusal: of the server, of a passkey prompt, and of the page. */
export type RefusalCode = ErrorCode | CeremonyFault | PageFault;

/** Titled as an unexpected error. As a type, the list takes no bytes of a page's script. */
type Untitled =
  | "aborted"
  | "authenticator_failed"
  | "invalid_body"
  | "invalid_json"
  | "unsupported_media_type"
  | "payload_too_large"
  | "missing_signature"
  | "invalid_signature"
  | "stale_timestamp"
  | "key_expired"
  | "key_revoked"
  | "owner_inactive"
  | "invalid_wait_token"
  | "invalid_enrollment_code"
  | "invalid_policy_token"
  | "invalid_hook_token"
  | "invalid_workload_token"
  | "invalid_action"
  | "idempotency_conflict"
  | "invalid_grant"
  | "action_mismatch"
  | "audience_mismatch"
  | "grant_revoked"
  | "grant_expired"
  | "grant_already_redeemed"
  | "invalid_proof"
  | "cross_origin"
  | "internal";

const unavailable = "Temporarily unavailable";

/** Total: a new error code does not compile without a title, or a place among {@link Untitled}. */
const titles: Record<Exclude<RefusalCode, Untitled>, string> = {
  offline: "You're offline",
  outdated_page: "This page is out of date",
  unconfirmed: "We couldn't confirm your decision",
  challenge_mismatch: "Stopped: what you'd sign doesn't match this page",
  cancelled: "Not completed",
  no_webauthn: "Passkeys aren't supported here",
  already_registered: "This device already has a passkey",
  no_user_verification: "Turn on your screen lock",
  wrong_site: "Wrong web address",
  too_early: "Too early to approve",
  wrong_number: "Wrong number",
  challenge_expired: "Timed out",
  user_not_verified: "Your device didn't verify you",
  passkey_refused: "Passkey not accepted",
  wrong_passkey: "Wrong passkey",
  last_passkey: "This is your only passkey",
  unauthenticated: "You're signed out",
  sso_required: "Use single sign-on",
  provider_failed: "Your identity provider isn't responding",
  link_invalid: "This link no longer works",
  setup_complete: "Setup is already complete",
  rate_limited: "Too many attempts",
  already_decided: "Already decided",
  edits_not_allowed: "Can't be edited",
  request_expired: "Request expired",
  request_cancelled: "Request cancelled",
  request_changed: "This request changed",
  blocked_by_policy: "Now blocked by policy",
  agent_quarantined: "The agent's status changed",
  frozen: "All agents are frozen",
  agent_revoked: "The agent's status changed",
  not_entitled: "You don't have access",
  not_found: "Not found",
  conflict: "Nothing was changed",
  precondition_failed: "Nothing was changed",
  invalid_input: "Check your input",
  database_unavailable: unavailable,
  busy: unavailable,
  shutting_down: unavailable,
};

/** A refusal's title, by its code or a page's fault. Other texts get that of an unexpected error. */
export function refusalTitle(code: string): string {
  return Object.hasOwn(titles, code) ? titles[code as keyof typeof titles] : "Something went wrong";
}
