import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { type EnrolmentPurpose, enrolments, people } from "#db/schema/directory";
import { tokenHash } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { isOpenEnrolment } from "./open-enrollment.ts";

/** What a link's page may know before it is used. */
export interface EnrolmentView {
  id: string;
  purpose: EnrolmentPurpose;
  expiresAt: Date;
  /** Whose link it is; undefined for set-up. */
  person: { id: string; name: string; email: string } | undefined;
}

/**
 * The open enrollment behind a token; undefined when the token has none. Changes nothing, because
 * scanners open links too (invariant 15).
 */
export async function findEnrolment(
  db: Database,
  token: string,
  now: Date,
): Promise<EnrolmentView | undefined> {
  const [row] = await db
    .select({
      id: enrolments.id,
      purpose: enrolments.purpose,
      expiresAt: enrolments.expiresAt,
      person: { id: people.id, name: people.name, email: people.email },
    })
    .from(enrolments)
    .leftJoin(people, eq(people.id, enrolments.personId))
    .where(and(eq(enrolments.tokenHash, tokenHash(token)), isOpenEnrolment(now)));
  return row && { ...row, person: row.person ?? undefined };
}

/**
 * The refusal of a link that is unknown, used, revoked or expired: the same for all, since a
 * stranger may be asking.
 */
export function linkInvalid(): CountersignError {
  return new CountersignError("link_invalid", "no open link for this token", {
    userMessage: "This link was used, revoked or has expired. Ask an admin for a new one.",
  });
}
