import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { type SsoTestResult, ssoAttempts } from "#db/schema/sso";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** A test's result, with the person's current name and roles. */
export interface TestView extends SsoTestResult {
  person: { id: string; name: string; roles: Role[] } | undefined;
}

/** The viewer's test, if any, for admins. @throws {CountersignError} `not_found` */
export async function findTest(
  db: Database,
  { viewer, connectionId, attemptId }: { viewer: Viewer; connectionId: string; attemptId: string },
): Promise<TestView | undefined> {
  requireRole(viewer, "admin");
  const [row] = await db
    .select({ result: ssoAttempts.result })
    .from(ssoAttempts)
    .where(
      and(
        eq(ssoAttempts.id, attemptId),
        eq(ssoAttempts.connectionId, connectionId),
        eq(ssoAttempts.testerId, viewer.personId),
      ),
    );
  if (!row?.result) return undefined;
  const { personId } = row.result;
  const person = personId === null ? [] : await findPeople(db, personId);
  return { ...row.result, person: person[0] };
}

function findPeople(db: Database, id: string) {
  return db
    .select({ id: people.id, name: people.name, roles: people.roles })
    .from(people)
    .where(eq(people.id, id));
}
