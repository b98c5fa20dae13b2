import { expect, test } from "vitest";
import { describeReading } from "./describe-reading.ts";
import { openCommandReader } from "./open-reader.ts";

const reader = await openCommandReader();

function linesOf(command: string) {
  return describeReading(reader.read(command)).map(({ label, value, tone }) => [
    label,
    value,
    ...(tone ? [tone] : []),
  ]);
}

test("a pipeline is described program by program, with what each reads, writes and connects to", () => {
  expect(linesOf("cat a | sudo tee b && curl -o c https://x.example # d")).toEqual([
    ["Runs", "cat a"],
    ["Reads", "a"],
    ["Pipes into", "sudo tee b"],
    ["Runs as another user", "tee b"],
    ["Writes as another user", "b"],
    ["Runs", "curl -o c https://x.example"],
    ["Writes", "c"],
    ["Connects to", "https://x.example"],
    ["Comment, not run", "# d"],
  ]);
});

test("a file that is known only when the command runs is a warning", () => {
  expect(linesOf('rm "$X" b')).toEqual([
    ["Runs", 'rm "$X" b'],
    ["Deletes", '"$X"', "warning"],
    ["Deletes", "b"],
  ]);
});

test("words that are written in a disguise are shown without it too", () => {
  expect(linesOf("r\\m $'\\x2fetc' 'a b'")).toEqual([
    ["Runs", "r\\m $'\\x2fetc' 'a b'"],
    ["Written differently, means", "rm", "warning"],
    ["Written differently, means", "/etc", "warning"],
    ["Deletes", "$'\\x2fetc'"],
    ["Deletes", "'a b'"],
  ]);
});

test("an unknown program is named as one, with its words, wherever it stands", () => {
  const reason = ["Cannot be inspected", "Runs an unknown program", "warning"];
  expect(linesOf("cat a | ghc -e 'main' && sudo restic --password-command id")).toEqual([
    reason,
    ["Runs", "cat a"],
    ["Reads", "a"],
    ["Pipes into unknown program", "ghc -e 'main'", "warning"],
    ["Runs", "sudo restic --password-command id"],
    ["Runs unknown program as another user", "restic --password-command id", "warning"],
  ]);
  expect(linesOf("ssh host sudo tini -- id")).toEqual([
    reason,
    ["Runs", "ssh host sudo tini -- id"],
    ["Connects to", "host"],
    ["Runs on another machine", "sudo tini -- id"],
    ["Runs unknown program on another machine as another user", "tini -- id", "warning"],
  ]);
});

test("a command that can't be inspected starts with each reason, and is shown whole", () => {
  expect(linesOf("eval $X | sh")).toEqual([
    ["Cannot be inspected", "Runs text as shell code", "warning"],
    ["Cannot be inspected", "Runs code that a pipe, a file or another input supplies", "warning"],
    ["Runs", "eval $X"],
    ["Pipes into", "sh"],
  ]);
  expect(linesOf("ls )")).toEqual([
    ["Cannot be inspected", "Contains shell syntax that can't be read with certainty", "warning"],
    ["Runs", "ls )"],
  ]);
});
