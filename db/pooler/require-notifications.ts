import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../client.ts";
import { primaryClient } from "../primary/primary-client.ts";
import { PoolerError } from "./pooler-error.ts";

/** Less than `check` takes for its look at the database. */
const patienceMilliseconds = 4000;

/**
 * Sends a notification through the pool to a connection that listens as the process will. Behind a pooler in
 * transaction mode, `listen` succeeds and no notification ever arrives.
 * @throws {PoolerError} when none arrived in time
 */
export async function requireNotifications(
  pool: Database,
  listenUrl: string,
  patience = patienceMilliseconds,
): Promise<void> {
  const channel = `countersign_${randomUUID()}`;
  const client = new (primaryClient(listenUrl))({ connectionTimeoutMillis: patience });
  client.on("error", () => {});
  await client.connect();
  try {
    const arrived = new Promise<boolean>((resolve) => client.on("notification", () => resolve(true)));
    await client.query(`listen "${channel}"`);
    await pool.$client`select pg_notify(${channel}, '')`;
    const giveUp = new AbortController();
    const tooLate = pause(patience, false, giveUp).catch(() => false);
    const isHeard = await Promise.race([arrived, tooLate]);
    giveUp.abort();
    if (!isHeard) throw new PoolerError("deaf");
  } finally {
    await client.end().catch(() => undefined);
  }
}
