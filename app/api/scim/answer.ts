import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { knownError, statusOf } from "#app/runtime/problem";
import { CountersignError, type ErrorCode } from "#lib/kernel/errors";

const mediaType = "application/scim+json";
const errorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";

/** Where a status of ours would surprise a SCIM client. */
const otherStatus: Partial<Record<ErrorCode, ContentfulStatusCode>> = { invalid_input: 400 };

/** A SCIM response. `no-store`, because the body is about people. */
export function answer(
  c: Context,
  body: object,
  status: ContentfulStatusCode = 200,
  headers: Record<string, string> = {},
): Response {
  return c.body(JSON.stringify(body), status, {
    "content-type": mediaType,
    "cache-control": "no-store",
    ...headers,
  });
}

/** An error in the format of RFC 7644, section 3.12. An unexpected error reveals no internals. */
export function errorResponse(c: Context, thrown: unknown): Response {
  const error = knownError(thrown);
  const status = otherStatus[error.code] ?? statusOf[error.code];
  const scimType = error.details.scimType ?? (error.code === "invalid_json" ? "invalidSyntax" : undefined);
  const headers: Record<string, string> = {};
  if (error.retryAfterSeconds !== undefined) headers["retry-after"] = String(error.retryAfterSeconds);
  if (status === 401) headers["www-authenticate"] = "Bearer";
  const body = { schemas: [errorUrn], status: String(status), scimType, detail: error.userMessage };
  return answer(c, body, status, headers);
}

/** The same answer for every unknown address. */
export function nothingHere(): never {
  throw new CountersignError("not_found", "No such endpoint.", {
    userMessage: "This endpoint doesn't exist. See /scim/v2/ResourceTypes.",
  });
}
