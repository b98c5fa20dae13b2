import type postgres from "postgres";

/**
 * Runs a fill of tables while PostgreSQL has `made_id(prefix, at, n)`: an ID in the form of
 * lib/kernel/ids.ts, with the milliseconds in ten characters and then a distinguishing part.
 */
export async function withMadeIds(sql: postgres.ISql, fill: () => Promise<void>): Promise<void> {
  await sql`
    create function made_id(prefix text, at timestamptz, n bigint) returns text language sql immutable as $$
      select prefix || string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', (((extract(epoch from at) * 1000)::bigint >> (5 * i)) & 31)::int + 1, 1), '' order by i desc)
        || lpad(n::text, 16, '0') from generate_series(0, 9) i $$`;
  await fill();
  await sql`drop function made_id`;
}
