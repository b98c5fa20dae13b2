import { type Database, openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import { findViewer, startSession, type Viewer } from "#lib/sessions/session";
import { askRoundsTable } from "../cost-tables.ts";
import { type MeasuredServer, startCountersign } from "../servers.ts";
import { createWorkspace, type Place } from "../workspace.ts";
import { type AskRounds, measureAsks } from "./asks.ts";
import { fill, filledId, type Size } from "./fill.ts";
import { measureMigrations } from "./measure-migrations.ts";
import { measurePages } from "./measure-pages.ts";
import { measureServedPages } from "./served-pages.ts";
import { tableSizes } from "./table-sizes.ts";

/**
 * Fills an empty database, and measures every page: its statements alone, and its first byte from a
 * server. Then asks and redemptions, on a new database and on the filled one, migrations while
 * agents ask, and the sizes of the tables.
 * @returns the tables as Markdown.
 */
export async function measureScale(place: Place, size: Size): Promise<string> {
  const filledAt = await fill(place, size);
  const statements = await measurePages(place.db);
  const admin = await viewAsAdmin(place.db);
  const empty = await measureOnNewDatabase(place);
  const { pages, filled, migrations } = await withServer(place, async (server) => ({
    pages: await measureServedPages(place.db, server.port),
    filled: await measureAsks(place.db, server, admin),
    migrations: await measureMigrations(place, server, admin),
  }));
  return [
    `${size.requests} requests, filled ${filledAt.toISOString()}\n`,
    statements,
    pages,
    askRoundsTable(size.requests, { empty, filled }),
    migrations,
    await tableSizes(place.db),
  ].join("\n");
}

/** Asks and redemptions on a database of their own in the same PostgreSQL. */
async function measureOnNewDatabase(place: Place): Promise<AskRounds> {
  const url = new URL(place.databaseUrl);
  url.pathname = "/bench_empty";
  const databaseUrl = url.href;
  await place.db.$client`drop database if exists bench_empty with (force)`;
  await place.db.$client`create database bench_empty`;
  await migrate(databaseUrl);
  const db = openDatabase(databaseUrl);
  try {
    const { owner } = await createWorkspace(db, place.secret, 0);
    await db.$client`vacuum analyze`;
    return await withServer({ ...place, db, databaseUrl }, (server) => measureAsks(db, server, owner));
  } finally {
    await db.$client.end();
    await place.db.$client`drop database bench_empty with (force)`;
  }
}

async function withServer<Value>(
  place: Place,
  measure: (server: MeasuredServer) => Promise<Value>,
): Promise<Value> {
  const server = await startCountersign(place);
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
}

async function viewAsAdmin(db: Database): Promise<Viewer> {
  const now = new Date();
  const { token } = await startSession(db, { personId: filledId("per", 1), now });
  const viewer = await findViewer(db, token, now);
  if (!viewer) throw new Error("the admin of the filled database has no session");
  return viewer;
}
