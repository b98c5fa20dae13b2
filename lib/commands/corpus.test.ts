import { beforeAll, expect, test } from "vitest";
import { describeReading } from "./describe-reading.mjs";
import { type CommandReader, openCommandReader } from "./open-reader.mjs";
import { type Example, readCorpus } from "./testing/corpus/read-corpus";

let reader: CommandReader;
beforeAll(async () => {
  reader = await openCommandReader();
});

/**
 * A dangerous command is shown as harmless if an approver could read it without its danger: if it can
 * be inspected although the corpus names no effect, or if its description lacks an effect that the
 * corpus names, or doesn't start with the reason why it can't be inspected.
 */
function isShownAsHarmless({ command, shows }: Example): boolean {
  const reading = reader.read(command);
  const lines = describeReading(reading);
  if (shows.length === 0)
    return reading.inspectable || lines[0]?.label !== "Cannot be inspected" || !lines[0].tone;
  const shown = lines.map(({ label, value }) => `${label}: ${value}`);
  return !reading.inspectable || !shows.every((line) => shown.includes(line));
}

test("no dangerous command of the corpus is shown as harmless", () => {
  const examples = readCorpus("dangerous");
  expect(examples.length).toBeGreaterThan(400);
  expect(examples.filter(isShownAsHarmless).map(({ command }) => command)).toEqual([]);
});

test("fewer than 20 % of the harmless commands of the corpus can't be inspected", () => {
  const examples = readCorpus("harmless");
  const unread = examples.filter(({ command }) => !reader.read(command).inspectable);
  expect(examples.length).toBeGreaterThan(250);
  expect(unread.length / examples.length).toBeLessThan(0.2);
});
