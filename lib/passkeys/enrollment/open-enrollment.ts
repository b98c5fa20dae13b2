import { and, gt, isNull, type SQL } from "drizzle-orm";
import { enrollments } from "#db/schema/directory";

/** How long a link is good. */
export const linkTtlSeconds = 24 * 3600;

/** A link that can still be used: not used, not revoked, in time. */
export function isOpenEnrollment(now: Date): SQL | undefined {
  return and(isNull(enrollments.usedAt), isNull(enrollments.revokedAt), gt(enrollments.expiresAt, now));
}
