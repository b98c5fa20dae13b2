import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { databaseFault } from "#app/runtime/database-fault";
import { runtime } from "#app/runtime/runtime";
import { CountersignError, type ErrorCode } from "#lib/kernel/errors";
import { callIdOf } from "./call-id.ts";

/** The HTTP status of every error. Total, so that a new code does not compile without a status. */
export const statusOf: Record<ErrorCode, ContentfulStatusCode> = {
  invalid_json: 400,
  invalid_body: 400,
  unsupported_media_type: 415,
  payload_too_large: 413,
  missing_signature: 401,
  invalid_signature: 401,
  stale_timestamp: 401,
  key_expired: 401,
  key_revoked: 401,
  agent_quarantined: 403,
  frozen: 403,
  agent_revoked: 403,
  owner_inactive: 403,
  invalid_wait_token: 401,
  invalid_enrollment_code: 401,
  invalid_workload_token: 401,
  invalid_policy_token: 401,
  invalid_hook_token: 401,
  invalid_action: 422,
  idempotency_conflict: 409,
  blocked_by_policy: 403,
  rate_limited: 429,
  invalid_grant: 401,
  action_mismatch: 403,
  audience_mismatch: 403,
  grant_revoked: 403,
  grant_expired: 410,
  grant_already_redeemed: 409,
  invalid_proof: 401,
  unauthenticated: 401,
  cross_origin: 403,
  not_found: 404,
  not_entitled: 403,
  already_decided: 409,
  edits_not_allowed: 409,
  request_expired: 410,
  request_cancelled: 410,
  request_changed: 409,
  too_early: 409,
  wrong_number: 403,
  challenge_expired: 410,
  passkey_refused: 400,
  wrong_passkey: 403,
  user_not_verified: 400,
  last_passkey: 409,
  link_invalid: 404,
  setup_complete: 409,
  provider_failed: 502,
  sso_required: 403,
  invalid_input: 422,
  conflict: 409,
  precondition_failed: 412,
  database_unavailable: 503,
  busy: 503,
  shutting_down: 503,
  internal: 500,
};

/** An error as RFC 9457 `application/problem+json`, for Hono. */
export function problemResponse(c: Context, thrown: unknown): Response {
  const { status, headers, body } = problemOf(thrown, callIdOf(c));
  return c.body(body, status, headers);
}

/**
 * An error as RFC 9457 `application/problem+json`, with our stable `code`. An internal error also has the
 * ID of the call, by which an operator finds the error in the log.
 */
export function problemOf(thrown: unknown, callId: string | undefined) {
  const error = knownError(thrown);
  const status = statusOf[error.code];
  const headers: Record<string, string> = {
    "cache-control": "no-store",
    "content-type": "application/problem+json",
  };
  if (error.retryAfterSeconds !== undefined) headers["retry-after"] = String(error.retryAfterSeconds);
  const body = {
    // Leads to the code's row of the error index.
    type: `${runtime().config.origin}/docs/errors#${error.code}`,
    title: error.code.replaceAll("_", " "),
    status,
    code: error.code,
    detail: error.userMessage,
    ...(error.code === "internal" && callId !== undefined ? { instance: `urn:uuid:${callId}` } : {}),
    ...error.details,
  };
  return { status, headers, body: JSON.stringify(body) };
}

/** The error with a code. An unexpected error becomes `internal`, which reveals no internals. */
export function knownError(thrown: unknown): CountersignError {
  if (thrown instanceof CountersignError) return thrown.code === "internal" ? internal(thrown) : thrown;
  const fault = databaseFault(thrown);
  if (fault) return fault;
  if (hasCode(thrown, unstorableText)) {
    return new CountersignError("invalid_body", "text with a character that cannot be stored", {
      userMessage: "The text contains the character U+0000, which can't be stored. Remove it and try again.",
      cause: thrown,
    });
  }
  if (hasCode(thrown, outOfRange)) {
    return new CountersignError("invalid_body", "a number or date that is out of range", {
      userMessage: "A number or date is out of range. Send a smaller one.",
      cause: thrown,
    });
  }
  return internal(thrown);
}

// Also replaces the message of our own internal errors: the message is for the log, and may name
// data that a caller must not learn.
function internal(cause: unknown): CountersignError {
  return new CountersignError("internal", "unexpected error", { cause });
}

/** `character_not_in_repertoire`, `untranslatable_character`: U+0000, which PostgreSQL can't store. */
const unstorableText = new Set(["22021", "22P05"]);
/** `numeric_value_out_of_range`, `invalid_datetime_format`, `datetime_field_overflow`: no column fits. */
const outOfRange = new Set(["22003", "22007", "22008"]);

function hasCode(thrown: unknown, codes: ReadonlySet<string>): boolean {
  const { code, cause } = (thrown ?? {}) as { code?: unknown; cause?: unknown };
  return (typeof code === "string" && codes.has(code)) || (cause instanceof Error && hasCode(cause, codes));
}
