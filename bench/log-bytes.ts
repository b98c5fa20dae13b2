import type { Database } from "#db/client";
import { drive } from "./http-client.ts";
import type { RunningServer } from "./servers.ts";
import { agentOf, type BenchWorkspace } from "./workspace.ts";

/** What one table or index adds to the write-ahead log for each request. */
export interface LogBytes {
  /** The table or index, or the kind of record that belongs to none. */
  name: string;
  records: number;
  bytes: number;
}

const connections = 64;
const warmUps = 4000;
const measured = 4000;

/**
 * Measures what each table and index adds to PostgreSQL's write-ahead log for each auto-approved ask,
 * most first. Page images after a checkpoint are left out: they depend on when it was.
 */
export async function measureLogBytes(
  { port }: RunningServer,
  db: Database,
  { agents }: BenchWorkspace,
): Promise<LogBytes[]> {
  const sql = db.$client;
  await sql`create extension if not exists pg_walinspect`;
  const send = async (count: number) => {
    const asks = Array.from({ length: count }, (_, index) => agentOf(agents, index).ask(50));
    const { answers } = await drive(port, asks, connections);
    const wrong = answers.find(({ status }) => status !== 200);
    if (wrong) throw new Error(`expected 200, got ${wrong.status}: ${wrong.body.slice(0, 300)}`);
  };
  await send(warmUps);
  const from = await logPosition(db);
  await send(measured);
  const to = await logPosition(db);
  return sql<LogBytes[]>`
    select coalesce(c.relname, r.resource_manager) as name, count(*)::float / ${measured}::float as records,
      sum(r.record_length - r.fpi_length)::float / ${measured}::float as bytes
    from pg_get_wal_records_info(${from}::pg_lsn, ${to}::pg_lsn) r
      left join pg_get_wal_block_info(${from}::pg_lsn, ${to}::pg_lsn) b on b.start_lsn = r.start_lsn and b.block_id = 0
      left join pg_class c on c.relfilenode = b.relfilenode
    group by 1 having sum(r.record_length - r.fpi_length) >= ${measured}::int order by bytes desc`;
}

async function logPosition(db: Database): Promise<string> {
  const [row] = await db.$client<{ at: string }[]>`select pg_current_wal_flush_lsn()::text as at`;
  return row?.at ?? "";
}
