import { expect, test, vi } from "vitest";
import { digestOfText } from "#lib/kernel/digest";
import { describeReading } from "./describe-reading.ts";
import { openCommandReader } from "./open-reader.ts";
import { type Corpus, type Example, readCorpus } from "./testing/corpus/read-corpus";

// Hundreds of commands are read one after the other, on a machine that runs other tests too.
vi.setConfig({ testTimeout: 60_000 });

const reader = await openCommandReader();

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

test.each<[string, Corpus, number]>([
  ["dangerous command", "dangerous", 500],
  ["hostile command of other families", "hostile", 700],
  ["command with a program that isn't listed", "unlisted", 500],
  ["command that writes a configuration file and runs a program that reads it", "configurations", 100],
  ["command with a variable that isn't listed in a program's environment", "environment", 180],
])("no %s of the corpus is shown as harmless", (_, corpus, count) => {
  const examples = readCorpus(corpus);
  expect(examples.length).toBeGreaterThan(count);
  expect(examples.filter(isShownAsHarmless).map(({ command }) => command)).toEqual([]);
});

test("fewer than 20 % of the harmless commands of the corpus can't be inspected", () => {
  const examples = readCorpus("harmless");
  const unread = examples.filter(({ command }) => !reader.read(command).inspectable);
  expect(examples.length).toBeGreaterThan(550);
  expect(unread.length / examples.length).toBeLessThan(0.2);
});

test("no reading changes by accident: receipts of approvals are rendered again", () => {
  // A corpus grows at its end, and these are its first commands.
  const first = { dangerous: 533, harmless: 289 };
  const digestOf = (corpus: keyof typeof first) =>
    digestOfText(
      JSON.stringify(
        readCorpus(corpus)
          .slice(0, first[corpus])
          .map(({ command }) => describeReading(reader.read(command))),
      ),
    );
  expect(digestOf("dangerous")).toBe("esN34vE6GC-qCc8dScQpaBE6_GxVCRFWIxpSTTWHAHE");
  expect(digestOf("harmless")).toBe("xQW2xfqI-SSYzHE5O6xaTwOHFl-VPy4dETaHP-Z3xHM");
});
