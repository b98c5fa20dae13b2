import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { type SsoTestResult, ssoAttempts } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import type { Claims } from "#lib/provisioning/sso/claims";
import { judge, type Verdict } from "#lib/provisioning/sso/evaluate-sign-in";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import type { Connection } from "./connection.ts";

interface Test {
  actor: Viewer;
  connection: Connection;
  attemptId: string;
  now: Date;
}

/** Stores a test's claims and would-be outcome until clean-up, for the admin who tested. */
export async function saveTestResult(db: Database, test: Test & { claims: Claims }): Promise<void> {
  const { connection, claims } = test;
  await saveResult(db, test, { claims, ...resultOf(await judge(db, connection, claims)) });
}

/** Stores why a test failed before any claims arrived. */
export async function saveTestFault(db: Database, test: Test & { sentence: string }): Promise<void> {
  const { sentence } = test;
  await saveResult(db, test, { claims: null, fate: "failed", reason: sentence, personId: null, roles: [] });
}

function resultOf(verdict: Verdict): Omit<SsoTestResult, "claims"> {
  const personId = verdict.outcome === "create" ? null : (verdict.person?.personId ?? null);
  const reason = verdict.outcome === "refused" ? verdict.reason : null;
  return { fate: verdict.outcome, reason, personId, roles: verdict.roles ?? [] };
}

async function saveResult(db: Database, test: Test, result: SsoTestResult): Promise<void> {
  const { actor, connection, attemptId, now } = test;
  await db.transaction(async (tx) => {
    await tx.update(ssoAttempts).set({ result }).where(eq(ssoAttempts.id, attemptId));
    const subject = { sso_connection: connection.id };
    const data = { fate: result.fate };
    await recordAudit(tx, { type: "sso_connection.tested", actor, subject, data }, now);
  });
}

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
