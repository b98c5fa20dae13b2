import { eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { groupMembers, groups } from "#db/schema/groups";
import { parseFilter } from "#lib/provisioning/scim/filter";
import { type Page, type PageRequest, pageOf } from "#lib/provisioning/scim/page";
import { scimFault } from "#lib/provisioning/scim/scim-fault";
import { withoutHidden } from "#lib/text/single-line";
import { type GroupRow, isScimGroup, selectGroups } from "./group-row.ts";

const hasMember = (personId: string) =>
  sql`exists (select 1 from ${groupMembers} where ${groupMembers.groupId} = ${groups.id} and ${groupMembers.personId} = ${personId})`;

const conditions: Record<string, (value: string) => SQL> = {
  id: (value) => eq(groups.id, value),
  externalid: (value) => eq(groups.externalId, value),
  // Also by the name without hidden characters, since the directory knows the original.
  displayname: (value) => sql`lower(${groups.name}) in (lower(${value}), lower(${withoutHidden(value)}))`,
  members: hasMember,
  "members.value": hasMember,
};

/** A page of groups. @throws {CountersignError} `invalid_body` for an unsupported filter */
export async function listScimGroups(
  db: Database,
  { filter, ...page }: PageRequest & { filter?: string },
): Promise<Page<GroupRow>> {
  const where = isScimGroup(...(filter === undefined ? [] : parseFilter(filter).map(conditionOf)));
  return pageOf(page, {
    count: () => db.$count(groups, where),
    select: (limit, offset) => selectGroups(db, where, { limit, offset }),
  });
}

function conditionOf({ attribute, value }: { attribute: string; value: string | boolean }): SQL {
  const condition = conditions[attribute];
  if (condition && typeof value === "string") return condition(value);
  throw scimFault(
    "invalidFilter",
    "Groups can be filtered by id, externalId, displayName and members.value.",
  );
}
