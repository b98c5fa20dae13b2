import type postgres from "postgres";

/** The zones of a database server, in lower case, read once: the view reads hundreds of files each time. */
let known: Promise<Set<string>> | undefined;

/** People's time zones that the database knows, in lower case. Another would fail the query. */
export async function zonesInUse(sql: postgres.ISql): Promise<string[]> {
  const rows = await sql<{ zone: string }[]>`
    select distinct lower(time_zone) as zone from notification_preferences where time_zone is not null order by zone`;
  if (rows.length === 0) return [];
  known ??= readZones(sql).catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  const zones = await known;
  return rows.map(({ zone }) => zone).filter((zone) => zones.has(zone));
}

async function readZones(sql: postgres.ISql): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`select lower(name) as name from pg_timezone_names`;
  return new Set(rows.map(({ name }) => name));
}
