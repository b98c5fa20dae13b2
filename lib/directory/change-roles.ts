import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { applyRoles } from "./apply-roles.ts";

export interface RoleChange {
  actor: Viewer;
  personId: string;
  roles: Role[];
  now: Date;
}

/**
 * Gives a person another set of roles, at an admin's word, with everything that follows (`applyRoles`).
 * @throws {CountersignError} `not_found`; `conflict` for the last active admin.
 */
export async function changeRoles(db: Database, { actor, personId, roles, now }: RoleChange): Promise<void> {
  requireRole(actor, "admin");
  const by = { type: "person" as const, id: actor.personId };
  await tryAgainWhenBusy(() => db.transaction((tx) => applyRoles(tx, { personId, roles, actor: by, now })));
}
