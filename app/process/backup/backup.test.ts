import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { grantFor, refund, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { type Database, openDatabase } from "#db/client";
import { startEmbeddedDatabase } from "#db/embedded";
import { findRestoredMark } from "#db/embedded/restore-backup";
import { migrate } from "#db/migrate";
import { createTestDatabase } from "#db/testing/database";
import { FileSeal } from "#lib/crypto/file-seal";
import { readConfig } from "#lib/kernel/config";
import { verifyReceipt } from "../../../bin/client/receipts/verify.ts";
import { BootFailure } from "../boot-failure.ts";
import { openProcessDatabase } from "../database.ts";
import { createLog } from "../log.ts";
import { runBackupCommand } from "./command.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };
const folder = mkdtempSync(path.join(tmpdir(), "countersign-backup-"));
const dataFolder = path.join(folder, "data");
const file = path.join(folder, "backup.tar");
const ends: (() => Promise<void>)[] = [];

/** The database of a data folder, for this file. */
async function opened(data: string) {
  const embedded = await startEmbeddedDatabase({ dataFolder: data, log, durable: false });
  await migrate(embedded.url);
  const db = openDatabase(embedded.url);
  const close = async () => {
    await db.$client.end();
    await embedded.stop();
  };
  ends.push(close);
  return { db, url: embedded.url, close };
}

const original = await opened(dataFolder);
const { workspace, owner, agent } = await RunningWorkspace.withAgent(original);
const secret = String(workspace.runtime.secret);
writeFileSync(path.join(dataFolder, "secret"), secret);
// Before a grant: a key that was opened once remains open in its process.
const early = path.join(folder, "early.tar");
await run(["backup", early]);
const other = mkdtempSync(path.join(folder, "other-"));
writeFileSync(path.join(other, "secret"), "y".repeat(32));
const withOtherSecret = await run(["restore", "--check", early], { COUNTERSIGN_DATA: other });
const approved = await owner.approve(await requestRefund(agent));
const { approval } = (await approved.json()) as { approval: { id: string } };
const grant = await grantFor(agent, refund(20));
const pending = await requestRefund(agent);
const credential = await owner.sign(pending);
const approvePending = () => owner.post(`/api/requests/${pending}/approvals`, { credential });

expect(await run(["backup", file])).toEqual({
  code: 0,
  output: expect.stringContaining("restore --check"),
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true });
});

async function run(args: string[], env: Record<string, string> = {}, interrupt?: AbortController) {
  const lines: string[] = [];
  const print = (line: string) => {
    lines.push(line);
    interrupt?.abort(new BootFailure("The command was interrupted."));
  };
  const { signal } = interrupt ?? new AbortController();
  const code = await runBackupCommand(args, { COUNTERSIGN_DATA: dataFolder, ...env }, print, signal);
  return { code, output: lines.join("\n") };
}

const temporary = () => readdirSync(folder).filter((name) => name.startsWith("countersign-restore-"));

test("a backup of a running server is looked at: schema, secret, events and contents", async () => {
  const { code, output } = await run(["restore", "--check", file]);
  expect(output).toMatch(/^ok {7}backup .*every page/m);
  expect(output).toMatch(/^ok {7}schema .*this release/m);
  expect(output).toMatch(/^ok {7}secret .*is the one of this backup/m);
  expect(output).toMatch(/^ok {7}audit .*Each request has the audit event/m);
  expect(output).toMatch(/^ok {7}contents .*2 people, 1 agents, 3 requests, 1 decisions/m);
  expect(code).toBe(0);
  expect(temporary()).toEqual([]);
});

test("a backup with another secret is wrong, and so is one without: none is created", async () => {
  expect(withOtherSecret.output).toMatch(/^wrong {4}secret .*made with another secret/m);
  expect(withOtherSecret.code).toBe(1);
  const data = mkdtempSync(path.join(folder, "without-"));
  const { code, output } = await run(["restore", "--check", file], { COUNTERSIGN_DATA: data });
  expect(output).toMatch(/^wrong {4}secret .*There is no secret in/m);
  expect(code).toBe(1);
  expect(readdirSync(data)).toEqual([]);
});

