import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { reactivateAgentsOf } from "#lib/agents/reactivate-agents";
import { type Actor, recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import { endSessionsOf, type Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { revokePolicyTokensOf } from "#lib/policy-tokens/revoke-policy-token";
import { offboard } from "./offboard.ts";
import { requireAnotherAdmin } from "./require-another-admin.ts";

export interface RoleChange {
  actor: Viewer;
  personId: string;
  roles: Role[];
  now: Date;
}

/**
 * Gives a person another set of roles. Their sessions end, so that no page they have open goes on from before. Whoever stops being an approver
 * leaves no agent behind that could act in their name (invariant 8); whoever becomes one again gets their agents back.
 * @throws {CountersignError} `not_found`; `conflict` for the last active admin.
 */
export async function changeRoles(db: Database, { actor, personId, roles, now }: RoleChange): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    // Admins are locked before the person, in every verb that locks both: the same order everywhere, so no deadlock.
    if (!roles.includes("admin")) await requireAnotherAdmin(tx, personId);
    const before = await lockPerson(tx, personId);
    if (sameRoles(before.roles, roles)) return;
    await tx.update(people).set({ roles }).where(eq(people.id, personId));
    const by = { type: "person" as const, id: actor.personId };
    const data = { from: before.roles, to: roles };
    await recordAudit(
      tx,
      { type: "person.roles_changed", actor: by, subject: { person: personId }, data },
      now,
    );
    await followUp(tx, { personId, before, roles, actor: by, now });
  });
}

interface PersonBefore {
  roles: Role[];
  status: string;
}

async function lockPerson(tx: Transaction, personId: string): Promise<PersonBefore> {
  const [person] = await tx
    .select({ roles: people.roles, status: people.status })
    .from(people)
    .where(eq(people.id, personId))
    .for("update");
  if (!person) throw new CountersignError("not_found", "no person with this id");
  return person;
}

async function followUp(
  tx: Transaction,
  change: { personId: string; before: PersonBefore; roles: Role[]; actor: Actor; now: Date },
): Promise<void> {
  const { personId, before, roles, actor, now } = change;
  const wasApprover = before.roles.includes("approver");
  const isApprover = roles.includes("approver");
  if (before.status !== "active") return;
  if (wasApprover && !isApprover) return offboard(tx, { personId, actor, now });
  await endSessionsOf(tx, { personId, actor, now });
  await revokePolicyTokensOf(tx, { personId, actor, now });
  if (!wasApprover && isApprover) await reactivateAgentsOf(tx, { ownerId: personId, actor, now });
}

function sameRoles(a: Role[], b: Role[]): boolean {
  return a.length === b.length && a.every((role) => b.includes(role));
}
