import { z } from "zod";
import type { Role } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import { personName } from "#lib/people/person-fields";
import { emailAddress } from "#lib/text/email-address";
import type { Connection } from "./connections/connection.ts";

/** A provider's claims after checking signature, nonce and audience; otherwise untrusted. */
export type Claims = Record<string, unknown> & { sub: string };

/**
 * The email the provider has verified. `email_verified` must be the boolean: a few providers send a
 * string for emails any user can type. Microsoft Entra sends no `email_verified`, but `xms_edov`
 * when configured: the owner of the email's domain verified the email. `xms_edov` counts only from
 * Entra's own issuers, and never overrides `email_verified`.
 */
export function verifiedEmail(
  claims: Claims,
  issuer: string,
): { email: string; isVerified: boolean } | undefined {
  // As in invitations: emails are ASCII, whatever their case folding or looks.
  const email = emailAddress.safeParse(claims.email);
  if (!email.success) return undefined;
  const isByEntra = claims.email_verified === undefined && isEntra(issuer) && saysTrue(claims.xms_edov);
  return { email: email.data, isVerified: claims.email_verified === true || isByEntra };
}

/** Issuers of single Entra tenants: only Microsoft has these addresses, so `xms_edov` means something. */
const entraIssuer =
  /^https:\/\/(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn)\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\/v2\.0$/i;

function isEntra(issuer: string): boolean {
  return entraIssuer.test(issuer);
}

/** Documented as a boolean, and sent as a number or a text as well. */
function saysTrue(claim: unknown): boolean {
  return claim === true || claim === 1 || claim === "1" || claim === "true";
}

/** The display name of a new person: the claimed name, or the part of the address before the @. */
export function nameFrom(claims: Claims, email: string): string {
  const name = personName.safeParse(claims.name);
  return name.success ? name.data : email.slice(0, email.lastIndexOf("@")).slice(0, 120);
}

/** The provider's session ID, by which the provider can end our session. */
export function sidFrom(claims: Claims): string | undefined {
  const sid = z.string().min(1).max(512).safeParse(claims.sid);
  return sid.success ? sid.data : undefined;
}

/**
 * The groups in a claim: a list of texts or one text. An absent claim means none: providers leave
 * it out for a person in no group. undefined when the groups cannot be read: in another form, or
 * too many to send (`_claim_names`, OpenID Connect Core section 5.6.2), which must not look like
 * none.
 */
export function groupsFrom(claims: Claims, claim: string): string[] | undefined {
  const elsewhere = z.record(z.string(), z.unknown()).safeParse(claims._claim_names);
  if (elsewhere.success && claim in elsewhere.data) return undefined;
  const value = claims[claim];
  if (value === undefined || value === null) return [];
  const groups = z.union([z.array(z.string()), z.string().transform((group) => [group])]).safeParse(value);
  return groups.success ? groups.data : undefined;
}

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

const order: Role[] = ["admin", "approver", "auditor"];

/**
 * A person's roles after signing in. The mapping decides every role in it, both ways: a person in
 * one of the role's groups has the role, a person in none does not. Other roles stay as an admin
 * set them.
 * @returns undefined when the groups cannot be read.
 */
export function rolesFromGroups(
  { groupClaim, groupRoles }: Pick<Connection, "groupClaim" | "groupRoles">,
  claims: Claims,
  before: Role[],
): Role[] | undefined {
  if (groupClaim === null || groupRoles.length === 0) return before;
  const groups = groupsFrom(claims, groupClaim);
  if (!groups) return undefined;
  const decided = new Set(groupRoles.flatMap(({ roles }) => roles));
  const given = new Set(
    groupRoles.filter(({ group }) => groups.includes(group)).flatMap(({ roles }) => roles),
  );
  return order.filter((role) => (decided.has(role) ? given.has(role) : before.includes(role)));
}
