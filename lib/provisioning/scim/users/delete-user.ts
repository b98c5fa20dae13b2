import type { Database } from "#db/client";
import { leave } from "#lib/membership/offboarding/deactivate-person";
import { flagInactive } from "#lib/people/inactive-flag";
import type { ScimClient } from "#lib/provisioning/scim/find-client";
import { requireMatch } from "#lib/provisioning/scim/if-match";
import { recordingRefusal } from "./record-failed-deprovisioning.ts";
import { userResource } from "./user-resource.ts";
import { lockUserRow } from "./user-row.ts";

/**
 * Deactivates a person deleted by a directory.
 * @throws {CountersignError} `not_found`, `precondition_failed`, `conflict` for the last active
 * admin
 */
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
