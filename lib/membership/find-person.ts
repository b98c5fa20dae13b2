import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { agents } from "#db/schema/agents";
import { type EnrollmentPurpose, enrollments, people } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { isOpenEnrollment } from "#lib/passkeys/enrollment/find-enrollment";
import { listPasskeys, type PasskeyView } from "#lib/passkeys/list-passkeys";
import { personNotFound } from "#lib/people/lock-people";
import { directoryNamed } from "#lib/people/scim-actor";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import type { PersonRow } from "./list-people-page.ts";

export interface PersonView extends Omit<PersonRow, "isCalledInactive" | "hasUnconfirmedAddress"> {
  createdAt: Date;
  /** The person's ID in the provisioning directory, if any. */
  externalId: string | null;
  passkeyCount: number;
  /** For an unconfirmed address: the previous one, the directory, and the time. */
  unconfirmedAddress: { before: string; by: string | null; at: Date } | null;
  inactiveFlag: { by: string | null; since: Date } | null;
  /** The person's unused link, if any. */
  openLink: { enrollmentId: string; purpose: EnrollmentPurpose; expiresAt: Date } | null;
}

/** A person, for admins, auditors and the person. @throws {CountersignError} `not_found` */
export async function findPerson(
  db: Database,
  { viewer, personId, now }: { viewer: Viewer; personId: string; now: Date },
): Promise<PersonView & { passkeys: PasskeyView[] }> {
  if (personId !== viewer.personId) requireRole(viewer, "admin", "auditor");
  const [person] = await select(db, eq(people.id, personId), now);
  if (!person) throw personNotFound();
  return { ...person, passkeys: await listPasskeys(db, personId) };
}

async function select(db: Database, where: SQL | undefined, now: Date): Promise<PersonView[]> {
  const rows = await selectRows(db, where, now);
  return rows.map(({ emailBefore, emailGivenAt, emailGivenBy, inactiveBy, inactiveSince, ...person }) => {
    const isConfirmed = emailBefore === null || emailGivenAt === null;
    const given = isConfirmed ? null : { before: emailBefore, by: emailGivenBy, at: emailGivenAt };
    const inactiveFlag = inactiveSince === null ? null : { by: inactiveBy, since: inactiveSince };
    return { ...person, unconfirmedAddress: given, inactiveFlag };
  });
}

async function selectRows(db: Database, where: SQL | undefined, now: Date) {
  const lastSeenAt = sql`(select max(${passkeys.lastUsedAt}) from ${passkeys} where ${passkeys.personId} = ${people.id})`;
  return db
    .select({
      ...columnsOf(people, "id", "name", "email", "status", "roles", "createdAt", "externalId"),
      ...columnsOf(people, "emailBefore", "emailGivenAt"),
      emailGivenBy: directoryNamed(people.emailGivenBy),
      inactiveSince: people.inactiveSince,
      inactiveBy: directoryNamed(people.inactiveBy),
      lastSeenAt: lastSeenAt.mapWith(passkeys.lastUsedAt),
      passkeyCount: db.$count(passkeys, eq(passkeys.personId, people.id)),
      agentCount: db.$count(agents, and(eq(agents.ownerId, people.id), sql`${agents.status} <> 'revoked'`)),
      openLink: {
        enrollmentId: enrollments.id,
        purpose: enrollments.purpose,
        expiresAt: enrollments.expiresAt,
      },
    })
    .from(people)
    .leftJoin(enrollments, and(eq(enrollments.personId, people.id), isOpenEnrollment(now)))
    .where(where)
    .orderBy(asc(people.name), asc(people.id));
}
