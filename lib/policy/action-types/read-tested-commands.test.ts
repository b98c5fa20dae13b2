import { expect, test } from "vitest";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { actionTypeFaults } from "./check-action-types.ts";
import { prepareCheck } from "./prepare-check.ts";

const described = (...commands: string[]): Descriptor => ({
  intent: "Run a command",
  fields: [{ path: "/command", label: "Command", format: "command" }],
  tests: commands.map((command) => ({
    params: { command },
    lines: ["Run a command", `Command: ${command}`, `  Runs: ${command}`],
  })),
});

const entry = (descriptor: Descriptor) => ({
  ...{ type: "shell.run", title: "Run", risk: "destructive" as const, schema: {} },
  ...{ amountParam: null, currencyParam: null, descriptor },
});

test("tests with a command pass if they show the lines of its reading", async () => {
  const right = entry(described("ls -l", "git status"));
  expect(actionTypeFaults(right, await prepareCheck([right]))).toEqual([]);
  const wrong = entry(described("rm a"));
  expect(actionTypeFaults(wrong, await prepareCheck([wrong]))).toEqual([
    { path: "/descriptor/tests/0/lines/3", message: expect.stringContaining("Deletes: a") },
  ]);
});

test("tests whose commands weren't read fail, and never pass unchecked", async () => {
  const unread = [{ path: "/descriptor/tests", message: expect.stringContaining("can't be read") }];
  const without = { ...(await prepareCheck([entry(described("ls"))])), commands: {} };
  expect(actionTypeFaults(entry(described("ls")), without)).toEqual(unread);
  // Three descriptors, of which each alone could be read.
  const many = [0, 1, 2].map((n) =>
    entry(described(...Array.from({ length: 20 }, (_, at) => `ls ${n}-${at}`))),
  );
  const prepared = await prepareCheck(many);
  for (const one of many) expect(actionTypeFaults(one, prepared)).toEqual(unread);
});
