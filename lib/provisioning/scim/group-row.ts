import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { people } from "#db/schema/directory";
import { groupMembers, groups } from "#db/schema/groups";
import { CountersignError } from "#lib/kernel/errors";
import { parseFilter } from "#lib/provisioning/scim/filter";
import { type Page, type PageRequest, pageOf } from "#lib/provisioning/scim/page";
import { groupUrn, scimFault } from "#lib/provisioning/scim/scim-fault";
import { type Resource, resource } from "#lib/provisioning/scim/users/user-resource";
import { withoutHidden } from "#lib/text/single-line";

/** A group, with a digest of its members as `membership`. */
export type GroupRow = Awaited<ReturnType<typeof selectGroups>>[number];

/** The groups that a directory maintains: it can't take over a console group by name. */
function isScimGroup(...conditions: (SQL | undefined)[]): SQL | undefined {
  return and(eq(groups.source, "scim"), ...conditions);
}

/** Reads groups, oldest first. */
async function selectGroups(
  db: Database | Transaction,
  where: SQL | undefined,
  page: { limit: number; offset: number } = { limit: 1, offset: 0 },
) {
  const membership = sql<string>`(select coalesce(md5(string_agg(${groupMembers.personId}, ',' order by ${groupMembers.personId})), '')
    from ${groupMembers} where ${groupMembers.groupId} = ${groups.id})`;
  return db
    .select({ ...columnsOf(groups, "id", "name", "externalId", "createdAt"), membership })
    .from(groups)
    .where(where)
    .orderBy(asc(groups.id))
    .limit(page.limit)
    .offset(page.offset);
}

/** @throws {CountersignError} `not_found` */
export async function findGroupRow(db: Database | Transaction, groupId: string): Promise<GroupRow> {
  const [row] = await selectGroups(db, isScimGroup(eq(groups.id, groupId)));
  return row ?? notThere();
}

/** Finds and locks a group for a change by a directory. @throws {CountersignError} `not_found` */
export async function lockGroupRow(tx: Transaction, groupId: string): Promise<GroupRow> {
  await tx
    .select({ id: groups.id })
    .from(groups)
    .where(isScimGroup(eq(groups.id, groupId)))
    .for("update");
  return findGroupRow(tx, groupId);
}

/** The members of each group, by the group's ID. */
export async function membersOfGroups(
  db: Database | Transaction,
  groupIds: string[],
): Promise<Map<string, { id: string; name: string }[]>> {
  const found = new Map<string, { id: string; name: string }[]>(groupIds.map((id) => [id, []]));
  if (groupIds.length === 0) return found;
  const rows = await db
    .select({ groupId: groupMembers.groupId, id: people.id, name: people.name })
    .from(groupMembers)
    .innerJoin(people, eq(people.id, groupMembers.personId))
    .where(inArray(groupMembers.groupId, groupIds))
    .orderBy(asc(people.id));
  for (const { groupId, ...member } of rows) found.get(groupId)?.push(member);
  return found;
}

/** A SCIM Group, of the same version with and without members. */
export function groupResource(
  row: GroupRow,
  base: string,
  members?: { id: string; name: string }[],
): Resource {
  const { id, name, externalId, createdAt, membership } = row;
  const shown = members?.map((member) => ({
    value: member.id,
    display: member.name,
    type: "User",
    $ref: `${base}/Users/${member.id}`,
  }));
  const group = resource({
    schemas: [groupUrn],
    about: { id, externalId: externalId ?? undefined, displayName: name },
    type: "Group",
    created: createdAt,
    location: `${base}/Groups/${id}`,
    unsaid: membership,
  });
  return shown ? { ...group, body: { ...group.body, members: shown } } : group;
}

function notThere(): never {
  throw new CountersignError("not_found", "no group of a directory with this id", {
    userMessage: "No directory-managed group has this ID.",
  });
}

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
