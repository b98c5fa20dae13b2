import type { Database } from "#db/client";
import { requireRole } from "#lib/auth/require-role";
import { endSessionsOf, type Viewer } from "#lib/auth/session";

/**
 * Signs a person out everywhere: oneself, or anybody at an admin's word.
 * @returns how many sessions ended.
 * @throws {CountersignError} `not_found`
 */
export async function endAllSessions(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<number> {
  if (personId !== actor.personId) requireRole(actor, "admin");
  const by = { type: "person" as const, id: actor.personId };
  return db.transaction((tx) => endSessionsOf(tx, { personId, actor: by, now }));
}
