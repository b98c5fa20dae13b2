import type { Sql } from "postgres";
import { type Database, openDatabase, sessionSettings } from "../client.ts";
import { PoolerError } from "./pooler-error.ts";

/** The advisory lock of every change of a role. */
const roleLock = 7_240_114;

/**
 * Gives the role the settings of a session for later sessions in this database, because a pooler refuses them as parameters
 * of a connection. One process at a time: PostgreSQL refuses two changes of one role.
 */
export async function limitRole(directUrl: string): Promise<void> {
  const { $client: client } = openDatabase(directUrl, { connections: 1, isPooled: true });
  try {
    if (await hasLimits(client)) return;
    await client.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${roleLock})`;
      for (const [name, value] of Object.entries(sessionSettings)) {
        const [row] = await tx<[{ statement: string }]>`
          select format('alter role %I in database %I set %I = %L', current_user, current_database(),
            ${name}::text, ${String(value)}::text) as statement`;
        await tx.unsafe(row.statement);
      }
    });
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** @throws {PoolerError} for another role than the one with limits, or a connection older than them */
export async function requireLimits(pool: Database): Promise<void> {
  if (!(await hasLimits(pool.$client))) throw new PoolerError("unlimited");
}

async function hasLimits(client: Sql): Promise<boolean> {
  const settings = await client<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name = any(${Object.keys(sessionSettings)})`;
  const found = new Map(settings.map(({ name, setting }) => [name, setting]));
  return Object.entries(sessionSettings).every(([name, value]) => found.get(name) === String(value));
}
