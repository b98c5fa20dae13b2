import { asc, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { parseFilter } from "#lib/provisioning/scim/filter";
import { type Page, type PageRequest, pageOf } from "#lib/provisioning/scim/page";
import { scimFault } from "#lib/provisioning/scim/scim-fault";
import { asciiLowerCase, lowerAscii } from "#lib/text/email-address";
import { withoutHidden } from "#lib/text/single-line";
import { isUser, type UserRow } from "./user-row.ts";

const calledName = sql`coalesce(${people.userName}, ${people.email})`;

/** Attributes of a filter: IDs are compared exactly, names without case (RFC 7643, section 4.1). */
const conditions: Record<string, (value: string) => SQL> = {
  id: (value) => eq(people.id, value),
  externalid: (value) => eq(people.externalId, value),
  username: (value) => sql`${lowerAscii(calledName)} = ${asciiLowerCase(value)}`,
  // Also by the name without hidden characters, since the directory knows the original.
  displayname: (value) => sql`lower(${people.name}) in (lower(${value}), lower(${withoutHidden(value)}))`,
  emails: (value) => sql`${lowerAscii(people.email)} = ${asciiLowerCase(value)}`,
  "emails.value": (value) => sql`${lowerAscii(people.email)} = ${asciiLowerCase(value)}`,
};

/** A page of people. @throws {CountersignError} `invalid_body` for an unsupported filter */
export async function listUsers(
  db: Database,
  { filter, ...page }: PageRequest & { filter?: string },
): Promise<Page<UserRow>> {
  const where = isUser(...(filter === undefined ? [] : parseFilter(filter).map(conditionOf)));
  return pageOf(page, {
    count: () => db.$count(people, where),
    select: (limit, offset) =>
      db.select().from(people).where(where).orderBy(asc(people.id)).limit(limit).offset(offset),
  });
}

function conditionOf({ attribute, value }: { attribute: string; value: string | boolean }): SQL {
  const condition = conditions[attribute];
  if (condition && typeof value === "string") return condition(value);
  throw scimFault(
    "invalidFilter",
    "Users can be filtered by id, externalId, userName, displayName and emails.value.",
  );
}
