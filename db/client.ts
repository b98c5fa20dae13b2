import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { urlsOf } from "./primary/hosts.ts";
import { primaryOf } from "./primary/primary.ts";
import * as schema from "./schema/index.ts";

/**
 * Drizzle, and `db.$client` (postgres.js) for hot statements, which are prepared once. Through
 * `$client` times are ISO 8601 text in both directions.
 */
export type Database = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };

/** The database, or the caller's transaction. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** The client beneath a transaction, for hot statements; outside a transaction, `db.$client`. */
export function clientOf(db: Database | Transaction): postgres.ISql {
  return (db._.session as unknown as { client: postgres.ISql }).client;
}

/** Whether the driver has the patch of `patches/`: docs/decisions/0015-patched-postgresql-driver.md. */
export const isDriverPatched = (postgres as { countersignPatch?: number }).countersignPatch === 5;

export interface ConnectionOptions {
  /** Upper bound of open connections. */
  connections?: number;
  /** Whether the URL is a pooler's, which refuses these settings: `limitRole` gives them to the role. */
  isPooled?: boolean;
  onNotice?: (notice: postgres.Notice) => void;
}

/**
 * How long a statement waits for a lock: waits without an end would use up the pool. Longer than
 * PostgreSQL's deadlock_timeout of a second, so that a deadlock is reported as a deadlock.
 */
const lockTimeoutMilliseconds = 2000;

/**
 * Of every session. A statement ends after 30 seconds. It isn't compiled: PostgreSQL estimates the hot
 * statements as costly where a table was never analyzed, and compiling one takes up to two seconds each time.
 */
export const sessionSettings = {
  ...{ statement_timeout: 30_000, lock_timeout: lockTimeoutMilliseconds },
  jit: "off",
};

/**
 * A pool that connects at the first query, to the primary where the URL names several hosts. `sslmode`: only
 * `verify-full` checks the certificate.
 */
export function openDatabase(url: string, options: ConnectionOptions = {}): Database {
  const [first = "", ...others] = urlsOf(url);
  const client = postgres(first, {
    max: options.connections ?? 10,
    connect_timeout: 5,
    // By default, the wait for an unreachable database grows up to 20 seconds.
    backoff: () => 0.2,
    connection: {
      application_name: "countersign",
      TimeZone: "UTC",
      ...(options.isPooled ? {} : sessionSettings),
    },
    onnotice: options.onNotice ?? (() => {}),
    ...sslOption(first),
    // The driver looks for a primary without a pause and without an end, and takes a standby for one.
    ...(others.length > 0 ? { socket: () => primaryOf(url).connect() } : {}),
  });
  return drizzleOn(client);
}

/** Drizzle on a client, with `afterCommit` for its transactions. */
export function drizzleOn(client: postgres.Sql): Database {
  const db: Database = drizzle({ client, schema });
  const begin = db.transaction.bind(db);
  db.transaction = async (run, config) => {
    const works: AfterCommit[] = [];
    const result = await begin((tx) => run(withWorks(tx, works)), config);
    await Promise.all(works.map((work) => work(db)));
    return result;
  };
  return db;
}

/** Work for after a commit. It must not reject: the change is made. */
type AfterCommit = (db: Database) => Promise<void>;

// The bundle of the pages has this module a second time, and uses the transactions of the first.
const slot = Symbol.for("countersign.after-commit");
type WithWorks = { [slot]?: AfterCommit[] };

function withWorks(tx: Transaction, works: AfterCommit[]): Transaction {
  Object.assign(tx, { [slot]: works });
  const begin = tx.transaction.bind(tx);
  tx.transaction = async (run) => {
    const ofPoint: AfterCommit[] = [];
    const result = await begin((point) => run(withWorks(point, ofPoint)));
    works.push(...ofPoint);
    return result;
  };
  return tx;
}

/**
 * Does work once the transaction has committed, before its caller continues, and never after a rollback;
 * now, outside a transaction. The work of a nested transaction, which is a savepoint, waits for the
 * outermost commit, and ends with the rollback of any savepoint around it. A crash between the commit and
 * the work loses the work.
 */
export async function afterCommit(db: Database | Transaction, work: AfterCommit): Promise<void> {
  const works = (db as WithWorks)[slot];
  if (works) works.push(work);
  else if ("$client" in db) await work(db);
  else throw new Error("the transaction isn't of a database that `drizzleOn` made");
}

function sslOption(url: string): { ssl?: { rejectUnauthorized: true } } {
  return new URL(url).searchParams.get("sslmode") === "verify-full"
    ? { ssl: { rejectUnauthorized: true } }
    : {};
}
