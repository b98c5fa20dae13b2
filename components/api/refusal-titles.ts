import type { CeremonyFault } from "#components/passkey/ceremony-fault.ts";
import type { ErrorCode } from "#lib/errors";

/**
 * What a page itself can find: the server was not reached or was updated, or its answer was lost or
 * wrong.
 */
type PageFault = "offline" | "outdated_page" | "unconfirmed" | "challenge_mismatch";

/** Every code of a refusal: of the server, of a passkey prompt, and of the page. */
export type RefusalCode = ErrorCode | CeremonyFault | PageFault;

const unknown = "Something went wrong";
const unavailable = "Temporarily unavailable";

/**
 * What happened, for the head of a notice. Total: a new error code does not compile without a
 * title. Codes that only machines get have the title of an unexpected error.
 */
const titles: Record<RefusalCode, string> = {
  offline: "You're offline",
  outdated_page: "This page is out of date",
  unconfirmed: "We couldn't confirm your decision",
  challenge_mismatch: "Stopped: what you'd sign doesn't match this page",
  cancelled: "Not completed",
  aborted: unknown,
  no_webauthn: "Passkeys aren't supported here",
  already_registered: "This device already has a passkey",
  no_user_verification: "Turn on your screen lock",
  wrong_site: "Wrong web address",
  authenticator_failed: unknown,
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
  agent_revoked: "The agent's status changed",
  not_entitled: "You don't have access",
  not_found: "Not found",
  conflict: "Nothing was changed",
  precondition_failed: "Nothing was changed",
  invalid_input: "Check your input",
  invalid_body: unknown,
  invalid_json: unknown,
  unsupported_media_type: unknown,
  payload_too_large: unknown,
  missing_signature: unknown,
  invalid_signature: unknown,
  stale_timestamp: unknown,
  key_expired: unknown,
  key_revoked: unknown,
  owner_inactive: unknown,
  invalid_wait_token: unknown,
  invalid_enrolment_code: unknown,
  invalid_policy_token: unknown,
  invalid_hook_token: unknown,
  invalid_workload_token: unknown,
  invalid_action: unknown,
  idempotency_conflict: unknown,
  invalid_grant: unknown,
  action_mismatch: unknown,
  audience_mismatch: unknown,
  grant_revoked: unknown,
  grant_expired: unknown,
  grant_already_redeemed: unknown,
  invalid_proof: unknown,
  cross_origin: unknown,
  database_unavailable: unavailable,
  busy: unavailable,
  shutting_down: unavailable,
  internal: unknown,
};

/**
 * The title of a refusal.
 * @param code the server's problem code, or a fault that the page found; any other text gets the
 * title of an unexpected error.
 */
export function refusalTitle(code: string): string {
  return Object.hasOwn(titles, code) ? titles[code as RefusalCode] : unknown;
}
