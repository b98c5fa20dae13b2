import type { Database } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/errors";
import { callActive, recordWord } from "./directorys-word.ts";
import type { ScimClient } from "./find-client.ts";
import { lockUserRow } from "./user-row.ts";

/**
 * Runs what may take a person out. That the last active admin stays is recorded, in a transaction of its own because the change's was undone:
 * somebody the directory wants out still has power here, and the other admins-to-be must be able to see it.
 */
export async function recordingRefusal<T>(
  db: Database,
  { client, personId, now }: { client: ScimClient; personId: string; now: Date },
  change: () => Promise<T>,
): Promise<T> {
  try {
    // Not every directory sends again what was refused because the database was busy.
    return await tryAgainWhenBusy(change);
  } catch (thrown) {
    const reason = thrown instanceof CountersignError ? thrown.details.reason : undefined;
    if (reason === "not_begun_by_directory") await takeWordBack(db, { client, personId, now });
    if (!(thrown instanceof CountersignError) || reason !== "last_admin") throw thrown;
    const subject = { person: personId };
    const data = { reason };
    await recordAudit(db, { type: "person.removal_refused", actor: client.actor, subject, data }, now);
    throw new CountersignError("conflict", thrown.message, {
      userMessage:
        "This is the last active admin of Countersign, who has to make somebody else an admin first. They still have access.",
      cause: thrown,
    });
  }
}

/** Not ending somebody else's suspension is no reason to hold the directory to a word that it takes back. */
async function takeWordBack(
  db: Database,
  { client: { actor }, personId, now }: { client: ScimClient; personId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockUserRow(tx, personId);
    if (await callActive(tx, personId))
      await recordWord(tx, "person.called_active", { personId, actor, now });
  });
}
