import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { type SsoTestResult, ssoAttempts } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import type { Claims } from "#lib/provisioning/sso/claims";
import { judge, type Verdict } from "#lib/provisioning/sso/evaluate-sign-in";
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
    const by = { type: "person" as const, id: actor.personId };
    const subject = { sso_connection: connection.id };
    const data = { fate: result.fate };
    await recordAudit(tx, { type: "sso_connection.tested", actor: by, subject, data }, now);
  });
}
