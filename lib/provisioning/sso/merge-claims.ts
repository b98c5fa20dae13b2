import { CountersignError } from "#lib/kernel/errors";
import type { Claims } from "./claims.ts";

/**
 * One set of claims from the ID token and userinfo, preferring the token. The email and
 * `email_verified` come from the same source, so that verification of one email never covers
 * another.
 * @throws {CountersignError} `provider_failed` without a usable subject
 */
export function mergeClaims(idToken: Record<string, unknown>, userinfo: Record<string, unknown>): Claims {
  const { sub } = idToken;
  // At most 255 ASCII characters (OpenID Connect Core 1.0, section 2).
  if (typeof sub !== "string" || !/^[\x20-\x7e]{1,255}$/.test(sub))
    throw new CountersignError("provider_failed", "the subject isn't a text of 255 characters at most", {
      userMessage: "The identity provider didn't identify a user.",
    });
  const address = idToken.email === undefined ? userinfo : idToken;
  const { email, email_verified, xms_edov } = address;
  return { ...userinfo, ...idToken, sub, email, email_verified, xms_edov };
}
