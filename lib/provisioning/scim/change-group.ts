import type { Database, Transaction } from "#db/client";
import { actorId, recordAudit } from "#lib/audit/record";
import type { Json } from "#lib/json/canonical";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { insertGroup, updateNames } from "#lib/membership/groups/store-group";
import type { ScimClient } from "#lib/provisioning/scim/find-client";
import { requireMatch } from "#lib/provisioning/scim/page";
import { readPatch } from "#lib/provisioning/scim/patch-operations";
import { scimFault } from "#lib/provisioning/scim/scim-fault";
import { withoutHidden } from "#lib/text/single-line";
import { applyToGroup, type GroupDraft, takeGroupMembers } from "./group-draft.ts";
import { type GroupRow, groupResource, lockGroupRow, membersOfGroups } from "./group-row.ts";
import { saveMembers } from "./save-members.ts";

export interface GroupChange {
  client: ScimClient;
  groupId: string;
  body: Json;
  ifMatch: string | undefined;
  now: Date;
}

/** Creates a group. @throws `invalid_body`; `conflict` (`uniqueness`) for an existing group's name */
export async function createScimGroup(
  db: Database,
  { client, body, now }: Pick<GroupChange, "client" | "body" | "now">,
): Promise<GroupRow> {
  const draft: GroupDraft = { members: new Set() };
  takeGroupMembers(draft, "replace", body, "The body");
  const { actor } = client;
  const groupId = newId("grp", now);
  return db.transaction(async (tx) => {
    const name = nameOf(draft);
    const externalId = draft.externalId ?? null;
    const values = { id: groupId, name, externalId, source: "scim" as const };
    await named(() => insertGroup(tx, { ...values, createdBy: actorId(actor), createdAt: now }));
    const data = { members: [] };
    await recordAudit(tx, { type: "group.created", actor, subject: { group: groupId }, data }, now);
    await saveMembers(tx, { groupId, before: [], wanted: draft.members, actor, now });
    return lockGroupRow(tx, groupId);
  });
}

/** Applies operations, all or none. @throws as {@link createScimGroup}; `not_found`, `precondition_failed` */
export function patchGroup(db: Database, change: GroupChange): Promise<GroupRow> {
  const operations = readPatch(change.body);
  return changeGroup(db, change, (draft) => {
    for (const operation of operations) applyToGroup(draft, operation);
  });
}

/** Replaces a group's members and name. @throws as {@link patchGroup} */
export function replaceGroup(db: Database, change: GroupChange): Promise<GroupRow> {
  return changeGroup(db, change, (draft) => {
    draft.displayName = undefined;
    draft.members = new Set();
    takeGroupMembers(draft, "replace", change.body, "The body");
  });
}

async function changeGroup(
  db: Database,
  { client, groupId, ifMatch, now }: GroupChange,
  edit: (draft: GroupDraft) => void,
): Promise<GroupRow> {
  const { actor } = client;
  return db.transaction(async (tx) => {
    const row = await lockGroupRow(tx, groupId);
    requireMatch(ifMatch, groupResource(row, "").version);
    const before = ((await membersOfGroups(tx, [groupId])).get(groupId) ?? []).map(({ id }) => id);
    const { name: displayName, externalId } = row;
    const draft: GroupDraft = {
      displayName,
      externalId: externalId ?? undefined,
      members: new Set(before),
    };
    edit(draft);
    await saveNames(tx, row, draft, { client, now });
    await saveMembers(tx, { groupId, before, wanted: draft.members, actor, now });
    return lockGroupRow(tx, groupId);
  });
}

async function saveNames(
  tx: Transaction,
  row: GroupRow,
  draft: GroupDraft,
  { client, now }: Pick<GroupChange, "client" | "now">,
): Promise<void> {
  const wanted = nameOf(draft);
  // The stored name may be older than the removal of hidden characters: its clean form may now
  // belong to another group, which must not prevent a change of this group's members.
  const name = wanted === withoutHidden(row.name) ? row.name : wanted;
  const externalId = draft.externalId ?? null;
  if (name === row.name && externalId === row.externalId) return;
  await named(() => updateNames(tx, row.id, { name, externalId }));
  if (name === row.name) return;
  const subject = { group: row.id };
  const data = { from: row.name, to: name };
  await recordAudit(tx, { type: "group.renamed", actor: client.actor, subject, data }, now);
}

function nameOf({ displayName }: GroupDraft): string {
  if (displayName === undefined) throw scimFault("invalidValue", "displayName is required.");
  return displayName;
}

async function named(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (thrown) {
    if (thrown instanceof CountersignError && thrown.code === "conflict")
      throw scimFault("uniqueness", thrown.userMessage, thrown);
    throw thrown;
  }
}
