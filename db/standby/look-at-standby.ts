import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "postgres";
import type { StandbyState } from "./standby-state.ts";

const pollMilliseconds = 10;

/** What a standby must have to be read in place of the primary. Null: the primary doesn't say. */
interface Mark {
  /** docs/decisions/0039-fence-of-a-grant.md */
  fence: string | null;
  /** In the log of PostgreSQL. */
  position: string | null;
}

interface Found {
  /** Without the number of the table where the standby has no table `grants` yet. */
  fence: string;
  isStandby: boolean;
  hasPosition: boolean;
  secondsBehind: number | null;
}

/**
 * The end of what the primary has on its disk. A commit is there before anyone sees it, unless
 * synchronous_commit is off.
 */
export async function readMark(primary: Sql): Promise<Mark> {
  const [mark] = await primary<[Mark]>`
    select database_fence() as fence,
      case when not pg_is_in_recovery() and current_setting('synchronous_commit') <> 'off'
        then pg_current_wal_flush_lsn()::text end as position`;
  return mark;
}

/**
 * What the standby is, looked at until it has all up to the mark, for `patienceMilliseconds` at most.
 * @throws as the driver
 */
export async function* lookAtStandby(
  standby: Sql,
  { fence, position }: Mark,
  patienceMilliseconds: number,
): AsyncGenerator<StandbyState, void> {
  const deadline = performance.now() + patienceMilliseconds;
  for (; performance.now() < deadline; await pause(pollMilliseconds)) {
    const state = judge(await look(standby, position), { fence, position });
    yield state;
    if (state.kind !== "behind") return;
  }
}

function judge(found: Found, { fence, position }: Mark): StandbyState {
  // The primary has no fence while it is a standby itself.
  if (fence !== null && databaseOf(found.fence) !== databaseOf(fence)) return { kind: "other_database" };
  if (!found.isStandby) return { kind: "primary" };
  if (fence === null || position === null) return { kind: "unknown" };
  // A standby that left the primary's history may be ahead of it, with commits that a failover undid.
  if (timelineOf(found.fence) !== timelineOf(fence)) return { kind: "other_timeline" };
  // Only now it has every table of the primary.
  if (found.hasPosition) return { kind: found.fence === fence ? "current" : "other_database" };
  return { kind: "behind", secondsBehind: found.secondsBehind ?? 0 };
}

/** The parts are those of database_fence(), which is null on a standby. The timeline is its last checkpoint's. */
async function look(standby: Sql, position: string | null): Promise<Found> {
  const [found] = await standby<[Found]>`
    select (select system_identifier from pg_control_system())
        || '/' || (select upper(lpad(to_hex(timeline_id), 8, '0')) from pg_control_checkpoint())
        || '/' || (select oid from pg_database where datname = current_database())
        || '/' || coalesce(to_regclass('grants')::oid::text, '') as fence,
      pg_is_in_recovery() as "isStandby",
      pg_is_in_recovery() and pg_last_wal_replay_lsn() >= ${position}::pg_lsn as "hasPosition",
      extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 as "secondsBehind"`;
  return found;
}

const timelineOf = (fence: string) => fence.split("/")[1];

/** The system, and the number of the database in it. */
function databaseOf(fence: string): string {
  const [system, , database] = fence.split("/");
  return `${system}/${database}`;
}
