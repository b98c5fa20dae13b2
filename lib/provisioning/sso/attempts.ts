import { and, eq, gt, isNull, lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { ssoAttempts, ssoLogouts } from "#db/schema/sso";
import { addSeconds } from "#lib/kernel/clock";
import { tokenHash } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";

/** The time limit for signing in at the provider. @auth/core's own cookies live as long. */
const attemptTtlSeconds = 900;

const named = ["id", "connectionId", "testerId", "next", "stays", "isApp"] as const;

/** A round trip to a provider. `testerId`: the testing admin; null for a sign-in. */
export type Attempt = Pick<typeof ssoAttempts.$inferSelect, (typeof named)[number]>;

interface Markers {
  /** The protocol's `state`, which goes through the provider. */
  state: string;
  /** The cookie's value, which stays in the browser. */
  cookie: string;
}

/** Records a browser's departure for a provider, with hashes of its values only. */
export async function beginAttempt(
  db: Database,
  begin: Omit<Attempt, "id"> & Markers & { now: Date },
): Promise<{ attemptId: string }> {
  const { state, cookie, now, ...attempt } = begin;
  const id = newId("ssa", now);
  const expiresAt = addSeconds(now, attemptTtlSeconds);
  const hashes = { stateHash: tokenHash(state), cookieHash: tokenHash(cookie) };
  await db.insert(ssoAttempts).values({ id, ...attempt, ...hashes, expiresAt });
  return { attemptId: id };
}

/**
 * Consumes a round trip when its browser comes back, before reading the parameters. The one GET
 * that changes state (invariant 15 names it): without the browser's own cookie there is no row, so
 * a scanner, a preview or another person's link has no effect.
 * @throws {CountersignError} `link_invalid` for a round trip not begun here or by another browser,
 * used before, or too old.
 */
export async function takeAttempt(
  db: Database,
  { connectionId, state, cookie, now }: { connectionId: string; now: Date } & Markers,
): Promise<Attempt> {
  const [attempt] = await db
    .update(ssoAttempts)
    .set({ usedAt: now })
    .where(
      and(
        eq(ssoAttempts.stateHash, tokenHash(state)),
        eq(ssoAttempts.cookieHash, tokenHash(cookie)),
        eq(ssoAttempts.connectionId, connectionId),
        isNull(ssoAttempts.usedAt),
        gt(ssoAttempts.expiresAt, now),
      ),
    )
    .returning(columnsOf(ssoAttempts, ...named));
  if (!attempt)
    throw new CountersignError("link_invalid", "no open round trip for this state and browser", {
      userMessage: "This sign-in took too long or was already used. Start again.",
    });
  return attempt;
}

/** Deletes expired sign-in attempts and used logout tokens. */
export async function deleteExpiredAttempts(db: Database, before: Date): Promise<void> {
  await db.delete(ssoAttempts).where(lt(ssoAttempts.expiresAt, before));
  await db.delete(ssoLogouts).where(lt(ssoLogouts.expiresAt, before));
}
