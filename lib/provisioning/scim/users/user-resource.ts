import { base64url, sha256 } from "#lib/kernel/digest";
import { enterpriseUrn, scimFault, userUrn } from "#lib/provisioning/scim/scim-fault";
import { emailAddress } from "#lib/text/email-address";
import type { UserDraft } from "./user-draft.ts";
import type { UserRow } from "./user-row.ts";

/** A resource in response form, and its entity tag (RFC 7644, section 3.14). */
export interface Resource {
  body: Record<string, unknown>;
  location: string;
  version: string;
}

/** A SCIM User. `base` is this service's address. */
export function userResource(row: UserRow, base: string): Resource {
  const about = {
    id: row.id,
    externalId: row.externalId ?? undefined,
    userName: row.userName ?? row.email,
    name: partsOf(row.profile, "name.") ?? { formatted: row.name },
    displayName: row.name,
    title: row.profile.title,
    active: row.status === "invited" || row.status === "active",
    emails: [{ value: row.email, type: "work", primary: true }],
    [enterpriseUrn]: partsOf(row.profile, `${enterpriseUrn}:`),
  };
  const schemas = about[enterpriseUrn] ? [userUrn, enterpriseUrn] : [userUrn];
  return resource({
    schemas,
    about,
    type: "User",
    created: row.createdAt,
    location: `${base}/Users/${row.id}`,
  });
}

/** A resource with schemas and meta. Its version is a digest, so that no verb can forget a counter. */
export function resource(parts: {
  schemas: string[];
  about: Record<string, unknown>;
  type: "User" | "Group";
  created: Date;
  location: string;
  /** Versioned content outside the body, such as a left-out member list. */
  unsaid?: string;
}): Resource {
  const { schemas, about, type, created, location, unsaid = "" } = parts;
  const version = `W/"${base64url(sha256(JSON.stringify(about), unsaid)).slice(0, 22)}"`;
  const meta = { resourceType: type, created: created.toISOString(), location, version };
  return { body: { schemas, ...about, meta }, location, version };
}

function partsOf(profile: Record<string, string>, prefix: string): Record<string, string> | undefined {
  const parts = Object.entries(profile).flatMap(([path, text]) =>
    path.startsWith(prefix) ? [[path.slice(prefix.length), text]] : [],
  );
  return parts.length > 0 ? Object.fromEntries(parts.sort()) : undefined;
}

export interface UserColumns {
  name: string;
  email: string;
  /** null: the same as the address. */
  userName: string | null;
  externalId: string | null;
  profile: Record<string, string>;
}

const nameLength = 120;

/**
 * The columns a draft sets in a person's row. The display name is `displayName`, else the formatted
 * name, else its parts, else the known name.
 * @param known name and email of an existing person
 * @throws {CountersignError} `invalid_body` without a user name, or without any email
 */
export function userColumns(draft: UserDraft, known?: { name: string; email: string }): UserColumns {
  const { userName, externalId, profile } = draft;
  if (userName === undefined) throw scimFault("invalidValue", "userName is required.");
  const parts = [profile["name.givenName"], profile["name.familyName"]].filter(Boolean).join(" ");
  const name = profile.displayName || profile["name.formatted"] || parts || known?.name || userName;
  const email = draft.email ?? (isAddress(userName) ? userName : known?.email);
  if (email === undefined) {
    throw scimFault("invalidValue", "An email is required, in emails or as the userName.");
  }
  return {
    name: name.slice(0, nameLength),
    email,
    userName: userName === email ? null : userName,
    externalId: externalId ?? null,
    profile,
  };
}

function isAddress(text: string): boolean {
  return emailAddress.safeParse(text).success;
}
