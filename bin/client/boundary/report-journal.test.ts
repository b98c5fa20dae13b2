import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { PortError } from "#lib/boundary/calls/port-error";
import { ReportJournal } from "./report-journal.ts";

const parent = mkdtempSync(join(tmpdir(), "countersign-reports-"));
afterAll(() => rmSync(parent, { recursive: true }));

const done = { outcome: "done" as const, durationMs: 12, resultSha256: "hash" };
const never = () => new Promise<void>(() => {});
const failing = (code: string) => () => Promise.reject(new PortError(code, "Why not."));
let count = 0;

function open() {
  const credentials = join(parent, `agent-${count++}.json`);
  const err = vi.fn();
  const folder = `${credentials}.reports`;
  const files = () => readdirSync(folder);
  const journalOf = (agent: string) =>
    new ReportJournal(credentials, { agent, url: "https://countersign.example" }, err);
  /** What the next run of an edge would send. */
  const left = async (agent = "agt_1") => {
    const report = vi.fn(failing("not_found"));
    const copy = `${credentials}-${count++}`;
    cpSync(folder, `${copy}.reports`, { recursive: true });
    await new ReportJournal(copy, { agent, url: "https://countersign.example" }, vi.fn()).resend(report);
    return report.mock.calls.map(([id]: unknown[]) => id);
  };
  return { credentials, folder, err, files, left, journalOf, journal: journalOf("agt_1") };
}

test("an outcome is in a file before its report is answered, and is closed afterwards", async () => {
  const { journal, left } = open();
  let answer = () => {};
  const waiting = () => new Promise<void>((resolve) => (answer = resolve));
  const reported = journal.keeping(waiting, never)("req_1", done);
  expect(await left()).toEqual(["req_1"]);
  answer();
  await reported;
  expect(await left()).toEqual([]);
});

test("the next run sends what an earlier run left, each outcome once, and stops at the first report without an answer", async () => {
  const { journal, journalOf, files, left, err } = open();
  for (const id of ["req_1", "req_2"]) void journal.keeping(never, never)(id, done);
  const next = journalOf("agt_1");
  const report = vi.fn(failing("unreachable"));
  await next.resend(report);
  expect([report.mock.calls.length, files().length, err.mock.calls.length]).toEqual([1, 1, 1]);
  const answered = vi.fn(async () => {});
  await next.resend(answered);
  expect(answered.mock.calls).toEqual([
    ["req_1", { ...done, error: undefined }],
    ["req_2", { ...done, error: undefined }],
  ]);
  expect(await left()).toEqual([]);
});

test("a file is removed only when nothing is open in it and no edge wrote to it for a day", async () => {
  const { folder, journal, journalOf, files } = open();
  void journal.keeping(never, never)("req_1", done);
  const file = join(folder, files()[0] ?? "");
  await journalOf("agt_1").resend(async () => {});
  expect(files()).toHaveLength(1);
  const dayBefore = Date.now() / 1000 - 86_401;
  utimesSync(file, dayBefore, dayBefore);
  await journalOf("agt_1").resend(async () => {});
  expect(files()).toEqual([]);
});

test("an outcome whose report got no answer is sent after the next report that succeeds", async () => {
  const { journal, left } = open();
  const answers = [failing("unreachable"), async () => {}];
  const again = vi.fn(async () => {});
  const send = journal.keeping(() => (answers.shift() ?? never)(), again);
  await expect(send("req_1", done)).rejects.toThrow("Why not.");
  expect(await left()).toEqual(["req_1"]);
  await send("req_2", done);
  await expect.poll(left).toEqual([]);
  expect(again.mock.calls).toEqual([["req_1", { ...done, error: undefined }]]);
});

test.each([
  ["not_found", []],
  ["conflict", []],
  ["key_expired", ["req_1"]],
  ["agent_quarantined", ["req_1"]],
  ["unreachable", ["req_1"]],
  ["untrusted", ["req_1"]],
])("after a report that ends with %s, the next run sends %j", async (code, sent) => {
  const { journal, left } = open();
  await expect(journal.keeping(failing(code), never)("req_1", done)).rejects.toThrow("Why not.");
  expect(await left()).toEqual(sent);
});

test("an edge whose file was removed keeps its open outcomes in a new one", async () => {
  const { folder, journal, left, files } = open();
  void journal.keeping(never, never)("req_1", done);
  rmSync(join(folder, files()[0] ?? ""));
  void journal.keeping(never, never)("req_2", done);
  expect(await left()).toEqual(["req_1", "req_2"]);
});

test("another agent's outcome is neither sent nor removed, and a line that a crash left incomplete is skipped", async () => {
  const { folder, journal, left, files } = open();
  void journal.keeping(never, never)("req_1", done);
  appendFileSync(join(folder, files()[0] ?? ""), '{"number": 2, "requestId": "req_2", "outco');
  expect(await left("agt_2")).toEqual([]);
  expect(await left("agt_1")).toEqual(["req_1"]);
});

test("without a writable folder an outcome is reported all the same, and the operator learns once that none is kept", async () => {
  const { folder, journal, err } = open();
  writeFileSync(folder, "not a folder");
  const report = vi.fn(async () => {});
  const send = journal.keeping(report, report);
  for (const id of ["req_1", "req_2"]) await send(id, done);
  expect(report).toHaveBeenCalledTimes(2);
  expect(err.mock.calls).toEqual([[expect.stringContaining("Outcomes are not kept over a restart")]]);
});

test("a file doesn't grow without end, also while an outcome is open", async () => {
  const { folder, journal, files, left } = open();
  void journal.keeping(never, never)("req_open", done);
  const send = journal.keeping(
    async () => {},
    async () => {},
  );
  const error = "x".repeat(100_000);
  for (let n = 0; n < 30; n++) await send(`req_${n}`, { ...done, error });
  expect(files()).toHaveLength(1);
  expect(statSync(join(folder, files()[0] ?? "")).size).toBeLessThan(1_300_000);
  expect(await left()).toEqual(["req_open"]);
});
