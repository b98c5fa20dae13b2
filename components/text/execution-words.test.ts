import { expect, test } from "vitest";
import { durationText, executionWords } from "./execution-words.ts";

const nothing = { durationMs: null, reportedAt: null, resolution: null };
const reported = { ...nothing, durationMs: 412, reportedAt: new Date() };
const resolution = { finding: "did_not_run", note: "Seen", by: "Bo Backup", at: new Date() } as const;

test("each outcome has its words, and a report is named as a report", () => {
  expect(executionWords({ ...nothing, state: "expected" })).toBe("No report yet");
  expect(executionWords({ ...nothing, state: "uncertain" })).toBe("Uncertain, no report in time");
  expect(executionWords({ ...reported, state: "uncertain" })).toBe("Reported as uncertain after 412 ms");
  expect(executionWords({ ...reported, state: "done" })).toBe("Reported as done after 412 ms");
  expect(executionWords({ ...reported, state: "failed" })).toBe("Reported as failed after 412 ms");
  expect(executionWords({ ...nothing, state: "uncertain", resolution })).toBe(
    "Bo Backup recorded that it didn't run",
  );
});

test("a duration is in the unit that people read, never rounded up", () => {
  expect([0, 999, 1000, 59_999, 60_000, 3_725_000].map(durationText)).toEqual([
    ...["0 ms", "999 ms", "1 s", "59.9 s", "1 min 0 s", "62 min 5 s"],
  ]);
});
