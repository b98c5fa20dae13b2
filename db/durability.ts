import type { Sql } from "postgres";

/** What a commit that was answered survives, by PostgreSQL's own account. */
export const durabilities = [
  "one_server",
  "synchronous_standby",
  "asynchronous_standby",
  "not_durable",
] as const;
export type Durability = (typeof durabilities)[number];

/** `not_durable` is the state of a database whose settings let PostgreSQL answer before it has written. */
export async function readDurability(sql: Sql): Promise<Durability> {
  // A role without pg_read_all_stats sees the rows of others, and nothing in them.
  const [found] = await sql<[{ isWritten: boolean; waits: boolean; standbys: number }]>`
    select current_setting('fsync')::bool and current_setting('synchronous_commit') <> 'off' as "isWritten",
      current_setting('synchronous_standby_names') <> '' and current_setting('synchronous_commit') <> 'local' as waits,
      (select count(*)::int from pg_stat_replication where state is distinct from 'backup') as standbys`;
  if (!found.isWritten) return "not_durable";
  if (found.waits) return "synchronous_standby";
  return found.standbys > 0 ? "asynchronous_standby" : "one_server";
}

export const durabilityWords: Readonly<Record<Durability, string>> = {
  one_server: "Database: commits are on one server's disk.",
  synchronous_standby: "Database: commits are on a standby too.",
  asynchronous_standby:
    "Database: the standby is asynchronous. The last moments can be lost at a failover, and no grant is redeemed twice.",
  not_durable:
    "Database: commits are answered before they are written (fsync or synchronous_commit is off). After a crash, a grant can be redeemed twice.",
};
