import type { Database, Transaction } from "#db/client";
import { actorId, recordAudit } from "#lib/audit/record";
import type { Json } from "#lib/json/canonical";
import { CountersignError } from "#lib/kernel/errors";
import { recordClaim, withdrawOwnClaim } from "#lib/membership/inactive-claim";
import { leave } from "#lib/membership/offboarding/deactivate-person";
import { setProfile } from "#lib/people/change-person";
import { flagInactive } from "#lib/people/inactive-flag";
import type { ScimClient } from "#lib/provisioning/scim/find-client";
import { requireMatch } from "#lib/provisioning/scim/page";
import { readPatch } from "#lib/provisioning/scim/patch-operations";
import { applyActive, givenAddress, refusalToReinstate } from "./apply-active.ts";
import { recordingRefusal, requestedActive } from "./record-failed-deprovisioning.ts";
import { take, takeAway, takeMembers, type UserDraft } from "./user-draft.ts";
import { type UserColumns, userColumns, userResource } from "./user-resource.ts";
import { findUserRow, lockUserRow, type UserRow, withUniqueUser } from "./user-row.ts";

export interface UserChange {
  client: ScimClient;
  personId: string;
  body: Json;
  ifMatch: string | undefined;
  now: Date;
}

/** Applies operations, all or none. @throws `invalid_body`, `not_found`, `precondition_failed`, `conflict` */
export function patchUser(db: Database, change: UserChange): Promise<UserRow> {
  return changeUser(db, change, (draft) => {
    for (const { op, path, value } of readPatch(change.body)) {
      if (path === undefined) takeMembers(draft, value, "The value of an operation without a path");
      else if (op === "remove") takeAway(draft, path);
      else take(draft, path, value);
    }
  });
}

/** Replaces a person's attributes. Without `active` the status stays. @throws as {@link patchUser} */
export function replaceUser(db: Database, change: UserChange): Promise<UserRow> {
  return changeUser(db, change, (draft) => {
    draft.userName = undefined;
    draft.profile = {};
    takeMembers(draft, change.body, "The body");
  });
}

async function changeUser(
  db: Database,
  change: UserChange,
  edit: (draft: UserDraft) => void,
): Promise<UserRow> {
  const { personId, ifMatch } = change;
  const changed = await recordingRefusal(db, { ...change, says: requestedActive(change.body) }, () =>
    withUniqueUser<UserRow | CountersignError>(() =>
      db.transaction(async (tx) => {
        const row = await lockUserRow(tx, personId);
        requireMatch(ifMatch, userResource(row, "").version);
        const draft = draftOf(row);
        edit(draft);
        // A person with an admin's address at a provider may be linked to that admin: no directory
        // may change where the address leads.
        if (row.roles.includes("admin")) draft.email = row.email;
        const columns = userColumns(draft, row);
        const refusal = refusalToReinstate(row, draft.active, change.client.actor);
        // Of the change, only the withdrawal of the earlier claim is stored: although ending the
        // suspension is refused, the directory's earlier claim no longer counts.
        if (refusal) return takeBack(tx, change, refusal);
        await saveProfile(tx, row, columns, change);
        await applyActive(tx, row, draft.active, change);
        return findUserRow(tx, personId);
      }),
    ),
  );
  // Thrown after the commit, which records the withdrawn claim.
  if (changed instanceof CountersignError) throw changed;
  return changed;
}

async function takeBack<T>(tx: Transaction, { personId, client, now }: UserChange, refusal: T): Promise<T> {
  const word = { personId, actor: client.actor, now };
  if (await withdrawOwnClaim(tx, word)) await recordClaim(tx, "person.called_active", word);
  return refusal;
}

function draftOf(row: UserRow): UserDraft {
  const known = { userName: row.userName ?? row.email, externalId: row.externalId ?? undefined };
  return { ...known, email: row.email, profile: { ...row.profile }, known };
}

async function saveProfile(
  tx: Transaction,
  row: UserRow,
  columns: UserColumns,
  { client, now }: UserChange,
): Promise<void> {
  const changed = (Object.keys(columns) as (keyof typeof columns)[]).filter(
    (name) => sorted(columns[name]) !== sorted(row[name]),
  );
  if (changed.length === 0) return;
  const address = givenAddress(row, columns.email, { by: actorId(client.actor), now });
  const isOtherId = columns.externalId !== row.externalId;
  const externalBy = isOtherId
    ? { externalBy: columns.externalId === null ? null : actorId(client.actor) }
    : {};
  await setProfile(tx, row.id, { ...columns, ...address, ...externalBy });
  const subject = { person: row.id };
  const isUnconfirmed = address?.emailGivenAt != null;
  const data = { attributes: changed, ...(isUnconfirmed ? { address_unconfirmed: true } : {}) };
  await recordAudit(tx, { type: "person.profile_changed", actor: client.actor, subject, data }, now);
}

/** As equal text for equal values: the order of a profile's members does not matter. */
function sorted(value: unknown): string {
  const isProfile = typeof value === "object" && value !== null;
  return JSON.stringify(isProfile ? Object.entries(value).sort() : value);
}

/** Deactivates a person. @throws `not_found`, `precondition_failed`, `conflict` for the last admin */
export async function deleteUser(
  db: Database,
  deletion: { client: ScimClient; personId: string; ifMatch: string | undefined; now: Date },
): Promise<void> {
  const { client, personId, ifMatch, now } = deletion;
  await recordingRefusal(db, { ...deletion, says: "inactive" }, () =>
    db.transaction(async (tx) => {
      requireMatch(ifMatch, userResource(await lockUserRow(tx, personId), "").version);
      await flagInactive(tx, { personId, actor: client.actor, now });
      await leave(tx, { personId, actor: client.actor, now });
    }),
  );
}
