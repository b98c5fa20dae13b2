import type { Database } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { CountersignError } from "#lib/errors";
import type { ScimClient } from "./find-client.ts";
import { recordRefusedRemoval } from "./record-refused-removal.ts";

interface Attempt {
  client: ScimClient;
  personId: string;
  /** What it says of whether the person is active; nothing when it wants nobody out. */
  says: "inactive" | "unclear" | undefined;
  now: Date;
}

/**
 * Runs what may take a person out. That it was refused is recorded: somebody the directory wants out still has power here, and the admins must
 * be able to see it. One change holds as a whole, so that a slip anywhere in it keeps them in.
 */
export async function recordingRefusal<T>(
  db: Database,
  attempt: Attempt,
  change: () => Promise<T>,
): Promise<T> {
  try {
    // Not every directory sends again what was refused because the database was busy.
    return await tryAgainWhenBusy(change);
  } catch (thrown) {
    const { client, personId, says, now } = attempt;
    const reason = reasonOf(thrown);
    if (says === undefined || reason === "not_found") throw thrown;
    // Who goes by a version that is over did not see what there is, and will look again.
    const isClear = says === "inactive" && reason !== "precondition_failed";
    await recordRefusedRemoval(db, { client, personId, reason, isClear, now });
    throw reason === "last_admin" ? lastAdmin(thrown) : thrown;
  }
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof CountersignError)) return "failed";
  const { reason, scimType } = thrown.details;
  return String(reason ?? scimType ?? thrown.code);
}

function lastAdmin(cause: unknown): CountersignError {
  return new CountersignError("conflict", "the last active admin stays", {
    userMessage:
      "This is the last active admin and still has access. They must make someone else an admin first.",
    cause,
  });
}
