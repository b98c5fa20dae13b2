import type { Database, Transaction } from "#db/client";
import type { Role } from "#db/schema/directory";
import { actorId, recordAudit } from "#lib/audit/record";
import type { Json } from "#lib/json/canonical";
import { newId } from "#lib/kernel/ids";
import { suspend } from "#lib/membership/offboarding/suspend-person";
import { flagInactive } from "#lib/people/inactive-flag";
import { insertPerson, reinvitePerson } from "#lib/people/insert-person";
import type { ScimClient } from "#lib/provisioning/scim/find-client";
import { takeMembers, type UserDraft } from "./user-draft.ts";
import { type UserColumns, userColumns } from "./user-resource.ts";
import { findUserRow, type UserRow, withUniqueUser } from "./user-row.ts";

/** The roles of a person from a directory: only admins can make an admin. */
const rolesOfNewcomers: Role[] = ["approver"];

/**
 * Adds a person for a directory: invited, which gives no power until the person has a passkey, or
 * suspended when the directory lists the person as inactive. A person who left returns under the
 * same id, with the roles of a newcomer.
 * @throws {CountersignError} `invalid_body`; `conflict`, `scimType` `uniqueness`
 */
export async function createUser(
  db: Database,
  { client, body, now }: { client: ScimClient; body: Json; now: Date },
): Promise<UserRow> {
  const draft: UserDraft = { profile: {} };
  takeMembers(draft, body, "The body");
  const columns = userColumns(draft);
  const { actor } = client;
  return withUniqueUser(() =>
    db.transaction(async (tx) => {
      const given = { ...columns, externalBy: columns.externalId === null ? null : actorId(actor) };
      const row = (await reinvite(tx, given)) ?? (await add(tx, given, now));
      const personId = row.id;
      const data = { roles: rolesOfNewcomers };
      await recordAudit(tx, { type: "person.invited", actor, subject: { person: personId }, data }, now);
      if (draft.active !== false) return row;
      await flagInactive(tx, { personId, actor, now });
      await suspend(tx, { personId, from: ["invited"], actor, now });
      return findUserRow(tx, personId);
    }),
  );
}

type GivenColumns = UserColumns & Pick<UserRow, "externalBy">;

/** Returning clears no protection: no newcomer again, and an unconfirmed address stays so. */
async function reinvite(tx: Transaction, columns: GivenColumns): Promise<UserRow | undefined> {
  // The directory lists the person again.
  const present = { inactiveSince: null, inactiveBy: null };
  return reinvitePerson(tx, columns.email, { ...columns, roles: rolesOfNewcomers, ...present });
}

async function add(tx: Transaction, columns: GivenColumns, now: Date): Promise<UserRow> {
  return insertPerson(tx, {
    ...columns,
    ...{ id: newId("per", now), createdAt: now },
    ...{ status: "invited", roles: rolesOfNewcomers, isNewcomer: true },
  });
}
