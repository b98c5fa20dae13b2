import { AsyncLocalStorage } from "node:async_hooks";
import type postgres from "postgres";
import { type Database, drizzleOn } from "#db/client";

/** The transaction that the running code is inside of. */
const inside = new AsyncLocalStorage<{ isOpen: boolean }>();

const found: string[] = [];

/**
 * Checks invariant 11 in every test: while a transaction is open, the code inside sends statements
 * only through the transaction, and makes no network call. A notification or job sent through the
 * pool would commit although the change is rolled back, and would arrive before the change is
 * visible.
 */
export function watchTransactions(db: Database): Database {
  if (globalThis.fetch !== watchedFetch) {
    const original = globalThis.fetch;
    watchedFetch = (...args) => {
      refuseInsideTransaction("a call over the network");
      return original(...args);
    };
    globalThis.fetch = watchedFetch;
  }
  return drizzleOn(watchClient(db.$client));
}

// Test files share a process: watched once, not once for each database.
let watchedFetch: typeof fetch | undefined;

/** What broke the rule since the last call. A verb may swallow the error, so the test file asks. */
export function takeViolations(): string[] {
  return found.splice(0);
}

/** Throws inside an open transaction. */
function refuseInsideTransaction(what: string): void {
  if (!inside.getStore()?.isOpen) return;
  const violation = new Error(`invariant 11: ${what} inside an open transaction`);
  found.push(violation.stack ?? violation.message);
  throw violation;
}

type Query = ReturnType<postgres.Sql> & { handle?: (...args: unknown[]) => unknown };

// A transaction's own statements go through the client from `begin`, which is not watched.
function watchClient(client: postgres.Sql): postgres.Sql {
  return new Proxy(client, {
    apply: (target, self, args) => watchQuery(Reflect.apply(target, self, args)),
    get(target, name, receiver) {
      if (name === "begin") return (...args: unknown[]) => begin(target, args);
      if (name === "unsafe")
        return (...args: Parameters<postgres.Sql["unsafe"]>) => watchQuery(target.unsafe(...args));
      return Reflect.get(target, name, receiver);
    },
  });
}

// Only an executed query counts: the same object may be a fragment of a statement in the
// transaction.
function watchQuery<T>(result: T): T {
  const query = result as Query;
  const { handle } = query ?? {};
  if (typeof handle !== "function") return result;
  query.handle = (...args) => {
    refuseInsideTransaction("a statement outside of it");
    return handle.apply(query, args);
  };
  return result;
}

async function begin(client: postgres.Sql, args: unknown[]): Promise<unknown> {
  refuseInsideTransaction("another transaction");
  if (isBegunByTest()) return client.begin(...(args as [never]));
  const callback = args.pop() as (sql: postgres.TransactionSql) => Promise<unknown>;
  const transaction = { isOpen: true };
  const run = (sql: postgres.TransactionSql) => inside.run(transaction, () => callback(sql));
  try {
    return await client.begin(...(args as [string]), run);
  } finally {
    transaction.isOpen = false;
  }
}

/** A test that locks rows in a transaction while verbs run concurrently acts as another caller. */
function isBegunByTest(): boolean {
  const frames = (new Error().stack ?? "").split("\n").slice(1);
  const caller = frames.find(
    (frame) => !/node_modules|watch-transactions\.ts|db.client\.ts|async /.test(frame),
  );
  return /\.test\.ts/.test(caller ?? "");
}
