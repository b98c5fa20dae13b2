import type { Database } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/errors";
import type { ScimClient } from "./find-client.ts";

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
    if (!(thrown instanceof CountersignError) || thrown.details.reason !== "last_admin") throw thrown;
    const subject = { person: personId };
    const data = { reason: "last_admin" };
    await recordAudit(db, { type: "person.removal_refused", actor: client.actor, subject, data }, now);
    throw new CountersignError("conflict", thrown.message, {
      userMessage:
        "This is the last active admin of Countersign, who has to make somebody else an admin first. They still have access.",
      cause: thrown,
    });
  }
}
