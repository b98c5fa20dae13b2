import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { challenges } from "#db/schema/passkeys";
import { addSeconds } from "#lib/kernel/clock";
import { challengeTtlSeconds } from "./issue-challenge.ts";

interface StatementScope {
  purpose: (typeof challenges.$inferInsert)["purpose"];
  personId: string;
  /** The request the statement decides, if any. */
  requestId?: string | undefined;
}

/** Stores a statement, or renews its challenge. @returns false for a used challenge: never issued again. */
export async function storeStatementChallenge(
  db: Database,
  {
    challenge,
    scope,
    statement,
    isNumberMatched,
    now,
  }: {
    challenge: string;
    scope: StatementScope;
    statement: Uint8Array;
    isNumberMatched: boolean;
    now: Date;
  },
): Promise<boolean> {
  const expiresAt = addSeconds(now, challengeTtlSeconds);
  const issued = await db
    .insert(challenges)
    .values({ challenge, ...scope, statement, isNumberMatched, expiresAt })
    .onConflictDoUpdate({
      target: challenges.challenge,
      set: { expiresAt, isNumberMatched: sql`${challenges.isNumberMatched} or excluded.is_number_matched` },
      setWhere: isNull(challenges.usedAt),
    })
    .returning({ challenge: challenges.challenge });
  return issued.length > 0;
}

/**
 * Marks a challenge as used by one conditional UPDATE, so that one of several callers finds it unused
 * (invariant 4). The row stays until `retainedUntil`.
 * @returns the stored statement, and whether the approver typed the right number; undefined without
 * an unused challenge in this scope.
 */
export async function markChallengeUsed(
  db: Database,
  {
    challenge,
    scope: { purpose, personId, requestId },
    retainedUntil,
    now,
  }: { challenge: string; scope: StatementScope; retainedUntil: SQL; now: Date },
): Promise<{ statement: Uint8Array; isNumberMatched: boolean } | undefined> {
  const [row] = await db
    .update(challenges)
    .set({ usedAt: now, expiresAt: sql`greatest(${challenges.expiresAt}, ${retainedUntil})` })
    .where(
      and(
        eq(challenges.challenge, challenge),
        eq(challenges.purpose, purpose),
        eq(challenges.personId, personId),
        requestId === undefined ? isNull(challenges.requestId) : eq(challenges.requestId, requestId),
        isNull(challenges.usedAt),
        gt(challenges.expiresAt, now),
      ),
    )
    .returning({ statement: challenges.statement, isNumberMatched: challenges.isNumberMatched });
  if (!row?.statement) return undefined;
  return { statement: new Uint8Array(row.statement), isNumberMatched: row.isNumberMatched };
}
