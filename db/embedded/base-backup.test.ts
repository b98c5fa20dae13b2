import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "../client.ts";
import { startEmbeddedDatabase } from "../embedded.ts";
import { readBaseBackup, writeBaseBackup } from "./base-backup.ts";
import { restoreBaseBackup } from "./restore-backup.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };
const folder = mkdtempSync(path.join(tmpdir(), "countersign-base-backup-"));
const embedded = await startEmbeddedDatabase({
  dataFolder: path.join(folder, "data"),
  log,
  durable: false,
});
const { $client: sql } = openDatabase(embedded.url, { connections: 1 });
const { signal } = new AbortController();
const unsealed = { update: () => {}, end: () => Buffer.alloc(0) };
const file = path.join(folder, "backup.tar");
await writeBaseBackup(embedded.url, file, { seal: unsealed, signal });

afterAll(async () => {
  await sql.end();
  await embedded.stop();
  rmSync(folder, { recursive: true });
});

/** Takes no byte until `before` has ended: PostgreSQL waits, in the middle of the backup. */
function slowly(before: () => Promise<unknown>): Writable {
  let started: Promise<unknown> | undefined;
  const out = new Writable({
    write: (_chunk, _encoding, done) => {
      started ??= before();
      void started.then(() => done(), done);
    },
  });
  return out.on("error", () => undefined);
}

/** Restores these bytes. */
async function restored(bytes: Uint8Array, name: string): Promise<string> {
  const changed = path.join(folder, `${name}.tar`);
  writeFileSync(changed, bytes);
  const target = path.join(folder, name);
  const handle = await open(changed);
  try {
    await restoreBaseBackup({ file: changed, handle, length: bytes.length }, target, signal);
    return target;
  } finally {
    await handle.close();
  }
}

/** Where the entry of a name begins in the tar file. */
function entryOf(bytes: Buffer, name: string): number {
  return bytes.indexOf(`${name}\0`);
}

test("a backup that lasts longer than checkpoints keeps the log that it ends with", async () => {
  const out = slowly(async () => {
    for (let round = 0; round < 3; round++) {
      await sql`select pg_logical_emit_message(false, 'test', 'x'), pg_switch_wal()`;
      await sql`checkpoint`;
    }
  });
  await expect(readBaseBackup(embedded.url, out, signal)).resolves.toBeUndefined();
  expect(await sql`select from pg_replication_slots`).toHaveLength(0);
});

test("a lost connection fails the backup", async () => {
  const end = () =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'walsender'`;
  await expect(readBaseBackup(embedded.url, slowly(end), signal)).rejects.toThrow(/Repeat/);
});

test("an interrupted backup leaves no file, and a draft that was left is named", async () => {
  const controller = new AbortController();
  const target = path.join(folder, "interrupted.tar");
  const seal = { ...unsealed, update: () => controller.abort(new Error("interrupted")) };
  const writing = writeBaseBackup(embedded.url, target, { seal, signal: controller.signal });
  await expect(writing).rejects.toThrow("interrupted");
  expect(readdirSync(folder).filter((name) => name.startsWith("interrupted"))).toEqual([]);
  writeFileSync(`${target}.draft-${process.pid}`, "");
  const again = writeBaseBackup(embedded.url, target, { seal: unsealed, signal });
  await expect(again).rejects.toThrow(/left .*interrupted\.tar\.draft-\d+\. Remove that file/);
});

test("a file that makes PostgreSQL run or read something else is refused, and so is a link", async () => {
  const bytes = readFileSync(file);
  for (const name of ["recovery.signal", "standby.signal", "tablespace_map", "../x", "pg_tblspc/1"]) {
    const renamed = Buffer.from(bytes);
    renamed.fill(0, entryOf(bytes, "pg_ident.conf"), entryOf(bytes, "pg_ident.conf") + 100);
    renamed.write(name, entryOf(bytes, "pg_ident.conf"));
    await expect(restored(renamed, "renamed")).rejects.toThrow(/other files than PostgreSQL writes/);
  }
  const linked = Buffer.from(bytes);
  linked.write("2", entryOf(bytes, "pg_ident.conf") + 156);
  await expect(restored(linked, "linked")).rejects.toThrow(/other files than PostgreSQL writes/);
  expect(readdirSync(path.join(folder, "linked"))).toEqual(["lock"]);
});

test("a restore has the settings of a new database, and removes what an interrupted one left", async () => {
  const bytes = readFileSync(file);
  bytes.write("shared_preload_libraries = 'evil' #", entryOf(bytes, "postgresql.auto.conf") + 512);
  mkdirSync(path.join(folder, "set/postgres/draft-1"), { recursive: true });
  const restoring = restored(bytes, "set");
  await expect(restoring).resolves.toBeDefined();
  const target = await restoring;
  const settings = readFileSync(path.join(target, "postgres/cluster/postgresql.auto.conf"), "utf8");
  expect(settings).not.toContain("evil");
  expect(readdirSync(path.join(target, "postgres"))).toEqual(["cluster"]);
});

test("a backup whose role can't get the password of the folder is not restored", async () => {
  await sql`create role other superuser login password 'x'`;
  const other = embedded.url.replace(/\/\/[^@]+@/, "//other:x@");
  const { $client } = openDatabase(other, { connections: 1 });
  await $client`alter role countersign rename to renamed`;
  await $client`alter role other replication`;
  await $client.end();
  const target = path.join(folder, "role.tar");
  await writeBaseBackup(other, target, { seal: unsealed, signal });
  await expect(restored(readFileSync(target), "role")).rejects.toThrow(/role "countersign" does not exist/);
});
