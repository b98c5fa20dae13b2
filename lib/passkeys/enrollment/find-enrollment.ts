import { and, eq, gt, isNull, type SQL } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { type EnrollmentPurpose, enrollments, people, type Role } from "#db/schema/directory";
import { tokenHash } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";

/** A link for its page, before use. */
export interface EnrollmentView {
  id: string;
  purpose: EnrollmentPurpose;
  expiresAt: Date;
  /** The link's person; undefined for set-up. */
  person: { id: string; name: string; email: string; roles: Role[] } | undefined;
}

/** A token's open enrollment. Changes nothing: scanners open links too (invariant 15). */
export async function findEnrollment(
  db: Database,
  token: string,
  now: Date,
): Promise<EnrollmentView | undefined> {
  const [row] = await db
    .select({
      ...columnsOf(enrollments, "id", "purpose", "expiresAt"),
      person: columnsOf(people, "id", "name", "email", "roles"),
    })
    .from(enrollments)
    .leftJoin(people, eq(people.id, enrollments.personId))
    .where(and(eq(enrollments.tokenHash, tokenHash(token)), isOpenEnrollment(now)));
  return row && { ...row, person: row.person ?? undefined };
}

/** An open link of a person: not for set-up. @throws {CountersignError} `link_invalid` */
export async function requirePersonalEnrollment(
  db: Database,
  token: string,
  now: Date,
): Promise<EnrollmentView & { person: NonNullable<EnrollmentView["person"]> }> {
  const enrollment = await findEnrollment(db, token, now);
  if (!enrollment?.person) throw linkInvalid();
  return { ...enrollment, person: enrollment.person };
}

/** The same for an unknown, used, revoked or expired link: a stranger may be asking. */
export function linkInvalid(): CountersignError {
  return new CountersignError("link_invalid", "no open link for this token", {
    userMessage: "This link was used, revoked or has expired. Ask an admin for a new one.",
  });
}

/** How long a link is good. */
export const linkTtlSeconds = 24 * 3600;

/** A link that can still be used: not used, not revoked, in time. */
export function isOpenEnrollment(now: Date): SQL | undefined {
  return and(isNull(enrollments.usedAt), isNull(enrollments.revokedAt), gt(enrollments.expiresAt, now));
}
