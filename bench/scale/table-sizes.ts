import type { ISql } from "postgres";
import type { Database } from "#db/client";
import { table } from "../table.ts";

interface Size {
  name: string;
  rows: number;
  /** Bytes. */
  heap: number;
  indexes: number;
}

const leastBytes = 1_000_000;

/**
 * The size of each large table with its partitions, and how long PostgreSQL takes to freeze its rows, which
 * each table needs from time to time. The first freeze of a table takes longest.
 * @returns the table as Markdown.
 */
export async function tableSizes({ $client }: Database): Promise<string> {
  const sql = await $client.reserve();
  try {
    await sql`set statement_timeout = 0`;
    await sql`analyze`;
    return table(["Table", "rows", "MB", "B/row", "indexes MB", "B/row", "freeze s"], await rowsOf(sql));
  } finally {
    sql.release();
  }
}

async function rowsOf(sql: ISql): Promise<string[][]> {
  const sizes = await sql<Size[]>`
    select coalesce(pg_partition_root(oid), oid)::regclass::text as name, sum(greatest(reltuples, 0))::float8 as rows,
      sum(pg_table_size(oid))::float8 as heap, sum(pg_indexes_size(oid))::float8 as indexes
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    group by 1 having sum(reltuples) > 0 and sum(pg_total_relation_size(oid)) > ${leastBytes} order by sum(pg_total_relation_size(oid)) desc`;
  const rows: string[][] = [];
  for (const { name, rows: count, heap, indexes } of sizes) {
    const startedAt = performance.now();
    await sql.unsafe(`vacuum (freeze) ${name}`);
    const seconds = (performance.now() - startedAt) / 1000;
    const bytes = [heap, indexes].flatMap((each) => [(each / 1e6).toFixed(0), (each / count).toFixed(0)]);
    rows.push([name, String(Math.round(count)), ...bytes, seconds.toFixed(1)]);
  }
  return rows;
}
