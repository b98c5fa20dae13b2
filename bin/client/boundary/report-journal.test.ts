import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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
  const kept = () => readdirSync(`${credentials}.reports`);
  return { credentials, err, kept, journal: new ReportJournal(credentials, err) };
}

test("an outcome is on the disk before the report is answered, and is gone afterwards", async () => {
  const { journal, kept } = open();
  let answer = () => {};
  const reported = journal.keeping(() => new Promise<void>((resolve) => (answer = resolve)))("req_1", done);
  expect(kept()).toHaveLength(1);
  answer();
  await reported;
  expect(kept()).toEqual([]);
});

test("the next run sends what an earlier run kept, each outcome once, and continues after a failure", async () => {
  const { credentials, journal, kept, err } = open();
  for (const id of ["req_1", "req_2"]) void journal.keeping(never)(id, done);
  const report = vi.fn(failing("unreachable"));
  await new ReportJournal(credentials, err).resend(report);
  expect([report.mock.calls.length, kept().length, err.mock.calls.length]).toEqual([2, 2, 2]);
  const answered = vi.fn(async () => {});
  await new ReportJournal(credentials, err).resend(answered);
  expect(answered.mock.calls.map(([id]: unknown[]) => id).sort()).toEqual(["req_1", "req_2"]);
  expect(answered).toHaveBeenCalledWith("req_1", done);
  expect(kept()).toEqual([]);
});

test.each([
  ["not_found", 0],
  ["conflict", 0],
  ["key_expired", 1],
  ["agent_quarantined", 1],
  ["unreachable", 1],
  ["untrusted", 1],
])("after a report that ends with %s, %i outcomes are kept", async (code, left) => {
  const { journal, kept } = open();
  await expect(journal.keeping(failing(code))("req_1", done)).rejects.toThrow("Why not.");
  expect(kept()).toHaveLength(left);
});

test("a file that a crash left incomplete is removed, and nothing is reported for it", async () => {
  const { credentials, journal, kept } = open();
  void journal.keeping(never)("req_1", done);
  writeFileSync(join(`${credentials}.reports`, "0.json"), '{"requestId": "req_2", "outco');
  const report = vi.fn(async () => {});
  await journal.resend(report);
  expect(report.mock.calls).toEqual([["req_1", done]]);
  expect(kept()).toEqual([]);
});

test("without a writable folder an outcome is reported all the same, and the operator learns that it isn't kept", async () => {
  const { credentials, err } = open();
  writeFileSync(`${credentials}.reports`, "not a folder");
  const report = vi.fn(async () => {});
  const send = new ReportJournal(credentials, err).keeping(report);
  for (const id of ["req_1", "req_2"]) await send(id, done);
  expect(report).toHaveBeenCalledTimes(2);
  expect(err.mock.calls).toEqual([[expect.stringContaining("Outcomes are not kept over a restart")]]);
});
