import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { enrollments, people } from "#db/schema/directory";
import { type Actor, recordAudits } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { rolesWithPower } from "#lib/people/roles-with-power";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** Revokes an unused link. @throws {CountersignError} `not_found` for a used or revoked one. */
export async function revokeEnrollment(
  db: Database,
  { actor, enrollmentId, now }: { actor: Viewer; enrollmentId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const revoked = await tx
      .update(enrollments)
      .set({ revokedAt: now })
      .where(and(eq(enrollments.id, enrollmentId), isNull(enrollments.usedAt), isNull(enrollments.revokedAt)))
      .returning({ id: enrollments.id, personId: enrollments.personId });
    if (revoked.length === 0)
      throw new CountersignError("not_found", "no open link with this id", {
        userMessage: "This link was already used, revoked or has expired. Reload the page.",
      });
    await recordRevocations(tx, revoked, actor, now);
  });
}

interface Revocation {
  actor: Actor;
  now: Date;
}

/** Revokes all unused links of a person, in the caller's transaction. */
export async function revokeEnrollmentsOf(
  tx: Transaction,
  { personId, ...revocation }: Revocation & { personId: string },
): Promise<void> {
  await revokeWhere(tx, eq(enrollments.personId, personId), revocation);
}

/** Revokes all unused links of approvers and admins, also of invited people. */
export async function revokeEnrollmentsWithPower(tx: Transaction, revocation: Revocation): Promise<void> {
  const withPower = tx
    .select({ id: people.id })
    .from(people)
    .where(sql`${people.roles} && ${sql.param(rolesWithPower)}::text[]`);
  await revokeWhere(tx, inArray(enrollments.personId, withPower), revocation);
}

async function revokeWhere(tx: Transaction, which: SQL, { actor, now }: Revocation): Promise<void> {
  const revoked = await tx
    .update(enrollments)
    .set({ revokedAt: now })
    .where(and(which, isNull(enrollments.usedAt), isNull(enrollments.revokedAt)))
    .returning({ id: enrollments.id, personId: enrollments.personId });
  await recordRevocations(tx, revoked, actor, now);
}

async function recordRevocations(
  tx: Transaction,
  revoked: { id: string; personId: string | null }[],
  actor: Actor,
  now: Date,
): Promise<void> {
  const facts = revoked.map(({ id, personId }) => {
    const subject = { person: personId ?? undefined, enrollment: id };
    return { type: "enrollment.revoked" as const, actor, subject };
  });
  await recordAudits(tx, facts, now);
}
