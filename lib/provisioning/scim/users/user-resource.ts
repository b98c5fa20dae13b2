import { base64url, sha256 } from "#lib/kernel/digest";
import { enterpriseUrn, userUrn } from "#lib/provisioning/scim/schema-urns";
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
