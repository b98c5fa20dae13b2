import { asc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { groupMembers, groups } from "#db/schema/groups";
import { CountersignError } from "#lib/kernel/errors";
import { activeApprover } from "#lib/people/active";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { groupUses } from "./group-uses.ts";

export interface GroupMember {
  id: string;
  name: string;
  /** Whether they count: active, with the role approver. */
  isActive: boolean;
}

export interface GroupView {
  id: string;
  name: string;
  createdAt: Date;
  /** Whether a directory maintains the group, by SCIM: then it is changed there. */
  isManaged: boolean;
  members: GroupMember[];
}

const columns = {
  id: groups.id,
  name: groups.name,
  createdAt: groups.createdAt,
  isManaged: sql<boolean>`${groups.source} = 'scim'`,
};

/** Every group with its members, by name. For admins and auditors, else `not_found`. */
export async function listGroupViews(db: Database, { viewer }: { viewer: Viewer }): Promise<GroupView[]> {
  requireRole(viewer, "admin", "auditor");
  const found = await db
    .select(columns)
    .from(groups)
    .orderBy(asc(sql`lower(${groups.name})`));
  const members = await listMembers(db);
  return found.map((group) => ({ ...group, members: members.get(group.id) ?? [] }));
}

/** A group with its rules and requests. @throws {CountersignError} `not_found` */
export async function findGroup(
  db: Database,
  { viewer, groupId }: { viewer: Viewer; groupId: string },
): Promise<GroupView & { rules: string[]; waiting: number }> {
  requireRole(viewer, "admin", "auditor");
  const [group] = await db.select(columns).from(groups).where(eq(groups.id, groupId));
  if (!group)
    throw new CountersignError("not_found", "no group with this id", {
      userMessage: "This group doesn't exist.",
    });
  const members = (await listMembers(db, groupId)).get(groupId) ?? [];
  return { ...group, members, ...(await groupUses(db, groupId)) };
}

async function listMembers(db: Database, groupId?: string): Promise<Map<string, GroupMember[]>> {
  const rows = await db
    .select({
      groupId: groupMembers.groupId,
      id: people.id,
      name: people.name,
      isActive: activeApprover(people),
    })
    .from(groupMembers)
    .innerJoin(people, eq(people.id, groupMembers.personId))
    .where(groupId === undefined ? undefined : eq(groupMembers.groupId, groupId))
    .orderBy(asc(people.name), asc(people.id));
  const byGroup = new Map<string, GroupMember[]>();
  for (const { groupId: id, ...member } of rows) {
    const members = byGroup.get(id);
    if (members) members.push(member);
    else byGroup.set(id, [member]);
  }
  return byGroup;
}

/** The names of the groups that a person is in, by name. */
export async function listOwnGroups(db: Database, personId: string): Promise<string[]> {
  const found = await db
    .select({ name: groups.name })
    .from(groups)
    .innerJoin(groupMembers, eq(groupMembers.groupId, groups.id))
    .where(eq(groupMembers.personId, personId))
    .orderBy(asc(sql`lower(${groups.name})`));
  return found.map(({ name }) => name);
}