test("a file that was cut off is no backup, and neither is another file", async () => {
  const cut = path.join(folder, "cut.tar");
  writeFileSync(cut, readFileSync(file));
  truncateSync(cut, 10_000_000);
  const empty = path.join(folder, "empty.tar");
  writeFileSync(empty, Buffer.alloc(10_240));
  for (const [wrong, words] of [
    [cut, "is cut off"],
    [empty, "is no backup"],
  ] as const) {
    const { code, output } = await run(["restore", "--check", wrong]);
    expect(output).toMatch(new RegExp(`^wrong {4}backup .*${words}`, "m"));
    expect(code).toBe(1);
  }
  expect(temporary()).toEqual([]);
});

test("a file of which someone without the secret changed a byte is refused before anything is extracted", async () => {
  const bytes = readFileSync(file);
  const changed = path.join(folder, "changed.tar");
  bytes[20_000_000] = (bytes[20_000_000] ?? 0) ^ 1;
  writeFileSync(changed, bytes);
  const { code, output } = await run(["restore", "--check", changed]);
  expect(output).toMatch(/^wrong {4}backup .*was changed after the backup was made/m);
  expect(code).toBe(1);
  const data = mkdtempSync(path.join(folder, "changed-"));
  writeFileSync(path.join(data, "secret"), secret);
  expect((await run(["restore", changed], { COUNTERSIGN_DATA: data })).code).toBe(1);
  expect(readdirSync(data)).toEqual(["secret"]);
});

test("a damaged page of an index is found, and what an interrupted check left is removed", async () => {
  const left = mkdtempSync(path.join(folder, "countersign-restore-"));
  writeFileSync(path.join(left, "lock"), "");
  const damaged = path.join(folder, "damaged-index.tar");
  const [index] = await original.db.$client`select pg_relation_filepath('people_pkey') as path`;
  const bytes = readFileSync(file);
  const page = bytes.indexOf(`${index?.path}\0`) + 512;
  bytes[page + 8000] = (bytes[page + 8000] ?? 0) ^ 1;
  const seal = new FileSeal(workspace.runtime.secret);
  const content = bytes.subarray(0, bytes.length - seal.end().length);
  const again = new FileSeal(workspace.runtime.secret);
  again.update(content);
  writeFileSync(damaged, Buffer.concat([content, again.end()]));
  const { code, output } = await run(["restore", "--check", damaged]);
  expect(output).toMatch(/^wrong {4}backup .*index is damaged/m);
  expect(code).toBe(1);
  expect(temporary()).toEqual([]);
});

test("an interrupted check removes its folder, and is not ok", async () => {
  const { code, output } = await run(["restore", "--check", file], {}, new AbortController());
  expect(output).toMatch(/^wrong {4}backup .*interrupted/m);
  expect(code).toBe(1);
  expect(temporary()).toEqual([]);
});

test("a backup of a database without a workspace is wrong", async () => {
  const empty = path.join(folder, "empty");
  await (await opened(empty)).close();
  ends.pop();
  writeFileSync(path.join(empty, "secret"), secret);
  const unused = path.join(folder, "unused.tar");
  await run(["backup", unused], { COUNTERSIGN_DATA: empty });
  const { code, output } = await run(["restore", "--check", unused]);
  expect(output).toMatch(/^wrong {4}contents .*No one has set up a workspace/m);
  expect(code).toBe(1);
});

