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
  const journalOf = (agent: string) =>
    new ReportJournal(credentials, { agent, url: "https://countersign.example" }, err);
  return { credentials, err, kept, journalOf, journal: journalOf("agt_1") };
}

test("an outcome is in a file before the report is answered, and is gone afterwards", async () => {
  const { journal, kept } = open();
  let answer = () => {};
  const waiting = () => new Promise<void>((resolve) => (answer = resolve));
  const reported = journal.keeping(waiting, never)("req_1", done);
  expect(kept()).toHaveLength(1);
  answer();
  await reported;
  expect(kept()).toEqual([]);
});

test("the next run sends what an earlier run left, each outcome once, and stops at the first report without an answer", async () => {
  const { journal, journalOf, kept, err } = open();
  for (const id of ["req_1", "req_2"]) void journal.keeping(never, never)(id, done);
  const report = vi.fn(failing("unreachable"));
  await journalOf("agt_1").resend(report);
  expect([report.mock.calls.length, kept().length, err.mock.calls.length]).toEqual([1, 2, 1]);
  const answered = vi.fn(async () => {});
  await journalOf("agt_1").resend(answered);
  expect(answered.mock.calls.map(([id]: unknown[]) => id).sort()).toEqual(["req_1", "req_2"]);
  expect(answered).toHaveBeenCalledWith("req_1", { ...done, error: undefined });
  expect(kept()).toEqual([]);
});

test("an outcome whose report got no answer is sent after the next report that succeeds", async () => {
  const { journal, kept } = open();
  const answers = [failing("unreachable"), async () => {}];
  const send = journal.keeping(
    () => (answers.shift() ?? never)(),
    async () => {},
  );
  await expect(send("req_1", done)).rejects.toThrow("Why not.");
  expect(kept()).toHaveLength(1);
  await send("req_2", done);
  await expect.poll(kept).toEqual([]);
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
  await expect(journal.keeping(failing(code), never)("req_1", done)).rejects.toThrow("Why not.");
  expect(kept()).toHaveLength(left);
});

test("another agent's outcome and a damaged file are neither sent nor removed", async () => {
  const { credentials, journal, journalOf, kept } = open();
  void journal.keeping(never, never)("req_1", done);
  writeFileSync(join(`${credentials}.reports`, "0.json"), '{"requestId": "req_2", "outco');
  const report = vi.fn(async () => {});
  await journalOf("agt_2").resend(report);
  expect(report).not.toHaveBeenCalled();
  await journalOf("agt_1").resend(report);
  expect(report).toHaveBeenCalledOnce();
  expect(kept()).toEqual(["0.json"]);
});

test("without a writable folder an outcome is reported all the same, and the operator learns once that none is kept", async () => {
  const { credentials, journal, err } = open();
  writeFileSync(`${credentials}.reports`, "not a folder");
  const report = vi.fn(async () => {});
  const send = journal.keeping(report, report);
  for (const id of ["req_1", "req_2"]) await send(id, done);
  expect(report).toHaveBeenCalledTimes(2);
  expect(err.mock.calls).toEqual([[expect.stringContaining("Outcomes are not kept over a restart")]]);
});
