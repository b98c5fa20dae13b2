/** Every way a verb can refuse. The map to HTTP status in `app/api/edge/problem.ts` is total: a code without one does not compile. */
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
  | "invalid_wait_token"
  | "invalid_enrolment_code"
  | "invalid_policy_token"
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
  | "request_expired"
  | "request_cancelled"
  | "request_changed"
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
  // The house itself
  | "database_unavailable"
  | "busy"
  | "shutting_down"
  | "internal";

interface ErrorOptions {
  /** What to tell the person or developer: says what to do next. Defaults to `message`. */
  userMessage?: string;
  /** Members added to the problem document, such as `request` or `errors`. Never secrets. */
  details?: Record<string, unknown>;
  /** Seconds until trying again makes sense. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/**
 * The one error class. `message` is for logs, `userMessage` for the caller, `cause` keeps the
 * underlying error.
 */
export class CountersignError extends Error {
  override readonly name = "CountersignError";
  readonly userMessage: string;
  readonly details: Record<string, unknown>;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: ErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.userMessage = options.userMessage ?? message;
    this.details = options.details ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