test("a request without its audit event is found", async () => {
  const damaged = path.join(folder, "damaged.tar");
  const undo = await original.db.$client`
    insert into requests select (jsonb_populate_record(r, '{"id":"req_0","webhook_id":"msg_0"}')).* from requests r limit 1 returning id`;
  expect(undo).toHaveLength(1);
  await run(["backup", damaged]);
  const { code, output } = await run(["restore", "--check", damaged]);
  expect(output).toMatch(/^wrong {4}audit .*1 requests and 0 grants lack/m);
  expect(code).toBe(1);
});

test("a backup replaces no file, and a restore no database", async () => {
  const before = readFileSync(file);
  expect((await run(["backup", file])).output).toContain("exists. Name a file that doesn't.");
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { code, output } = await run(["restore", file]);
  expect(output).toMatch(/^Nothing was changed\. .*in use by process/);
  expect(code).toBe(1);
});

test("your own PostgreSQL is backed up with its own programs", async () => {
  const { code, output } = await run(["backup", path.join(folder, "own.tar")], {
    DATABASE_URL: original.url,
    COUNTERSIGN_SECRET: secret,
  });
  expect(output).toContain("Back it up and restore it with its own programs");
  expect(code).toBe(1);
});

test("invariant 5: after a restore, a redeemed grant is refused, a decided request can't be approved, and receipts verify", async () => {
  expect((await agent.redeem(grant, refund(20))).status).toBe(200);
  expect((await approvePending()).status).toBe(201);
  await original.close();
  ends.pop();
  const stopped = path.join(folder, "stopped.tar");
  expect((await run(["backup", stopped])).code).toBe(0);
  expect((await run(["restore", file], { COUNTERSIGN_DATA: dataFolder })).output).toContain(
    "There is a database in",
  );

  const data = mkdtempSync(path.join(folder, "restored-"));
  writeFileSync(path.join(data, "secret"), secret);
  expect((await run(["restore", file], { COUNTERSIGN_DATA: data })).code).toBe(0);
  const config = readConfig({ COUNTERSIGN_DATA: data });
  const started = await openProcessDatabase(config, createLog("silent"));
  ends.push(started.close);
  const restored = RunningWorkspace.on({ db: started.db, url: started.directUrl }, workspace.time.now);
  const receipt = await (await restored.get(`/api/receipts/${approval.id}`, { cookie: owner.cookie })).json();
  const pinned = await (await restored.get("/.well-known/jwks.json")).json();
  const { checks, key } = await verifyReceipt(receipt, { pinned });
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(key?.isPinned).toBe(true);
  expect(await refusal(agent.redeem(grant, refund(20)))).toEqual([403, "grant_revoked"]);
  expect(await refusal(approvePending())).toEqual([410, "request_cancelled"]);
  expect(await endsOf(started.db)).toEqual([
    "grant.revoked restored",
    "grant.revoked restored",
    "request.cancelled restored",
  ]);
  expect(findRestoredMark(data)).toBeUndefined();
});

test("after a restore of your own PostgreSQL, a command ends what was open", async () => {
  const { db, url } = await createTestDatabase();
  const own = await RunningWorkspace.withAgent({ db, url });
  const asked = await requestRefund(own.agent);
  const signed = await own.owner.sign(asked);
  const open = await grantFor(own.agent, refund(20));
  const { code, output } = await run(["after-restore"], { DATABASE_URL: url, COUNTERSIGN_SECRET: secret });
  expect([code, output]).toEqual([0, expect.stringContaining("1 pending requests were cancelled and 1")]);
  expect(await refusal(own.agent.redeem(open, refund(20)))).toEqual([403, "grant_revoked"]);
  expect(await refusal(own.owner.post(`/api/requests/${asked}/approvals`, { credential: signed }))).toEqual([
    410,
    "request_cancelled",
  ]);
});

/** What a restore ended, by the audit log. */
async function endsOf({ $client }: Database) {
  const rows = await $client`
    select type, convert_from(body, 'UTF8')::json -> 'data' ->> 'reason' as reason from audit_events
    where actor_id = 'restore' order by type`;
  return rows.map(({ type, reason }) => `${type} ${reason}`);
}
