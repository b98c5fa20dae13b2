import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "./embedded.ts";
import { bundleProgram } from "./testing/bundle-program.ts";

const log = { info: () => {}, warn: vi.fn(), error: vi.fn() };
const folders: string[] = [];
const running: EmbeddedDatabase[] = [];
const holdingProgram = await bundleProgram(path.join(import.meta.dirname, "testing/hold-folder.ts"));
const made = mkdtempSync(path.join(tmpdir(), "countersign-embedded-"));
await (await startEmbeddedDatabase({ dataFolder: made, log, durable: false })).stop();
afterAll(() => rmSync(made, { recursive: true, force: true }));

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-embedded-"));
  folders.push(folder);
  return folder;
}

/** A folder with a stopped database: a copy, because initdb takes a second. */
function usedFolder(): string {
  const folder = newFolder();
  execFileSync("cp", ["-a", `${made}/.`, folder]);
  return folder;
}

async function start(dataFolder: string): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ dataFolder, log, durable: false });
  running.push(database);
  return database;
}

async function query(url: string, text: string): Promise<postgres.RowList<postgres.Row[]>> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end();
  }
}

function serverPid(folder: string): number {
  return Number(readFileSync(path.join(folder, "postgres/cluster/postmaster.pid"), "utf8").split("\n")[0]);
}

afterEach(async () => {
  for (const database of running.splice(0)) await database.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  log.warn.mockClear();
});

test("stored data survives a stop and a start, with the same password", async () => {
  const folder = newFolder();
  const first = await start(folder);
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  const second = await start(folder);
  expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  expect(new URL(second.url).password).toBe(new URL(first.url).password);
  for (const file of ["database-password", "lock"]) {
    expect(statSync(path.join(folder, file)).mode & 0o777, file).toBe(0o600);
  }
});

test("a wrong password is refused, also from this machine", async () => {
  const { url } = await start(usedFolder());
  const wrong = new URL(url);
  wrong.password = "guess";
  await expect(query(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
});

test("a folder in use is refused with the name of its process, which continues undisturbed", async () => {
  const folder = usedFolder();
  const { url } = await start(folder);
  await expect(startEmbeddedDatabase({ dataFolder: folder, log })).rejects.toThrow(
    `is in use by process ${process.pid}`,
  );
  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("two folders can run separate databases at the same time", async () => {
  const [first, second] = await Promise.all([start(usedFolder()), start(usedFolder())]);
  await query(first.url, "create table only_here ()");
  await expect(query(second.url, "select from only_here")).rejects.toMatchObject({ code: "42P01" });
});

test("a server that dies is restarted on the same port", async () => {
  const folder = usedFolder();
  const { url } = await start(folder);
  const before = serverPid(folder);
  process.kill(before, "SIGKILL");
  const isBack = () => query(url, "select 1 as one").then(String);
  await vi.waitUntil(() => isBack().catch(() => undefined), { timeout: 15_000, interval: 100 });
  expect(serverPid(folder)).not.toBe(before);
});

test("the server of a process killed with -9 stops automatically", async () => {
  const folder = usedFolder();
  const { holder } = await holdFolder(folder);
  const pid = serverPid(folder);
  holder.kill("SIGKILL");
  await vi.waitUntil(() => !isAlive(pid), { timeout: 15_000, interval: 50 });
});

test("a server left running by a killed process is stopped cleanly by the next start", async () => {
  const folder = usedFolder();
  const { holder, url } = await holdFolder(folder);
  await query(url, "create table kept as select 42 as answer");
  const orphan = serverPid(folder);
  const ended = once(holder, "exit");
  // The keeper first: it stops the server of a holder that is gone.
  execFileSync("kill", ["-9", ...keepersOf(orphan), String(holder.pid)]);
  await ended;
  const database = await start(folder);
  expect(log.warn).toHaveBeenCalledWith({ pid: orphan }, expect.stringContaining("earlier run left behind"));
  expect(await query(database.url, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("a postmaster.pid whose process number now belongs to another process neither prevents the start nor harms that process", async () => {
  const folder = usedFolder();
  writeFileSync(path.join(folder, "postgres/cluster/postmaster.pid"), `${process.pid}\n`);
  expect(await query((await start(folder)).url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a first start killed half-way leaves nothing that looks like a database", async () => {
  const folder = newFolder();
  const leftover = path.join(folder, "postgres/draft-1");
  mkdirSync(leftover, { recursive: true });
  writeFileSync(path.join(leftover, "PG_VERSION"), "18\n");
  expect(await query((await start(folder)).url, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(existsSync(leftover)).toBe(false);
});

async function holdFolder(folder: string) {
  const holder = spawn(process.execPath, [holdingProgram, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(holder.stdout, "data");
  return { holder, url: String(line).trim().replace("ready ", "") };
}

function keepersOf(server: number): string[] {
  const found = execFileSync("pgrep", ["-f", `countersign-keeper ${server}`], { encoding: "utf8" });
  return found.trim().split("\n");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
