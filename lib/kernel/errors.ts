/** A code without an HTTP status in `app/runtime/problem.ts` does not compile. */
export type ErrorCode =
  // The message itself
  | "invalid_json"
  | "invalid_body"
  | "unsupported_media_type"
  | "payload_too_large"
  // Who is calling (machines)
  | "missing_signature"
  | "invalid_signature"
  | "stale_timestamp"
  | "key_expired"
  | "key_revoked"
  | "agent_quarantined"
  | "agent_revoked"
  | "owner_inactive"
  | "frozen"
  | "invalid_wait_token"
  | "invalid_enrollment_code"
  | "invalid_policy_token"
  | "invalid_hook_token"
  | "invalid_workload_token"
  // Asking
  | "invalid_action"
  | "idempotency_conflict"
  | "blocked_by_policy"
  | "rate_limited"
  // Redeeming
  | "invalid_grant"
  | "action_mismatch"
  | "audience_mismatch"
  | "grant_revoked"
  | "grant_expired"
  | "grant_already_redeemed"
  | "invalid_proof"
  // Deciding and everything people do
  | "unauthenticated"
  | "cross_origin"
  | "not_found"
  | "not_entitled"
  | "already_decided"
  | "edits_not_allowed"
  | "request_expired"
  | "request_cancelled"
  | "request_changed"
  | "too_early"
  | "wrong_number"
  | "challenge_expired"
  | "passkey_refused"
  | "wrong_passkey"
  | "user_not_verified"
  | "last_passkey"
  | "link_invalid"
  | "setup_complete"
  | "provider_failed"
  | "sso_required"
  | "invalid_input"
  | "conflict"
  | "precondition_failed"
  // The server itself
  | "database_unavailable"
  | "busy"
  | "shutting_down"
  | "internal";

/** An internal error's own message may contain other people's data. */
const internalMessage =
  "Something went wrong on the server. Try again, and tell your admin if it happens again.";

/** A finer reason where several share a code: `details.reason` of the problem document. */
export type Reason =
  | "last_admin"
  | "one_control"
  | "not_begun_by_directory"
  | "draft_unreadable"
  | "proposal_superseded"
  | "database_changed"
  | "no_requests";

/** Members added to the problem document, such as `request` or `errors`. Never secrets. */
type Details = { reason?: Reason } & Record<string, unknown>;

interface ErrorOptions {
  details?: Details;
  /** Seconds until trying again makes sense. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

interface RefusalOptions extends ErrorOptions {
  /** For the person or developer: what happened, and what to do next. */
  userMessage: string;
}

/** The one error class. `message` is for logs and may name IDs; refusals also have a `userMessage`. */
export class CountersignError extends Error {
  override readonly name = "CountersignError";
  readonly userMessage: string;
  readonly details: Details;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: "internal", message: string, options?: ErrorOptions);
  constructor(code: Exclude<ErrorCode, "internal">, message: string, options: RefusalOptions);
  constructor(
    readonly code: ErrorCode,
    message: string,
    { userMessage = internalMessage, details = {}, retryAfterSeconds, cause }: Partial<RefusalOptions> = {},
  ) {
    super(message, { cause });
    this.userMessage = userMessage;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function isRefusedFor(reason: Reason, thrown: unknown): boolean {
  return thrown instanceof CountersignError && thrown.details.reason === reason;
}
