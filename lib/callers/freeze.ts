import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { groupCommitPerDatabase } from "#lib/batching/group-commit-per-database";
import { CountersignError } from "#lib/kernel/errors";

/** A freeze of all agents. */
export interface Freeze {
  /** ISO 8601. */
  at: string;
  /** The name of the person or the security event source, or the ID of one without a row. */
  by: string;
}

/** Stands for the live version while agents are frozen: versions begin with 1. */
export const noVersion = 0;

/**
 * The head of the policy, locked, for a statement that asks or redeems. While agents are frozen no version
 * is live, so that the statement stores and redeems nothing (invariant 24).
 */
export const headText = `select case when frozen_at is null then version else ${noVersion} end as "versionInForce",
    freeze_epoch as "freezeEpoch", database_fence() as "fence" from policy_head where id = 1 for share`;

/** The name of who froze, beside `policy_head h`: a part of a query. */
export const freezerText = `coalesce((select name from people where id = h.frozen_by),
        (select name from event_sources where 'signal:' || id = h.frozen_by), h.frozen_by)`;

/** The freeze as JSON, or null: a part of a query. */
export const freezeText = `(
      select json_build_object('at', h.frozen_at, 'by', ${freezerText}) from policy_head h where h.frozen_at is not null)`;

/** The freeze now. In a transaction that has locked the head of the policy, until it commits. */
export async function findFreeze(db: Database | Transaction): Promise<Freeze | undefined> {
  const [row] = await db.execute<{ freeze: Freeze | null }>(sql`select ${sql.raw(freezeText)} as freeze`);
  return row?.freeze ?? undefined;
}

/** @throws {CountersignError} `frozen` while agents are frozen */
export async function refuseFrozen(db: Database | Transaction): Promise<void> {
  const freeze = await findFreeze(db);
  if (freeze) throw frozenError(freeze);
}

const findFreezeTogether = groupCommitPerDatabase(
  async (db, waiters: undefined[]) => {
    const freeze = await findFreeze(db);
    return waiters.map(() => freeze);
  },
  { mostTogether: 1000 },
);

/** {@link refuseFrozen} for waiting agents: a freeze wakes all of them, and one query answers many. */
export async function refuseWaitWhileFrozen(db: Database): Promise<void> {
  const freeze = await findFreezeTogether(db, undefined);
  if (freeze) throw frozenError(freeze);
}

export function frozenError({ at, by }: Freeze): CountersignError {
  const since = new Date(at).toISOString();
  return new CountersignError("frozen", `all agents are frozen since ${since}`, {
    userMessage: `${by} froze all agents. Nothing is approved or redeemed until an admin releases them.`,
    details: { frozen: { since, by } },
  });
}
