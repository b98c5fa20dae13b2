import type { Database } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { CountersignError } from "#lib/kernel/errors";
import type { ScimClient } from "#lib/provisioning/scim/find-client";
import { recordRefusedRemoval } from "./record-refused-removal.ts";

interface Attempt {
  client: ScimClient;
  personId: string;
  /** The body's claim about `active`, if asking for a removal. */
  says: "inactive" | "unclear" | undefined;
  now: Date;
}

/**
 * Runs a change that may remove access, and records a refusal: the person still has power, and
 * admins must see that. One error in a change keeps the person active.
 */
export async function recordingRefusal<T>(
  db: Database,
  attempt: Attempt,
  change: () => Promise<T>,
): Promise<T> {
  try {
    // Not every directory repeats a request that a busy database refused.
    return await tryAgainWhenBusy(change);
  } catch (thrown) {
    const { client, personId, says, now } = attempt;
    const reason = reasonOf(thrown);
    if (says === undefined || reason === "not_found") throw thrown;
    // The client of an outdated version has not seen the current state, and will repeat the
    // request.
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
