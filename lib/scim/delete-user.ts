import type { Database } from "#db/client";
import { leave } from "#lib/directory/mark-left";
import { callInactive } from "./directorys-word.ts";
import type { ScimClient } from "./find-client.ts";
import { requireMatch } from "./if-match.ts";
import { recordingRefusal } from "./record-refusal.ts";
import { userResource } from "./user-resource.ts";
import { lockUserRow } from "./user-row.ts";

/**
 * Deactivates a person for a directory that deletes them, with all consequences.
 * @throws {CountersignError} `not_found`, `precondition_failed`, `conflict` for the last active
 *   admin
 */
export async function deleteUser(
  db: Database,
  deletion: { client: ScimClient; personId: string; ifMatch: string | undefined; now: Date },
): Promise<void> {
  const { client, personId, ifMatch, now } = deletion;
  await recordingRefusal(db, { ...deletion, says: "inactive" }, () =>
    db.transaction(async (tx) => {
      requireMatch(ifMatch, userResource(await lockUserRow(tx, personId), "").version);
      await callInactive(tx, { personId, actor: client.actor, now });
      await leave(tx, { personId, actor: client.actor, now });
    }),
  );
}
